"""The `harvester` command: the same commands as `scrapy …` in the checkout, from anywhere."""

from __future__ import annotations

import os
import sys


def main(argv: list[str] | None = None) -> None:
    """Run a command. `argv` is the whole command line, the program's name first; ends by SystemExit with the exit code."""
    arguments = list(sys.argv if argv is None else argv)
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "harvester.settings")
    if len(arguments) > 1 and arguments[1] in ("-V", "--version"):
        import harvester

        print(f"harvester {harvester.__version__}")
        raise SystemExit(0)
    if len(arguments) < 2 or arguments[1] in ("-h", "--help", "help"):
        from harvester.commands import print_overview

        print_overview()
        raise SystemExit(0 if len(arguments) > 1 else 2)
    from harvester.commands import dispatch

    raise SystemExit(dispatch(arguments))


if __name__ == "__main__":
    main()
