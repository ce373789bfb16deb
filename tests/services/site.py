"""A loopback site that says nothing without a browser, and a second one that plays an internal service nobody may ask.

Its scripts are written in the JavaScript of 2011: Splash's WebKit has neither fetch() nor async. The list is filled by fetch() where the
browser has it and by XMLHttpRequest where it has not, 300 ms after the page has loaded, as such lists are.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ASK = """
function ask(address, then) {
  if (window.fetch) { fetch(address).then(function (r) { return r.text(); }).then(then); return; }
  var x = new XMLHttpRequest();
  x.onload = function () { then(x.responseText); };
  x.open('GET', address);
  x.send();
}
"""
SHELL = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>%s</title><script>%s</script></head>
<body><div id="app"></div><script>%s</script></body></html>"""

LIST = (
    ASK
    + """
setTimeout(function () {
  ask('/list.json', function (text) {
    document.getElementById('app').innerHTML = JSON.parse(text).map(function (n) {
      return '<p><a href="/news/' + n + '">Story ' + n + '</a></p>'; }).join('');
  });
}, 300);
"""
)
ARTICLE = (
    ASK
    + """
setTimeout(function () {
  ask('/data/%s.json', function (text) {
    var a = JSON.parse(text);
    document.getElementById('app').innerHTML = '<article class="story"><h1></h1><p class="by"></p><p class="day"></p><div class="text"></div></article>';
    document.querySelector('h1').textContent = a.headline;
    document.querySelector('.by').textContent = a.byline;
    document.querySelector('.day').textContent = a.day;
    setTimeout(function () {
      document.querySelector('.text').innerHTML = a.text.map(function (t) { return '<p>' + t + '</p>'; }).join('');
    }, 200);
  });
}, 100);
"""
)
# A wall that a script opens: it sets a cookie and loads the page again, as the e-Gazette's does.
WALL = "document.cookie = '__tst_status=' + (40 + 2) + '; path=/'; location.reload();"
SCROLL = (
    ASK
    + """
var next = 0, busy = false;
function more() {
  if (busy || next >= 4) return;
  busy = true;
  ask('/more.json?page=' + next, function (text) {
    JSON.parse(text).forEach(function (n) {
      document.getElementById('app').innerHTML += '<p style="height: 300px"><a href="/news/' + n + '">Story ' + n + '</a></p>'; });
    next += 1; busy = false;
  });
}
window.onscroll = function () { if (window.innerHeight + window.pageYOffset >= document.body.scrollHeight - 50) more(); };
more();
"""
)
ENDLESS = """
document.getElementById('app').innerHTML = '<p><a href="/news/9">Story 9</a></p>';
var i = new Image(); i.src = '/never.gif';
var s = document.createElement('script'); s.src = '/never.js'; document.body.appendChild(s);
setInterval(function () { document.getElementById('app').innerHTML += '<i>.</i>'; }, 50);
"""
AWAY = "setTimeout(function () { location.href = 'http://127.0.0.1:%d/secret'; }, 100);"
POKE = (
    ARTICLE
    + """
var poke = 'http://127.0.0.1:%d/', spare = 'http://localhost:%d/';
[poke + 'a.gif', spare + 'b.gif', 'http://2130706433:%d/c.gif'].forEach(function (u) { var i = new Image(); i.src = u; document.body.appendChild(i); });
var f = document.createElement('iframe'); f.src = poke + 'frame'; document.body.appendChild(f);
var l = document.createElement('link'); l.rel = 'stylesheet'; l.href = spare + 'style.css'; document.head.appendChild(l);
var x = new XMLHttpRequest(); x.open('GET', poke + 'xhr'); try { x.send(); } catch (e) {}
try { new WebSocket('ws://127.0.0.1:%d/socket'); } catch (e) {}
window.open(poke + 'popup');
if (navigator.serviceWorker) navigator.serviceWorker.register('/worker.js');
"""
)
SPIN = "while (true) {}"
# What sites are written in since 2017, and old WebKit cannot parse.
MODERN = """
const show = async (n) => {
  const a = await (await fetch(`/data/${n}.json`)).json();
  document.getElementById('app').innerHTML = `<article class="story"><h1>${a?.headline ?? ''}</h1><p class="by">${a.byline}</p><p class="day">${a.day}</p>
    <div class="text">${a.text.map((t) => `<p>${t}</p>`).join('')}</div></article>`;
};
show('90');
"""
STATIC = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Story</title></head><body><article class="story"><h1>%s</h1><p class="by">%s</p>
<p class="day">%s</p><div class="text">%s</div></article></body></html>"""
MOVED = "location.replace('/news/6');"
OFFSITE = "location.replace('http://elsewhere.example/news/1');"
TEXT = (
    "The Civil Engineering and Development Department said site formation works for the first phase would begin in the third quarter.",
    "A spokesman said the contract covers roads, drains and a pumping station, and that the works would take about four years to complete.",
    "The public works will provide land for about 6,000 flats.",
)


def article(number: str) -> dict[str, Any]:
    """What the site's data say of a story."""
    return {
        "headline": f"Works on phase {number} of the new town to begin",
        "byline": "By Chan Tai-man in Hong Kong",
        "day": f"2026-11-{10 + int(number) % 10:02d} 09:30",
        "text": [*TEXT, f"This is story number {number} of the series."],
    }


