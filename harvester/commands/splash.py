"""harvester splash: a Splash server on this machine, for pages that need a browser."""

from __future__ import annotations

import argparse
import logging

from harvester import splash
from harvester.command import Command as Base
from harvester.errors import UsageError
from harvester.network import Allowed


class Command(Base):
    """Install it, start it, watch it."""

    def syntax(self) -> str:
        """Usage."""
        return "[--install] [--port 8050]"

    def short_desc(self) -> str:
        """One line."""
        return "Start a Splash server on this machine, for pages that need a browser"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--install", action="store_true", help="install it and do not start it (Debian 12; as root it installs the Debian packages too)")
        parser.add_argument("--port", type=int, default=8050, help="port on 127.0.0.1 (default: 8050)")
        parser.add_argument("--maxrss", type=int, default=600, metavar="MB", help="memory after which it is started anew (default: 600)")
        parser.add_argument("--hang", type=float, default=splash.HANG, metavar="SECONDS", help=f"without an answer, after which it is started anew (default: {splash.HANG:.0f})")
        parser.add_argument("--allow", action="append", default=[], metavar="ADDRESS:PORT", help="a private address that pages may ask, for tests (may be repeated)")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Install or serve."""
        if args:
            raise UsageError(f"harvester splash takes no {args[0]!r}")
        if not 0 < opts.port < 65536:
            raise UsageError(f"--port {opts.port} is no port")
        if opts.maxrss < 200:
            raise UsageError(f"--maxrss {opts.maxrss} is too little; write 200 or more megabytes")
        if not 1 <= opts.hang <= 3600:
            raise UsageError(f"--hang {opts.hang:g}: write 1 to 3600 seconds")
        try:
            Allowed(opts.allow)
        except UsageError:
            raise UsageError(f"--allow {' '.join(opts.allow)}: write an address with its port, as in 127.0.0.1:8080") from None
        if opts.install:
            splash.install()
            print(f"Splash is installed in {splash.home()}; start it with: harvester splash")
            return 0
        assert self.settings is not None
        loud = self.settings["LOG_LEVEL"] == "DEBUG"
        logging.basicConfig(level=self.settings["LOG_LEVEL"], format="%(asctime)s %(levelname)s: %(message)s")
        logging.getLogger("asyncio").setLevel(logging.WARNING)
        return splash.Server(port=opts.port, maxrss=opts.maxrss, hang=opts.hang, allowed=tuple(opts.allow), loud=loud).run()
