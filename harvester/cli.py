"""The `harvester` command: the same commands as `scrapy …` in the checkout, from anywhere."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys

OURS = "harvester.commands"


def main(argv: list[str] | None = None) -> None:
    """Run a command. `argv` is the whole command line, the program's name first; ends by SystemExit with the exit code."""
    arguments = list(sys.argv if argv is None else argv)
    try:
        start(arguments)
    except BrokenPipeError:  # harvester --help | head -1
        from harvester.command import PIPE, be_silent

        be_silent()
        raise SystemExit(PIPE) from None
    except OSError as error:
        from harvester.command import be_silent

        be_silent()
        print(f"harvester: {error.filename or 'standard output'}: {error.strerror}", file=sys.stderr)
        raise SystemExit(5) from None
    finally:
        leave_quietly()


def leave_quietly() -> None:
    """Where the reader of the error messages has gone, what it did not hear is dropped: the interpreter's last flush would end with code 120."""
    for stream, gone in ((sys.stdout, BrokenPipeError), (sys.stderr, OSError)):
        try:
            stream.flush()
        except gone:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        except (AttributeError, OSError, ValueError):  # closed, or told of already
            pass


def start(arguments: list[str]) -> None:
    """Run a command, its errors as they are."""
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "harvester.settings")
    name = arguments[1] if len(arguments) > 1 else ""
    if name in ("-V", "--version", "version"):
        import harvester

        print(f"harvester {harvester.__version__}", flush=True)
        raise SystemExit(0)
    if name in ("", "-h", "--help", "help"):
        print(overview(), flush=True)
        raise SystemExit(0 if name else 2)
    if name not in names():
        import difflib

        near = difflib.get_close_matches(name, names(), n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        print(f"harvester: no command {name!r}{hint} See harvester --help", file=sys.stderr)
        raise SystemExit(2)
    from scrapy.cmdline import execute
    from scrapy.settings import Settings
    from scrapy.utils.project import get_project_settings

    try:
        settings = get_project_settings()
    except Exception as error:  # a settings file of the operator's own
        if not _here():
            print("harvester: the working directory is no longer there; change to one that is", file=sys.stderr)
            raise SystemExit(2) from None
        print(f"harvester: settings cannot be read: {type(error).__name__}: {' '.join(str(error).split())}", file=sys.stderr)
        raise SystemExit(2) from None
    assert isinstance(settings, Settings)
    execute(["harvester", *arguments[1:]], settings)


def _here() -> bool:
    """Whether the working directory is still there."""
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def names() -> list[str]:
    """The commands there are."""
    package = importlib.import_module(OURS)
    return sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_"))


def overview() -> str:
    """What `harvester --help` says."""
    lines = ["harvester: Hong Kong development news as JSON Lines", "", "  harvester COMMAND [options]", ""]
    for name in names():
        command = importlib.import_module(f"{OURS}.{name}").Command()
        lines.append(f"  {name:<10} {command.short_desc()}")
    lines += ["", "Exit codes: 0 complete, 1 a bug, 2 bad usage or start-up, 3 partial, 4 a source below its floor, 5 storage, 6 locked, 143/130 stopped."]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
