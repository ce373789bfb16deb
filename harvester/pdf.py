"""PDF papers as pages: their text in paragraphs, for sources whose articles are PDF files (`ArticleSpider.pdf`).

A PDF has lines, no paragraphs: a blank line or a number ("12.", "(a)") begins one, a line well short of the page's width ends one. Page numbers and running heads are left out. A
PDF without text (a scan) gives a page without text.
"""

from __future__ import annotations

import io
import json
import logging
import re
import signal
import subprocess
import sys
from collections import Counter
from html import escape
from typing import Any

MAX_PAGES = 80
MAX_TEXT = 600_000
FULL = 0.75  # of the page's widest line: what is shorter ends its paragraph

# "- 2 -", "2", "Page 2 of 5", "第2頁"
_PAGE_NUMBER = re.compile(r"(?:[-–—]\s?\d{1,4}\s?[-–—]|\d{1,4}|Page \d{1,4}(?: of \d{1,4})?|第\s?\d{1,4}\s?[頁页])$", re.I)
# "12.  The first parcel …", "(a) …", "•", "三、"
_NUMBERED = re.compile(r"(?:\d{1,3}\.(?!\d)|\(?[a-z]{1,3}\)|\([ivx]{1,5}\)|[•●▪–]\s|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])")
_HAN = re.compile(r"[　-〿㐀-鿿＀-￯]")


class NoText(Exception):
    """A PDF that cannot be read; the message says why, in one line."""


def is_pdf(body: bytes) -> bool:
    """Whether bytes are a PDF."""
    return body[:1024].lstrip()[:5] == b"%PDF-"


def html_of(body: bytes) -> bytes:
    """A PDF as an HTML page of paragraphs in <div id="pdf">; one that cannot be read gives an empty one, with the reason in data-fault.

    body  the file
    Example: b'…<div id="pdf"><p>Legislative Council Panel on Development</p>…'
    """
    fault = ""
    parts: list[str] = []
    try:
        parts = paragraphs(lines_of(body))
    except NoText as reason:
        fault = str(reason)
    inside = "\n".join(f"<p>{escape(p)}</p>" for p in parts)
    return f'<html><head><meta charset="utf-8"></head><body><div id="pdf" data-fault="{escape(fault)}">{inside}</div></body></html>'.encode()


def lines_of(body: bytes) -> list[list[str]]:
    """The lines of each page, read in a process of its own. Errors: NoText: damaged, encrypted, without text, made to keep its reader busy."""
    try:
        done = subprocess.run([sys.executable, "-c", _WORKER, json.dumps(sys.path), str(CPU_SECONDS)], input=body, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise NoText(f"reading the PDF takes longer than {PATIENCE} s; refused") from None
    if done.returncode < 0:
        raise NoText(f"reading the PDF takes longer than {CPU_SECONDS} s of CPU; refused" if -done.returncode in (signal.SIGXCPU, signal.SIGKILL) else f"reading the PDF dies of signal {-done.returncode}; refused")
    told: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"fault": f"its reader ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace').strip()[-120:]!r}"}
    if told.get("fault"):
        raise NoText(f"the PDF cannot be read: {told['fault']}")
    pages: list[list[str]] = told["pages"]
    if not any(any(page) for page in pages):
        raise NoText("the PDF has no text; it may be a scan")
    return pages


# A file of a few kilobytes may unfold to text for hours, or to objects that hold one another for ever
CPU_SECONDS, PATIENCE, MEMORY = 8, 40, 1 << 30
_WORKER = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from harvester.pdf import work; work(int(sys.argv[2]))"


def work(seconds: int) -> None:
    """What the process does, in so many seconds of CPU: a PDF on standard input, its pages' lines or its fault as JSON on standard output."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        told: dict[str, Any] = {"pages": _read(sys.stdin.buffer.read())}
    except Exception as error:  # a hostile file finds every way to fail there is
        told = {"fault": f"{type(error).__name__}: {str(error)[:120]}"}
    sys.stdout.write(json.dumps(told))


def _read(body: bytes) -> list[list[str]]:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its complaints of each damaged object are not for operators
    pages: list[list[str]] = []
    size = 0
    for page in PdfReader(io.BytesIO(body)).pages[:MAX_PAGES]:
        text = page.extract_text()
        size += len(text)
        pages.append([" ".join(line.split()) for line in text.splitlines()])
        if size > MAX_TEXT:
            break
    return pages


def paragraphs(pages: list[list[str]]) -> list[str]:
    """Lines joined to paragraphs, without page numbers and what every page repeats at its edge."""
    heads = Counter(line for page in pages for line in {*page[:2], *page[-2:]} if line)
    running = {line for line, n in heads.items() if len(pages) > 2 and n > len(pages) / 2}
    found: list[str] = []
    open_ = False
    for page in pages:
        width = max(map(_width, page), default=0)
        for line in page:
            if not line:
                open_ = False
            elif _PAGE_NUMBER.match(line) or line in running:
                continue
            elif open_ and not _NUMBERED.match(line):
                found[-1] += line if _HAN.match(found[-1][-1]) and _HAN.match(line[0]) else f" {line}"
                open_ = _width(line) > width * FULL
            else:
                found.append(line)
                open_ = _width(line) > width * FULL
        open_ = open_ and found[-1][-1] not in ".。!?！？"  # a page that ends in a full stop ends the paragraph
    return found


def _width(line: str) -> int:
    """A line's width in halves of a Chinese character."""
    return len(line) + len(_HAN.findall(line))
