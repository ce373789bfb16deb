"""Both renderers over the same site: the same records, nothing private asked, nothing lost when a page or a renderer misbehaves."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from harvester.archive import read_archive
from tests.services.conftest import (
    ENVIRONMENT,
    LITTLE,
    RENDERERS,
    ROOT,
    Crawl,
    SplashProcess,
    command_for,
    free_port,
    run,
    settings_for,
    start_splash,
)
from tests.services.site import Site

pytestmark = pytest.mark.services
HARD = {"lists": ["/", "/walled", "/scroll", "/endless"], "numbers": ["4", "41", "61"], "timeout": 6}
FOUND = {"1", "2", "3", "4", "6", "9", "41"} | {str(n) for n in range(20, 32)}


def essence(record: dict[str, Any]) -> dict[str, Any]:
    """A record without what differs from run to run: when, by which run, and how the HTML was spelled."""
    return {k: v for k, v in record.items() if k not in ("provenance", "date_harvested", "harvested", "run", "fetched", "first_seen", "retrieved")}


def test_both_renderers_deliver_the_same_records(site: Site, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """A list filled by fetch after 300 ms, articles by script, a cookie wall, a scrolled list, a page that never stops, a move by script."""
    done = {name: run(site, tmp_path / name, settings_for(name, request), **HARD) for name in RENDERERS}
    for name, one in done.items():
        assert one.ids == FOUND, (name, one.log)
        assert one.code == 0, (name, one.failed, one.log)
        assert all(r["url"].startswith(f"{site.base}/news/") for r in one.records)
        assert all(len(r["body"]) > 300 for r in one.records)
    first, second = ({r["id"]: essence(r) for r in done[name].records} for name in RENDERERS)
    assert first == second
    assert site.secrets == []


def test_the_page_is_asked_politely(site: Site, crawl: Crawl) -> None:
    """robots.txt, the pace and the user agent are those of the page's own site, never of the renderer."""
    done = crawl(numbers=["1", "2", "3", "/private/7"], delay=1.0, concurrency=1, settings={"DOWNLOAD_DELAY": 1.0})
    assert done.ids == {"1", "2", "3"}
    assert site.asked["/robots.txt"] == 1
    assert site.asked["/private/7"] == 0
    pages = [at for at, path in site.times if path.startswith("/news/")]
    assert min(b - a for a, b in pairwise(pages)) >= 0.8
    assert len(site.agents) == 1
    assert all(agent.startswith("harvester/") for agent in site.agents)


def test_private_addresses_are_refused(site: Site, crawl: Crawl, renderer: str) -> None:
    """By script redirect, image, frame, style sheet, XMLHttpRequest, WebSocket and pop-up; under three spellings. No service workers."""
    done = crawl(numbers=["40", "41", "42"], timeout=6)
    assert site.secrets == []
    assert site.asked["/worker.js"] == 0
    assert done.code == 3
    assert "41" in done.ids
    assert "which is not public" in done.failed["news/40"]
    assert "refused to the rendered page" in done.log


def test_a_page_of_20_mb_and_a_download_are_refused(crawl: Crawl) -> None:
    done = crawl(numbers=["5", "51", "80", "1"], timeout=6)
    assert done.ids == {"1"}
    assert done.code == 3
    assert done.failed["news/5"] == done.failed["news/51"] == "not rendered: larger than 16777216 bytes"
    assert done.failed["news/80"] == "not rendered: a download, not a page"


def test_a_page_that_never_settles_ends_at_its_timeout(crawl: Crawl) -> None:
    """The endless page's link is read; a page that never answers is a failure of the site, tried again like any other."""
    done = crawl(lists=["/endless"], numbers=["70"], timeout=4, settings={"RETRY_TIMES": 0})
    assert done.ids == {"9"}
    assert done.code == 3
    assert done.failed["news/70"].startswith("Download")
    assert done.seconds < 40


def test_a_page_that_hangs_its_renderer_is_reported_and_the_crawl_goes_on(site: Site, crawl: Crawl, renderer: str) -> None:
    """A script that never ends blocks all of Splash and the pages it has just then; `harvester splash` starts it anew, and those are had."""
    if renderer == "splash":
        server = start_splash("--allow", f"127.0.0.1:{site.port}", "--hang", "4")
        done = crawl({"SPLASH_URL": server.url}, numbers=["60", "1", "2"], timeout=4)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(15) == 143
    else:
        done = crawl(numbers=["60", "1", "2"], timeout=4)
    assert done.ids == {"1", "2"}, done.log
    assert done.code == 3
    assert done.failed["news/60"].startswith("not rendered: ")
    assert "news/60: not rendered: " in done.log


def test_status_and_offsite_moves(crawl: Crawl, renderer: str) -> None:
    """render.html would answer 200 for a 404 page; a script that leaves the site is not followed."""
    done = crawl(numbers=["999", "62", "1"], timeout=4, settings={"RETRY_TIMES": 0})
    assert done.ids == {"1"}
    assert done.failed["news/999"] == "HTTP status 404"
    assert "news/62" in done.failed


