"""HARVESTER_FEED_URI=sftp://… against a real OpenSSH server on loopback."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.crawl.loopback import SETTINGS, Site

pytestmark = pytest.mark.services
DAY = date(2024, 7, 31)


def lacking(reason: str) -> None:
    if os.environ.get("HARVESTER_SERVICES") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass
class Server:
    """A running sshd. environment: a home whose key it lets in; known: the file of hosts that the home knows."""

    port: int
    environment: dict[str, str]
    known: Path


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    program = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:" + os.environ["PATH"])
    if program is None or shutil.which("ssh-agent") is None:
        lacking("OpenSSH's server is not installed: apt-get install openssh-server")
    pytest.importorskip("paramiko", reason="paramiko is not installed")
    home, place = tmp_path / "home", tmp_path / "sshd"
    (home / ".ssh").mkdir(parents=True, mode=0o700)
    place.mkdir()
    for key in (home / ".ssh" / "id_ed25519", place / "host"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    shutil.copy(home / ".ssh" / "id_ed25519.pub", place / "allowed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    host = (place / "host.pub").read_text().rsplit(" ", 1)[0]
    known = home / ".ssh" / "known_hosts"
    known.write_text(f"[127.0.0.1]:{port} {host}\n")
    (place / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {place}/host\nAuthorizedKeysFile {place}/allowed\nStrictModes no\nUsePAM no\n"
        f"PermitRootLogin prohibit-password\nPasswordAuthentication no\nPidFile none\nSubsystem sftp internal-sftp\n"
    )
    Path("/run/sshd").mkdir(exist_ok=True)
    child = subprocess.Popen([program, "-D", "-e", "-f", str(place / "config")], stderr=subprocess.DEVNULL)
    for _ in range(50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield Server(port, {"HOME": str(home)}, known)
    child.terminate()
    child.wait(timeout=10)


def test_there_before_it_is_committed(server: Server, tmp_path: Path) -> None:
    with Site(tmp_path, {DAY: 3}) as site:
        command = [sys.executable, "-m", "harvester.cli", "crawl", "loop", "-a", f"since={DAY}", "-a", f"until={DAY}", *SETTINGS]
        target = tmp_path / "far" / "feeds"
        environment = {**site.environment, **server.environment, "HARVESTER_OUTPUT": str(tmp_path / "out"),
                       "HARVESTER_FEED_URI": f"sftp://{getpass.getuser()}@127.0.0.1:{server.port}{target}"}  # fmt: skip
        environment.pop("SSH_AUTH_SOCK", None)
        known = server.known.read_text()
        server.known.write_text("")
        refused = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, cwd=tmp_path, check=False)
        assert refused.returncode == 5, refused.stderr
        assert "not uploaded" in refused.stderr, "a host that is not known gets nothing"
        assert not target.exists()
        server.known.write_text(known)
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, cwd=tmp_path, check=False)
        assert done.returncode == 0, done.stderr
    feed = next(target.rglob("*.jsonl"))
    assert len(feed.read_bytes().splitlines()) == 3
    assert feed.with_name(f"{feed.name}.manifest.json").exists()
    assert not list(target.rglob("*.part"))
    assert feed.read_bytes() == (tmp_path / "out" / feed.relative_to(target)).read_bytes()
