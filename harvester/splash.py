"""A Splash server on this machine, without Docker: installed, started behind the gate, watched, and started anew when it dies, hangs or grows."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from harvester.errors import HarvesterError, UsageError
from harvester.gate import Gate

logger = logging.getLogger(__name__)

DEBIAN = ("python3-venv", "python3-pyqt5.qtwebkit", "python3-qt5reactor", "python3-twisted")
WHEELS = ("splash==3.5", "adblockparser==0.7", "psutil>=5.9", "Pillow>=9", "lupa==2.8")
PYTHON = "/usr/bin/python3"  # Debian's own: its Qt bindings are no PyPI package
SERVER = Path(__file__).with_name("splash_server.py")
LOOK = 2.0  # seconds between two looks at the server
HANG = 15.0  # seconds without an answer after which it hangs: no page of ours takes WebKit that long without a pause
START = 20.0  # seconds it gets to start
DEATHS = 5  # within a minute, after which there is no use in starting it again


class SplashError(HarvesterError):
    """Splash that cannot be installed or started."""

    exit_code = 2


def home() -> Path:
    """Where the server's virtual environment is: HARVESTER_SPLASH_HOME, else below the user's data."""
    told = os.environ.get("HARVESTER_SPLASH_HOME")
    return Path(told) if told else Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "harvester" / "splash"


def missing() -> str | None:
    """What is not installed yet, in one line with the way to get it; None when all is there."""
    if not Path(PYTHON).exists() or not _runs(PYTHON, "import PyQt5.QtWebKit, qt5reactor, twisted, venv"):
        return f"Splash needs Debian's Qt WebKit: apt install {' '.join(DEBIAN)} (Debian 12), then harvester splash --install; or use Docker"
    if not _runs(str(home() / "bin" / "python"), "import splash, lupa.lua52"):
        return "Splash is not installed: harvester splash --install"
    return None


def _runs(python: str, code: str) -> bool:
    try:
        return subprocess.run([python, "-c", code], capture_output=True, check=False, timeout=60).returncode == 0
    except OSError:
        return False


def install() -> None:
    """Debian's packages (as root; else they must be there) and a virtual environment with the rest. Errors: SplashError."""
    wanted = missing()
    if wanted is not None and "apt install" in wanted:
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            raise SplashError(wanted)
        _do("apt-get", "update", "-qq")
        _do("apt-get", "install", "-y", "-qq", "--no-install-recommends", *DEBIAN)
    place = home()
    place.parent.mkdir(parents=True, exist_ok=True)
    _do(PYTHON, "-m", "venv", "--system-site-packages", str(place))
    _do(str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-deps", *WHEELS)
    wanted = missing()
    if wanted is not None:
        raise SplashError(wanted)


def _do(*command: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        told = (done.stderr or done.stdout).strip().splitlines()
        raise SplashError(f"{' '.join(command[:4])} … failed: {told[-1] if told else done.returncode}")


@dataclass
class Server:
    """One Splash and its gate.

    port    where it listens, on loopback
    maxrss  megabytes after which it is started anew (it leaks about 130 KB a page)
    allowed "address:port" of private addresses that pages may ask all the same
    hang    seconds without an answer after which it hangs and is started anew
    slots   pages at once; more than the machine has cores makes all of them slower
    """

    port: int = 8050
    maxrss: int = 600
    hang: float = HANG
    allowed: tuple[str, ...] = ()
    slots: int = 4
    loud: bool = False
    deaths: list[float] = field(default_factory=list)
    child: asyncio.subprocess.Process | None = None
    stopping: int = 0

    @property
    def url(self) -> str:
        """What SPLASH_URL is to be."""
        return f"http://127.0.0.1:{self.port}"

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT; 128 + the signal is the result. Errors: SplashError, UsageError for a port that is taken."""
        wanted = missing()
        if wanted is not None:
            raise SplashError(wanted)
        return asyncio.run(self.serve())

    async def serve(self) -> int:
        """Gate, Splash, and a look at it every two seconds."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop, int(number))
        gate = Gate(self.allowed)
        address = await gate.start()
        try:
            await self.start(address)
            print(f"Splash 3.5 listens on {self.url}; in another terminal: export SPLASH_URL={self.url}", file=sys.stderr, flush=True)
            while not self.stopping:
                cause = await self.watch()
                if cause is None or self.stopping:
                    break
                logger.warning("Splash %s; started anew", cause)
                await self.kill()
                self.deaths = [t for t in self.deaths if t > time.monotonic() - 60] + [time.monotonic()]
                if len(self.deaths) >= DEATHS:
                    raise SplashError(f"Splash {cause}, for the {DEATHS}th time in a minute: look at its own log with -L DEBUG")
                await self.start(address)
            return 128 + self.stopping
        finally:
            await self.kill()
            await gate.close()

    def stop(self, number: int) -> None:
        """A signal."""
        self.stopping = number

    async def start(self, gate: str) -> None:
        """Start the server and wait until it answers. Errors: SplashError, UsageError."""
        if await self.ping() is not None:
            raise UsageError(f"port {self.port} is taken; choose another with --port")
        command = [str(home() / "bin" / "python"), str(SERVER), "--port", str(self.port), "--ip", "127.0.0.1", "--disable-xvfb", "--disable-ui",
                   "--browser-engines", "webkit", "--allowed-schemes", "http,https,data,about", "--slots", str(self.slots),
                   "--dont-log-args", "lua_source", "--verbosity", "1"]  # fmt: skip
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"HARVESTER_GATE": gate}
        output = None if self.loud else asyncio.subprocess.DEVNULL
        self.child = await asyncio.create_subprocess_exec(*command, env=environment, stdout=output, stderr=output, start_new_session=True)
        end = time.monotonic() + START
        while await self.ping() is None:
            if self.child.returncode is not None:
                raise SplashError(f"Splash ended at once with code {self.child.returncode}; is port {self.port} taken? -L DEBUG shows its own log")
            if time.monotonic() > end or self.stopping:
                raise SplashError(f"Splash does not answer {START:.0f} seconds after its start; -L DEBUG shows its own log")
            await asyncio.sleep(0.1)

    async def watch(self) -> str | None:
        """Look at the server until something is wrong with it; None when it was asked to stop."""
        assert self.child is not None
        heard = time.monotonic()
        while not self.stopping:
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(self.child.wait()), LOOK)
            if self.child.returncode is not None:
                return f"ended with code {self.child.returncode}"
            size = await self.ping()
            if size is not None:
                heard = time.monotonic()
                if size > self.maxrss:
                    return f"has grown to {size} MB"
            elif time.monotonic() - heard > self.hang:
                return f"has not answered for {self.hang:.0f} seconds"
        return None

    async def ping(self) -> int | None:
        """Megabytes of memory it says it has had; None without an answer."""
        writer = None
        try:
            async with asyncio.timeout(LOOK):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.write(b"GET /_ping HTTP/1.0\r\n\r\n")
                answer = await reader.read(4096)
            return int(json.loads(answer.partition(b"\r\n\r\n")[2])["maxrss"]) // 1_000_000
        except (OSError, TimeoutError):
            return None
        except (ValueError, KeyError):
            return 0  # something else answers there
        finally:
            if writer is not None:
                writer.close()

    async def kill(self) -> None:
        """End the server and whatever it has started."""
        if self.child is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)
            await self.child.wait()
            self.child = None
