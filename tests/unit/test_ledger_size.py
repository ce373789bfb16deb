"""The ledger stays small and quick: the figures of make bench hold in the small, with room for a busy machine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from harvester.bench import ledger_costs
from harvester.ledger import Ledger, StagedRow

NOW = datetime(2024, 7, 31, 4, tzinfo=UTC)


def test_small_and_quick() -> None:
    costs = ledger_costs(20_000)
    assert costs["bytes an article"] < 400
    assert costs["look-up ms"] < 0.2
    assert costs["staging ms"] < 0.2
    assert costs["memory grown MB"] < 20


def test_validators_of_articles_that_nobody_asks_for_again_go(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    ledger.start_run("r", "loop", None, NOW)
    for n, days in enumerate((1, 20, 20)):
        ledger.stage(StagedRow(f"loop:{n}", 1, "loop", "r", "article", b"{}\n", "sha256:" + "00" * 16, (NOW - timedelta(days=days)).isoformat(), f"http://a/{n}", seen=NOW))
        ledger.save_validator(f"http://a/{n}", '"x"', None)
    ledger.save_validator("http://a/index", '"i"', None, date(2024, 7, 1))
    ledger.commit_run("r")
    ledger.note_gone("loop:2", NOW)
    assert ledger.drop_validators("loop", NOW - timedelta(days=68), NOW - timedelta(days=8)) == 1
    assert [n for n in range(3) if ledger.validator(f"http://a/{n}")] == [0, 2], "one that was gone is asked for again"
    assert ledger.validator("http://a/index") is not None
    assert ledger.drop_validators("other", NOW - timedelta(days=68), NOW) == 0
    ledger.close()
