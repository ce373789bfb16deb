"""Starts Splash 3.5 on today's Debian, without Docker and without a change to its files.

Run by Debian's own python3 (its Qt bindings are no PyPI package), so nothing of harvester is imported here; `harvester splash` is the
way to start it. Every shim below is one place where plain Splash 3.5 dies on Python 3.10 and later, in the order in which it does.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import types
from typing import Any


class _Anything(type):
    """A class that has every constant one asks it for."""

    def __getattr__(cls, name: str) -> str:
        return name


def without_web_engine() -> None:
    """Shim 1: Splash imports Qt's Chromium although only its WebKit is used; Debian packs it apart (165 MB)."""
    try:
        importlib.import_module("PyQt5.QtWebEngineWidgets")
    except ImportError:
        stub: Any = types.ModuleType("PyQt5.QtWebEngineWidgets")
        for name in ("QWebEngineView", "QWebEnginePage", "QWebEngineProfile", "QWebEngineSettings", "QWebEngineScript"):
            setattr(stub, name, _Anything(name, (), {}))
        sys.modules["PyQt5.QtWebEngineWidgets"] = stub


def sip_under_its_old_name() -> None:
    """Shim 2: sip moved into PyQt5."""
    sys.modules.setdefault("sip", importlib.import_module("PyQt5.sip"))


def whole_numbers_for_qt() -> None:
    """Shim 3: since Python 3.10 Qt takes no floats where it wants whole numbers."""
    core: Any = importlib.import_module("PyQt5.QtCore")

    class Timer(core.QTimer):  # type: ignore[misc]
        def start(self, *milliseconds: Any) -> None:
            super().start(*(int(m) for m in milliseconds))

        def setInterval(self, milliseconds: Any) -> None:
            super().setInterval(int(milliseconds))

    class Point(core.QPoint):  # type: ignore[misc]
        def __init__(self, *numbers: Any) -> None:
            super().__init__(*(int(n) if isinstance(n, float) else n for n in numbers))

    core.QTimer, core.QPoint = Timer, Point


def lua_5_2() -> None:
    """Shim 4: lupa's default Lua is newer than the 5.2 that Splash's own Lua modules are written for."""
    sys.modules["lupa"] = importlib.import_module("lupa.lua52")


def no_chromium_version() -> None:
    """Shim 5: the version of the Chromium that is not there."""
    utilities: Any = importlib.import_module("splash.qtutils")
    utilities._chromium_version = lambda: "disabled"


def json_without_encoding() -> None:
    """Shim 6: json.loads lost its `encoding` argument in Python 3.9."""
    options: Any = importlib.import_module("splash.render_options")
    plain: Any = types.SimpleNamespace(**{name: getattr(json, name) for name in json.__all__})
    plain.loads = lambda text, encoding=None, **rest: json.loads(text, **rest)
    options.json = plain


def through_the_gate(address: str) -> None:
    """All that pages ask goes through harvester's gate, which refuses private addresses.

    Qt's application-wide proxy is passed by for 127.0.0.1 and localhost, so each of Splash's network managers gets the proxy itself.
    WebSockets know the application-wide one only, so pages get none, and no workers that could open them.
    """
    network: Any = importlib.import_module("PyQt5.QtNetwork")
    host, _, port = address.rpartition(":")
    gate = network.QNetworkProxy(network.QNetworkProxy.HttpProxy, host, int(port))
    network.QNetworkProxy.setApplicationProxy(gate)
    manager: Any = importlib.import_module("splash.network_manager").ProxiedQNetworkAccessManager
    manager_made = manager.__init__

    def make_manager(self: Any, *args: Any, **options: Any) -> None:
        manager_made(self, *args, **options)
        self._default_proxy = gate
        self.setProxy(gate)

    manager.__init__ = make_manager
    tab: Any = importlib.import_module("splash.engines.webkit.browser_tab").WebkitBrowserTab
    set_up, cleared = tab._setup_webpage_events, tab._on_javascript_window_object_cleared

    # Methods of the tab, not functions: Qt forgets the latter every other time.
    def bar_all(self: Any) -> None:
        if not getattr(self, "_barring", False):
            self._barring = True  # a script makes the window whose making calls this
            frames = [self.web_page.mainFrame()]
            for frame in frames:
                frame.evaluateJavaScript(BARRED)
                frames.extend(frame.childFrames())
            self._barring = False

    def framed(self: Any, frame: Any) -> None:
        frame.javaScriptWindowObjectCleared.connect(self.bar_all)
        self.bar_all()

    def set_up_and_watch(self: Any) -> None:
        set_up(self)
        self.web_page.frameCreated.connect(self.framed)

    def cleared_and_barred(self: Any) -> None:
        self.bar_all()
        cleared(self)

    tab.bar_all, tab.framed = bar_all, framed
    tab._setup_webpage_events, tab._on_javascript_window_object_cleared = set_up_and_watch, cleared_and_barred


BARRED = (
    "['WebSocket', 'Worker', 'SharedWorker'].forEach(function (name) {"
    " try { Object.defineProperty(window, name, {value: undefined, configurable: false, writable: false}); } catch (e) {} });"
)


def die_with_parent() -> None:
    """When `harvester splash` is killed, so is this: no orphan keeps the port."""
    import ctypes

    ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL


def main() -> None:
    """Splash's own main, after the shims. HARVESTER_GATE in the environment is host:port of the gate."""
    # The directory of this file is no place to import from: it has a splash.py of its own.
    sys.path[:] = [p for p in sys.path if os.path.abspath(p or ".") != os.path.dirname(os.path.abspath(__file__))]
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no X server
    without_web_engine()
    sip_under_its_old_name()
    whole_numbers_for_qt()
    lua_5_2()
    no_chromium_version()
    json_without_encoding()
    server: Any = importlib.import_module("splash.server")
    gate = os.environ.get("HARVESTER_GATE")
    if gate:
        die_with_parent()
        start = server.default_splash_server

        def start_behind_the_gate(*args: Any, **options: Any) -> Any:
            through_the_gate(gate)  # not earlier: what it changes wants Qt's event loop in place when it is imported
            return start(*args, **options)

        server.default_splash_server = start_behind_the_gate
    server.main()


if __name__ == "__main__":
    main()
