"""Exceptions where authors may write code: counted, named, never a hang, never green."""

from __future__ import annotations

import gzip
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.crawl import forked
from tests.crawl.conftest import records
from tests.crawl.loopback import SETTINGS, Site

pytestmark = pytest.mark.crawl
DAY = date(2024, 7, 31)
FAULT = """
from harvester.pipelines.topics import Topics
class FaultySpider(LoopSpider):
    name = "faulty"
{body}
"""
IN_PAGE = '    def read_page(self, page, *, url, **named):\n        if "00001" in url:\n            {fault}\n        return super().read_page(page, url=url, **named)\n'
IN_STEP = 'import harvester.pipelines.topics as t\nreal = t.Topics.process\ndef process(self, draft):\n    if "00001" in draft.url:\n        raise ValueError("step")\n    return real(self, draft)\nt.Topics.process = process\n'


def crawl(tmp_path: Path, body: str, after: str = "", broken: bool = False) -> tuple[int, str, dict[str, Any], list[str]]:
    """Exit code, log, run report and the numbers of the articles delivered. broken: the page of article 1 answers 500."""
    with Site(tmp_path, {DAY: 6}) as site:
        if broken:
            site.answers[f"/gia/general/{DAY:%Y%m/%d}/P{DAY:%Y%m%d}00001.htm"] = lambda: (500, "text/html", b"")
        path = tmp_path / "loopsite.py"
        path.write_text(path.read_text() + FAULT.format(body=body or "    pass") + after)
        command = [sys.executable, "-m", "harvester.cli", "crawl", "faulty", "-a", f"since={DAY}", "-a", f"until={DAY}", *SETTINGS, "-s", f"HARVESTER_OUTPUT={tmp_path / 'out'}", "-L", "ERROR"]
        done = forked.run(command, capture_output=True, text=True, timeout=60, env=site.environment, cwd=tmp_path, check=False)
    reports = [json.loads(p.read_text()) for p in (tmp_path / "out" / "runs").glob("*.json")]
    return done.returncode, done.stderr, reports[0] if reports else {}, sorted(r["id"][-5:] for r in records(tmp_path / "out"))


@pytest.mark.parametrize("fault", ['raise KeyError("callback")', 'raise SystemExit(0)', "raise RecursionError", "raise GeneratorExit"])
def test_a_callback_that_raises(tmp_path: Path, fault: str) -> None:
    code, log, report, delivered = crawl(tmp_path, IN_PAGE.format(fault=fault))
    assert code == 3, log
    assert delivered == [f"{n:05d}" for n in range(6) if n != 1]
    assert [f["url"][-9:-4] for f in report["failed"]] == ["00001"]
    assert "00001" in log
    assert b"Release 1" in gzip.decompress(Path(report["dead"]).with_name("0001.html.gz").read_bytes())


def test_a_part_of_a_layout_that_raises(tmp_path: Path) -> None:
    """The articles are delivered without it, and the run is not green: said in the log once, in the report, as a finding and at the end."""
    after = "class Odd(LoopSpider.layouts[0]):\n    @classmethod\n    def amend(cls, scraped, page):\n        raise TypeError('amended')\nFaultySpider.layouts = (Odd,)\n"
    code, log, report, delivered = crawl(tmp_path, "", after)
    assert code == 3, log
    assert (len(delivered), report["failed"]) == (6, [])
    assert report["troubles"] == {"Odd.amend": "6 pages: TypeError: amended"}
    assert log.count("Odd.amend: TypeError: amended; read without it") == 1
    assert "Odd.amend raised on 6 pages: TypeError: amended" in [finding["reason"] for finding in report["findings"]]


def test_a_pipeline_step_that_raises(tmp_path: Path) -> None:
    code, log, report, delivered = crawl(tmp_path, "", IN_STEP)
    assert code == 3, log
    assert len(delivered) == 5
    assert "ValueError: step" in report["failed"][0]["cause"]
    assert report["failed"][0]["url"][-9:-4] == "00001"
    manifest = tmp_path / "out" / "dead" / "faulty" / report["run"] / "manifest.jsonl"
    assert report["dead"] == str(manifest)
    (letter,) = map(json.loads, manifest.read_text().splitlines())
    assert (letter["url"], letter["cause"], letter["file"]) == (report["failed"][0]["url"], report["failed"][0]["cause"], "0001.html.gz")
    assert 'raise ValueError("step")' in letter["trace"]
    assert f"harvester try {manifest.parent / '0001.html.gz'} --url {letter['url']}" in log
    read = forked.run([sys.executable, "-m", "harvester.cli", "read", "--manifest", str(manifest)], capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False)
    assert json.loads(read.stdout)["record"]["headline"] == "Release 1 of 2024-07-31"


@pytest.mark.parametrize("fault", ['raise KeyError("errback")', "raise SystemExit(0)"])
def test_an_errback_that_raises(tmp_path: Path, fault: str) -> None:
    code, log, report, delivered = crawl(tmp_path, f"    def on_failure(self, failure):\n        {fault}\n", broken=True)
    assert code in (1, 3), log
    assert delivered == [f"{n:05d}" for n in range(6) if n != 1]
    assert "00001" in log
    assert [f["url"][-9:-4] for f in report["failed"]] == ["00001"]


@pytest.mark.parametrize("moment", ["open_spider", "close_spider"])
@pytest.mark.parametrize("fault", ['raise RuntimeError("{moment}")', "raise SystemExit(0)"])
def test_a_pipeline_that_raises_at_its_start_or_end(tmp_path: Path, moment: str, fault: str) -> None:
    after = f"import harvester.pipelines.topics as t\ndef fault(self):\n    {fault.format(moment=moment)}\nt.Topics.{moment} = fault\n"
    code, log, _report, delivered = crawl(tmp_path, "", after)
    assert code == 1, log
    assert moment in log or "SystemExit" in log
    assert delivered == ([] if moment == "open_spider" else [f"{n:05d}" for n in range(6)]), "what was harvested is not lost"


@pytest.mark.parametrize("fault", ['raise RuntimeError("start")', "raise SystemExit(0)"])
def test_a_start_that_raises(tmp_path: Path, fault: str) -> None:
    code, log, _report, delivered = crawl(tmp_path, f"    async def start(self):\n        {fault}\n        yield\n")
    assert (code, delivered) == (1, []), log
    assert "start" in log


def test_an_import_that_fails(tmp_path: Path) -> None:
    code, log, _report, delivered = crawl(tmp_path, "", "import no_such_module\n")
    assert (code, delivered) == (2, []), log
    assert "no_such_module" in log
    assert "Traceback" not in log
