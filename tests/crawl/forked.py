"""`harvester` in a process of its own, many times over: forked from one that has everything imported, as starting Python costs more than most crawls.

A forked command has its own environment, folder, search path, clock and zone, as a started one has. Tests that kill a command, signal it or
measure it start it.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAM = [sys.executable, "-m", "harvester.cli"]
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["tests.crawl.preloaded"])


def run(
    command: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path | None = None, timeout: float = 120,
    text: bool = True, capture_output: bool = True, check: bool = False,
) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """As subprocess.run; the command is PROGRAM and its arguments, output is captured as text."""
    assert list(command[:3]) == PROGRAM, command
    assert text and capture_output
    with TemporaryDirectory(prefix="forked") as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        child = _SERVER.Process(target=_command, args=([*command[2:]], dict(os.environ if env is None else env), str(cwd or Path.cwd()), str(out), str(err)))
        child.start()
        child.join(timeout)
        if child.exitcode is None:
            child.kill()
            child.join()
            raise subprocess.TimeoutExpired(command, timeout, out.read_bytes(), err.read_bytes())
        done = subprocess.CompletedProcess(command, child.exitcode, out.read_text("utf-8", "replace"), err.read_text("utf-8", "replace"))
        child.close()
    if check:
        done.check_returncode()
    return done


def _command(argv: list[str], environment: dict[str, str], cwd: str, out: str, err: str) -> None:
    """What the child does; its exit code is the command's."""
    for path, stream in ((out, 1), (err, 2)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, stream)
        os.close(file)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    added = [entry for entry in environment.get("PYTHONPATH", "").split(os.pathsep) if entry]
    sys.path[:0] = [cwd, *added]
    sys.argv = argv
    for entry in added[:1]:
        if (custom := Path(entry, "sitecustomize.py")).exists():
            runpy.run_path(str(custom))
    from harvester.cli import main

    try:
        main(["harvester", *argv[1:]])
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
