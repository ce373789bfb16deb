"""Backfills out of archives: own ones and a stranger's, in one pass; never an old text over a newer one."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from harvester.demo.build import release
from tests.crawl.conftest import DEMO, records

pytestmark = pytest.mark.crawl
DAY1, DAY2 = str(DEMO / "day1.warc.gz"), str(DEMO / "day2.warc.gz")
URL = "https://www.info.gov.hk/gia/general/202407/31/P20240731{:05d}.htm"


def strangers(path: Path, ours: int, theirs: int) -> None:
    """A WARC as CC-NEWS has them: gzipped bodies, many hosts, a few articles of ours among them."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "news crawler"}))
        for n in range(ours + theirs):
            mine = n % ((ours + theirs) // ours) == 0
            url = URL.format(n) if mine else f"https://news{n}.example/{n}.html"
            page = release("", f"Release {n}", [f"The Lands Department announced today that site {n} will be put up for tender.", "More follows."], "Wednesday, July 31, 2024", "16:30")
            body = gzip.compress(page.encode()) if mine else b"<html>" + b"padding " * 4000
            headers = [("Content-Type", "text/html; charset=utf-8")] + ([("Content-Encoding", "gzip")] if mine else [])
            answer = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=answer, warc_headers_dict={"WARC-Date": "2024-07-31T09:00:00Z"}))


def test_an_older_page_never_replaces_a_newer(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert harvest("backfill", "info_gov_hk_en", "--from-warc", DAY2).returncode == 0
    done = harvest("backfill", "info_gov_hk_en", "--from-warc", DAY1, DAY2)
    assert done.returncode == 0, done.stderr
    found = records(tmp_path / "out")
    revised = [r for r in found if r["id"] == "info_gov_hk_en:P2024073100701"]
    assert [(r["revision"], "corrected to October 4" in r["body"]) for r in revised] == [(1, True)]
    assert all(r["language"] == "en" for r in found), "the Chinese edition has the same addresses"
    other = tmp_path / "other"
    assert harvest("backfill", "info_gov_hk_en", "info_gov_hk_tc", "--from-warc", DAY1, DAY2, output=other).returncode == 0
    revisions = [(r["id"], r["revision"], r["provenance"]["date_fetched"][:10]) for r in records(other) if r["id"].endswith(":P2024073100701")]
    assert revisions == [("info_gov_hk_en:P2024073100701", 1, "2024-08-01"), ("info_gov_hk_en:P2024073100701", 2, "2024-08-02")]
    assert {r["language"] for r in records(other) if r["source"] == "info_gov_hk_tc"} == {"zh-Hant-HK"}
    assert harvest("verify", str(other)).returncode == 0


def test_a_strangers_archive(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    archive = tmp_path / "CC-NEWS-20240731.warc.gz"
    strangers(archive, ours=20, theirs=180)
    done = harvest("backfill", "info_gov_hk_en", "chinadaily_hk", "--from-warc", str(archive))
    assert done.returncode == 0, done.stderr
    assert len({r["id"] for r in records(tmp_path / "out")}) == len(records(tmp_path / "out")) == 20
    assert "chinadaily_hk: no articles in these archives" in done.stdout
    assert records(tmp_path / "out")[0]["provenance"]["date_fetched"] == "2024-07-31T09:00:00+00:00"
    again = harvest("backfill", "info_gov_hk_en", "--from-warc", str(archive))
    assert "20 pages, none newer" in again.stdout
    gaps = harvest("gaps", "info_gov_hk_en")
    assert "no day was counted yet" in gaps.stdout, "an archive is no index"


def test_a_cut_archive_delivers_what_is_whole(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    archive, cut = tmp_path / "whole.warc.gz", tmp_path / "cut.warc.gz"
    strangers(archive, ours=10, theirs=10)
    cut.write_bytes(archive.read_bytes()[:-300])
    done = harvest("backfill", "info_gov_hk_en", "--from-warc", str(cut))
    assert done.returncode == 2, done.stderr
    assert "cut.warc.gz: damaged after byte" in done.stderr or "cut.warc.gz: ends in the middle" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(records(tmp_path / "out")) in (9, 10)


def test_wrong_use(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    junk = tmp_path / "junk.warc.gz"
    junk.write_bytes(b"no archive at all")
    for arguments, words in (
        (("--from-warc", str(junk)), "no WARC file"),
        (("--from-warc", "missing.warc.gz"), "missing.warc.gz: no such file"),
        (("--from-warc", DAY1, "--dry-run"), "do not go with it"),
        (("--from-warc", DAY1, "--since", "soon"), "since 'soon' is no date"),
    ):
        done = harvest("backfill", "info_gov_hk_en", *arguments)
        assert (done.returncode, words in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr


_MEMORY = """
import resource, sys
from harvester.cli import main
try:
    main(["harvester", "backfill", "info_gov_hk_en", "--from-warc", sys.argv[1], "-s", "HARVESTER_OUTPUT=" + sys.argv[2], "-L", "WARNING"])
except SystemExit as end:
    print(end.code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    peaks = []
    for n in (40, 400):
        archive = tmp_path / f"{n}.warc.gz"
        strangers(archive, ours=n, theirs=n * 4)
        done = subprocess.run([sys.executable, "-c", _MEMORY, str(archive), str(tmp_path / f"out{n}")], capture_output=True, text=True, timeout=120, check=True, cwd=tmp_path)
        code, peak = done.stdout.splitlines()[-1].split()
        assert code == "0", done.stderr
        peaks.append(int(peak))
    assert peaks[1] - peaks[0] < 25, f"{peaks} MB for ten times the pages"