def test_the_archive_keeps_the_rendered_page(site: Site, crawl: Crawl, tmp_path: Path) -> None:
    """And a replay of it needs no renderer."""
    done = crawl(lists=["/"], numbers=["61"], settings={"HARVESTER_ARCHIVE": str(tmp_path / "archive")})
    files = sorted((tmp_path / "archive").rglob("*.warc.gz"))
    kept = {r.url: r for r in read_archive(files)}
    page = kept[f"{site.base}/news/2"]
    assert b"Works on phase 2 of the new town" in page.body
    assert dict(page.headers)["X-Rendered-By"] in RENDERERS
    assert kept[f"{site.base}/news/61"].status == 302
    site.asked.clear()
    again = run(site, tmp_path / "again", {}, lists=["/"], numbers=["61"], replay=[str(f) for f in files])
    assert not site.asked
    assert again.code == 0, again.log
    assert {r["id"]: essence(r) for r in again.records} == {r["id"]: essence(r) for r in done.records}
    assert len(again.records) == 4


@pytest.mark.parametrize(("cookies", "visits"), [(False, 4), (True, 3)])
def test_cookies_are_kept_where_the_source_says_so(site: Site, crawl: Crawl, cookies: bool, visits: int) -> None:
    done = crawl(lists=["/walled"], numbers=["4"], cookies=cookies, concurrency=1)
    assert done.ids == {"1", "2", "3", "4"}
    assert site.asked["/walled"] + site.asked["/news/4"] == visits


def test_modern_scripts_need_chromium(crawl: Crawl, renderer: str) -> None:
    """Splash's WebKit shows nothing and answers 200: the record is rejected by its content, with the reason."""
    done = crawl(numbers=["90", "1"], timeout=6)
    if renderer == "splash":
        assert done.ids == {"1"}
        assert done.failed["news/90"] == "rejected: blocked: empty without JavaScript"
    else:
        assert done.ids == {"1", "90"}


@pytest.mark.parametrize("renderer", ["splash"], indirect=True)
def test_requests_of_scrapy_splash_itself_work(site: Site, crawl: Crawl) -> None:
    """A source with a spider of its own may yield SplashRequest; robots.txt, host check and archive hold for it too."""
    done = crawl(splash_requests=["7", "8"])
    assert done.code == 0, done.log
    assert done.ids == {"7", "8"}
    assert {r["url"] for r in done.records} == {f"{site.base}/news/7", f"{site.base}/news/8"}


# --- renderers that die ------------------------------------------------------------------------------------------------------


def ours(mark: str) -> list[int]:
    """Processes whose command line holds a mark."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark.encode() in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def wait_for(what: Any, seconds: float = 20.0) -> Any:
    """Ask again until the answer is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = what()
        if value:
            return value
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def chromium_of(crawler: int) -> list[int]:
    """The Chromium processes that a crawl has started, by its own mark."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().split(b"\0")
                parents = (entry / "environ").read_bytes()
            except OSError:
                continue
            mark = next((a for a in line if a.startswith(b"--harvester-")), None)
            if mark and f"HARVESTER_TEST_CRAWL={crawler}".encode() in parents:
                return ours(mark.decode())
    return []


@pytest.mark.parametrize("death", ["renderer", "crawl"])
def test_killed_in_the_middle_of_a_page(site: Site, tmp_path: Path, request: pytest.FixtureRequest, renderer: str, death: str) -> None:
    """A killed renderer is reported and the crawl goes on; a killed crawl leaves no Chromium behind."""
    settings = settings_for(renderer, request)
    site.asked.clear()
    tag = time.monotonic_ns()
    command = command_for(site, tmp_path / "out", {**settings, "RETRY_TIMES": 0}, numbers=["1", "70"], lists=["/"], timeout=8)
    child = subprocess.Popen(command, cwd=ROOT, env={**ENVIRONMENT, "HARVESTER_TEST_CRAWL": str(tag)}, stderr=subprocess.PIPE)
    try:
        wait_for(lambda: site.asked["/news/70"])
        processes = chromium_of(tag) if renderer == "playwright" else [request.getfixturevalue("splash_server").child()]
        assert processes
        if death == "renderer":
            for number in processes:
                try:
                    os.kill(number, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            _out, log = child.communicate(timeout=90)
            assert child.returncode == 3, log.decode()
            assert b"broke off" in log or b"does not answer" in log or b"Chromium could not load it" in log
            assert b"Traceback" not in log
            feed = "".join(p.read_text("utf-8") for p in (tmp_path / "out" / "articles").rglob("*.jsonl"))
            assert all(f'"id":"rendered:{n}"' in feed for n in (1, 2, 3)), log.decode()
        else:
            child.kill()
            child.wait()
            if renderer == "playwright":
                wait_for(lambda: not chromium_of(tag), 15)
    finally:
        child.kill()
        child.wait()


def test_splash_that_is_not_there(site: Site, tmp_path: Path) -> None:
    """One line, exit code 3, and the discovery that needs no browser still runs."""
    url = f"http://127.0.0.1:{free_port()}"
    done = run(site, tmp_path, {"SPLASH_URL": url, "HARVESTER_RENDERER": None}, lists=["/", "/scroll"], plain=["/plain"], recovery=2)
    assert done.code == 3
    assert done.ids == {"201"}
    assert done.log.count("rendered pages are not had in this run") == 1
    assert len(done.failed) == 2


def test_splash_dies_with_its_launcher(splash_server: SplashProcess) -> None:
    """No orphan keeps the port."""
    server = start_splash()
    child = server.child()
    server.process.kill()
    server.process.wait()
    wait_for(lambda: not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2])


def test_splash_that_has_grown_is_started_anew(splash_server: SplashProcess) -> None:
    """It leaks about 130 KB a page. The limit is less than it starts with, which the command would refuse."""
    server = start_splash(program=("-c", LITTLE))  # it starts with more
    first = server.child()
    wait_for(lambda: server.process.poll() is not None or server.child() != first)
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(15)
