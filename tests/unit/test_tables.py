"""Tables on narrow terminals: a number is there whole or not at all."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from harvester.cli import main
from harvester.extensions import RunReport
from harvester.sources import Catalogue
from harvester.summary import print_summary
from harvester.tables import print_table

COUNTS = {"found": 12345, "new": 12, "revised": 3, "unchanged": 12000, "withdrawn": 1, "rejected": 10, "failed": 22}


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_a_summary_fits_its_terminal(width: int) -> None:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    runs = [RunReport("r", name, "", outcome="below floor", exit_code=4, newest="2026-11-29T15:00:00+08:00", counts=COUNTS) for name in ("policyaddress_en", "rthk_en")]
    print_summary(runs, console)
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    rows = [line.split() for line in lines if line.startswith(("policyaddress_en", "rthk_en"))]
    assert len(rows) == 2, "a row is a line"
    assert "…" not in console.file.getvalue()
    assert rows[0][1:3] == ["12345", "12"]
    assert rows[0][-3:] == ["below", "floor", "(4)"]
    assert all(len(line.rstrip()) <= width for line in lines)
    assert ("no room for" in console.file.getvalue()) == (width < 120)


def test_what_says_nothing_goes_first_and_is_not_named() -> None:
    console = Console(file=io.StringIO(), width=30, force_terminal=True, color_system=None)
    print_table(console, ("source", "new", "days open", "rejected"), [["info_gov_hk_en", "1", "7", "0"]], left=("source",), spare=("days open", "rejected"))
    assert isinstance(console.file, io.StringIO)
    assert [line.split() for line in console.file.getvalue().splitlines()] == [["days"], ["source", "new", "open"], ["info_gov_hk_en", "1", "7"]]


@pytest.mark.parametrize("width", [80, 168])
def test_the_catalogue_shows_names_whole(width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    with pytest.raises(SystemExit) as ended:
        main(["harvester", "sources"])
    assert not ended.value.code
    lines = capsys.readouterr().out.splitlines()
    assert max(cell_len(line) for line in lines) <= width
    names = {line.split()[0] for line in lines if line[:1].strip()}
    assert {spider.name for spider in Catalogue.load()} <= names
    assert ("kind" in lines[0].split()) == (width == 168)
