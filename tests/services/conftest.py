"""A real Splash, a real Chromium and the loopback site, started once for all tests of this directory.

Where they are not installed the tests are skipped, with the way to install them; `make test-services` sets HARVESTER_SERVICES=required,
and then their absence is a failure.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from harvester import splash
from harvester.rendering import CHROMIUMS
from tests.services.site import Site

ROOT = Path(__file__).resolve().parents[2]
RENDERERS = ("splash", "playwright")


def lacking(reason: str) -> None:
    """Skip, or fail where the services are required."""
    if os.environ.get("HARVESTER_SERVICES") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The site, and the internal service that nobody may ask."""
    site = Site()
    yield site
    site.close()


@dataclass
class SplashProcess:
    """A running `harvester splash`."""

    url: str
    process: subprocess.Popen[bytes]
    seconds: float

    def child(self) -> int:
        """The process id of Splash itself."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0])


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


LITTLE = "import sys; from harvester.splash import Server; sys.exit(Server(port=int(sys.argv[2]), maxrss=50).run())"


def start_splash(*arguments: str, program: tuple[str, ...] = ("-m", "harvester.cli", "splash")) -> SplashProcess:
    """Start `harvester splash` and wait until it answers. program: ("-c", LITTLE) for one that may hold less than the command allows."""
    port = free_port()
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, *program, "--port", str(port), *arguments], cwd=ROOT, stderr=subprocess.PIPE)
    assert process.stderr is not None
    line = process.stderr.readline().decode()
    assert f"export SPLASH_URL=http://127.0.0.1:{port}" in line, line + process.stderr.read().decode()
    os.set_blocking(process.stderr.fileno(), False)
    return SplashProcess(f"http://127.0.0.1:{port}", process, time.monotonic() - began)


@pytest.fixture(scope="session")
def splash_server(site: Site) -> Iterator[SplashProcess]:
    """A Splash behind its gate, which lets it out to the site and to no other loopback address."""
    missing = splash.missing()
    if missing:
        lacking(missing)
    server = start_splash("--allow", f"127.0.0.1:{site.port}")
    yield server
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(10) == 143


@dataclass
class Done:
    """What a crawl left behind."""

    code: int
    log: str
    counts: dict[str, Any]
    seconds: float
    output: Path
    records: list[dict[str, Any]] = field(default_factory=list)

    @property
    def failed(self) -> dict[str, str]:
        """Cause by path."""
        return {f["url"].split("/", 3)[3]: f["cause"] for f in self.counts["failed"]}

    @property
    def ids(self) -> set[str]:
        """The site's own numbers of what was delivered."""
        return {r["id"].partition(":")[2] for r in self.records}


Crawl = Callable[..., Done]


@pytest.fixture(params=RENDERERS)
def renderer(request: pytest.FixtureRequest) -> str:
    """Each renderer in turn."""
    return str(request.param)


def settings_for(renderer: str, request: pytest.FixtureRequest) -> dict[str, Any]:
    """What chooses a renderer."""
    if renderer == "splash":
        return {"SPLASH_URL": request.getfixturevalue("splash_server").url, "HARVESTER_RENDERER": None}
    if not any(map(shutil.which, CHROMIUMS)):
        lacking("Chromium is not installed: apt install chromium-headless-shell")
    if renderer == "playwright":
        try:
            import scrapy_playwright  # noqa: F401
        except ImportError:
            lacking("scrapy-playwright is not installed: pip install 'harvester[playwright]'")
    return {"HARVESTER_RENDERER": renderer, "SPLASH_URL": None}


def command_for(site: Site, output: Path, settings: dict[str, Any], **told: Any) -> list[str]:
    """The command line of a crawl."""
    return [sys.executable, "-m", "tests.services.crawl", json.dumps({"base": site.base, "output": str(output), "settings": settings, **told})]


ENVIRONMENT = {**os.environ, "SCRAPY_SETTINGS_MODULE": "harvester.settings"}


def run(site: Site, output: Path, settings: dict[str, Any], **told: Any) -> Done:
    """Crawl the site in a process of its own."""
    site.asked.clear()
    site.times.clear()
    site.agents.clear()
    site.secrets.clear()
    began = time.monotonic()
    done = subprocess.run(command_for(site, output, settings, **told), cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=240, check=False)
    seconds = time.monotonic() - began
    assert "Traceback" not in done.stderr, done.stderr
    lines = done.stdout.strip().splitlines()
    assert lines, done.stderr
    found = Done(done.returncode, done.stderr, json.loads(lines[-1])[0], seconds, output)
    for path in sorted((output / "articles").rglob("*.jsonl")):
        found.records.extend(json.loads(text) for text in path.read_text("utf-8").splitlines())
    return found


@pytest.fixture
def crawl(site: Site, renderer: str, tmp_path: Path, request: pytest.FixtureRequest) -> Crawl:
    """Crawl the site with the renderer of this test."""
    chosen = settings_for(renderer, request)

    def crawl(settings: dict[str, Any] | None = None, output: str = "out", **told: Any) -> Done:
        return run(site, tmp_path / output, {**chosen, **(settings or {})}, **told)

    return crawl
