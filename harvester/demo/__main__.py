"""`make demo`: three days of the recorded site through the real spiders, and what to type next."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
DAYS = ("day1", "day2", "day3")
SAID = {
    "day1": "Day 1: everything is new. One page is a challenge (a failure, named), one has a layout nobody knows (the generic reader took it).",
    "day2": "Day 2: one release was rewritten under its old time (revision 2), one page is gone.",
    "day3": "Day 3: the page is still gone, a day later: the release is withdrawn.",
}


def main(output: str = "output") -> int:
    """Replay the days into `output`; 0 when every day went as it should (partial: the challenge page is meant to fail)."""
    for day in DAYS:
        print(f"\n{SAID[day]}\n", flush=True)
        command = [
            sys.executable, "-m", "harvester.cli", "replay", str(HERE / f"{day}.warc.gz"), "-a", "since=2024-07-31", "-a", "until=2024-08-01",
            "-s", f"HARVESTER_OUTPUT={output}", "-L", "ERROR",
        ]  # fmt: skip
        code = subprocess.run(command, check=False).returncode
        if code not in (0, 3):
            print(f"the demo stopped: {day} ended with exit code {code}", file=sys.stderr)
            return code
    print(
        f"""
What it left: {output}/articles (records), {output}/rejects, a manifest beside each feed, {output}/runs (run reports), {output}/state (the ledger).

What to type next:
  .venv/bin/harvester verify {output}                      check every line and manifest
  .venv/bin/harvester sources                            what can be harvested
  .venv/bin/harvester crawl info_gov_hk_en -a since=2d   the live site, politely
"""
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