class Site:
    """The site and the internal service, on ports of their own. `asked` and `secrets` are what was asked of them."""

    def __init__(self, port: int = 0) -> None:
        self.asked: Counter[str] = Counter()
        self.times: list[tuple[float, str]] = []
        self.agents: set[str] = set()
        self.secrets: list[str] = []
        self.robots = "User-agent: *\nDisallow: /private/\n"
        self.open = threading.Event()
        self.inner = self.serve(self.secret)
        self.outer = self.serve(self.answer, port)
        self.port, self.secret_port = self.outer.server_port, self.inner.server_port
        self.base = f"http://127.0.0.1:{self.port}"

    def serve(self, answer: Any, port: int = 0) -> ThreadingHTTPServer:
        """A server in a thread."""

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                answer(self)

            def handle(self) -> None:
                try:
                    super().handle()
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_: object) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def secret(self, handler: BaseHTTPRequestHandler) -> None:
        """Somebody came in."""
        self.secrets.append(handler.path)
        self.send(handler, b"top secret", "text/plain")

    def send(self, handler: BaseHTTPRequestHandler, body: bytes | str, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> None:
        """An answer."""
        data = body.encode() if isinstance(body, str) else body
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **{k.replace("_", "-"): v for k, v in headers.items()}}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """The site."""
        path, _, query = handler.path.partition("?")
        self.asked[path] += 1
        self.times.append((time.monotonic(), path))
        self.agents.add(handler.headers.get("User-Agent", ""))
        page = self.page(path, handler)
        if page is not None:
            self.send(handler, page)
        elif path == "/robots.txt":
            self.send(handler, self.robots, "text/plain")
        elif path == "/list.json":
            self.send(handler, json.dumps(["1", "2", "3"]), "application/json")
        elif path == "/more.json":
            first = 20 + 3 * int(query.rpartition("=")[2])
            self.send(handler, json.dumps([str(n) for n in range(first, first + 3)]), "application/json")
        elif path.startswith("/data/"):
            self.send(handler, json.dumps(article(path.split("/")[2].removesuffix(".json"))), "application/json")
        elif path in ("/never.js", "/never.gif", "/news/70"):
            self.open.wait(60)
        elif path == "/worker.js":
            self.send(handler, "self.addEventListener('fetch', function () {});", "text/javascript")
        elif path == "/news/80":
            self.send(handler, b"%PDF-1.4", "application/pdf", Content_Disposition="attachment; filename=a.pdf")
        elif path in ("/news/20mb", "/news/5", "/news/51"):
            self.large(handler, told=path == "/news/51")
        else:
            self.send(handler, SHELL % ("Not found", "", "document.getElementById('app').innerHTML = '<h1>Not found</h1>'"), status=404)

    def large(self, handler: BaseHTTPRequestHandler, told: bool) -> None:
        """20 MB of page, with its length told or in chunks."""
        chunk = b"<p>" + b"x" * 99_990 + b"</p>"
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header(*(("Content-Length", str(200 * len(chunk))) if told else ("Connection", "close")))
        handler.close_connection = not told
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(chunk)

    def page(self, path: str, handler: BaseHTTPRequestHandler) -> str | None:
        """A page, or None for what is none."""
        port = self.secret_port
        number = path.removeprefix("/news/")
        if path == "/":
            return SHELL % ("News", "", LIST)
        if path == "/scroll":
            return SHELL % ("News", "", SCROLL)
        if path == "/endless":
            return SHELL % ("News", "", ENDLESS)
        if path == "/walled" or number == "4":
            if "__tst_status=42" not in (handler.headers.get("Cookie") or ""):
                return SHELL % ("One moment", "", WALL)
            return SHELL % ("News", "", LIST if path == "/walled" else ARTICLE % number)
        if path == "/plain":
            return "<html><body><p>The news of today, as plain links.</p><a href='/news/201'>Story 201</a></body></html>"
        if number == "201":
            a = article(number)
            return STATIC % (a["headline"], a["byline"], a["day"], "".join(f"<p>{t}</p>" for t in a["text"]))
        special = {
            "40": AWAY % port, "41": POKE % ("41", port, port, port, port), "42": ARTICLE % "42" + AWAY % port, "60": SPIN, "90": MODERN, "61": MOVED, "62": OFFSITE,
        }  # fmt: skip
        if number in special:
            return SHELL % ("Story", "", special[number])
        if number.isdigit() and int(number) not in (5, 51, 70, 80) and int(number) < 400:
            return SHELL % ("Story", "", ARTICLE % number)
        return None

    def close(self) -> None:
        """Stop both."""
        self.open.set()
        for server in (self.outer, self.inner):
            server.shutdown()
            server.server_close()
