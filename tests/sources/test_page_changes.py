"""Changes of a page that change nothing for its reader: classes more, white space between them, pictures that come when they are scrolled to, adverts and the like between the paragraphs."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from harvester.cases import Case, cases, differences, stable
from harvester.commands.read import Reader, load_page
from harvester.page import Page
from harvester.sources import Catalogue

ALL = list(cases(Path(__file__).resolve().parent))
_CLASS = re.compile(r"""(<[a-z][^<>]{0,3000}?\sclass=)(["'])([^"'<>]*)\2""")


def changed(found: re.Match[str]) -> str:
    """A class attribute with a class before, one after, and line ends between all."""
    classes = found[3].replace(" ", "\n  ")
    return f"{found[1]}{found[2]} zz8\n  {classes} zz9 {found[2]}"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Catalogue.load())


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_classes_may_change(reader: Reader, case: Case) -> None:
    source = load_page(case.page).decode("utf-8", "surrogateescape")
    page = _CLASS.sub(changed, source).encode("utf-8", "surrogateescape")
    assert not differences(case.expected(), stable(reader.read(page, case.url, case.fetched)))


_PICTURE = re.compile(r"<img\s[^<>]{0,3000}>", re.I)
_SRC = re.compile(r"""\ssrc=(["'])(?!data:)([^"'<>]*)\1""")


def lazy(found: re.Match[str]) -> str:
    """A picture as a server sends it to be shown later: a placeholder, and the address in an attribute for the script."""
    return found[0] if "data-src" in found[0] else _SRC.sub(r' src=\1data:image/gif;base64,R0lGODlhAQABAAAAACw=\1 data-src=\1\2\1', found[0])


@pytest.mark.parametrize("case", [case for case in ALL if case.expected()["images"] and case.expected()["reader"].startswith("layout:")], ids=lambda case: case.name)
def test_lazy_pictures_keep_their_addresses(reader: Reader, case: Case) -> None:
    source = load_page(case.page).decode("utf-8", "surrogateescape")
    record = reader.read(_PICTURE.sub(lazy, source).encode("utf-8", "surrogateescape"), case.url, case.fetched)
    assert not differences({"images": case.expected()["images"]}, {"images": stable(record)["images"]})


# What sites set between the paragraphs of a text and is none of it
ASIDES = (
    '<div class="ad-slot-inline"><p>Widgets of the Week: everything must go before Friday</p></div>',
    '<div class="ad"><ins class="adsbygoogle"></ins><p>廣告</p></div>',
    '<div id="div-gpt-ad-1520909829098-4"><p>今期優惠：買一送一</p></div>',
    '<iframe src="https://adverts.example/frame.html"></iframe>',
    '<noscript><img src="https://count.example/1.gif"></noscript>',
    '<div class="newsletter-signup"><form><input type="email"></form><p>Subscribe to our newsletter</p></div>',
    '<div class="related-posts"><h3>相關文章</h3><ul><li><a href="/x/1">天台種菜學校</a></li><li><a href="/x/2">渡海泳改道</a></li></ul></div>',
    '<div class="share-buttons"><a href="https://share.example/">Facebook</a><span>分享</span></div>',
    '<blockquote class="twitter-tweet"><p>Smoke from the pier</p>— A (@a) <a href="https://twitter.example/a/1">November 26</a></blockquote>',
    '<div style="display: none"><p>這段文字讀者看不見。</p></div>',
    "<div hidden><p>Nor this one.</p></div>",
)


PRESS = [case for case in ALL if case.expected()["reader"].startswith("layout:") and "+" not in case.expected()["reader"] and case.expected()["publisher"]["kind"] not in ("government", "statutory_body")]


@pytest.mark.parametrize("case", PRESS, ids=lambda case: case.name)
def test_asides_between_paragraphs_are_no_text(reader: Reader, case: Case) -> None:
    root = Page(case.url, load_page(case.page)).root
    texts = {re.sub(r"\W", "", paragraph) for paragraph in case.expected()["body"]}
    found = next((p for p in root.iter("p") if len(text := re.sub(r"\W", "", "".join(p.itertext()))) > 15 and text in texts), None)
    if found is None:
        pytest.skip("no paragraph of the body is an element of its own")
    for aside in reversed(ASIDES):
        found.addnext(lxml.html.fragment_fromstring(aside))
    record = reader.read(etree.tostring(root, method="html", encoding="utf-8"), case.url, case.fetched)
    assert not differences(case.expected(), stable(record))
