"""What stands inside a text and is none of its words: captioned figures, links to other stories."""

from __future__ import annotations

from typing import Any

import pytest

from harvester.inside import credited_beneath, figures, story_links
from harvester.items import Photo
from harvester.layout import Layout, css
from harvester.loaders import ArticleLoader
from harvester.page import Page
from harvester.spiders.news.hkej import HkejSpider


class Story(Layout):
    paragraphs = css("article")
    drop = ("div.box",)


def body(html: str) -> list[Any]:
    return Story.bodies(
        Page("https://a.hk/1", f"<html><body><article><p>The pier was opened.</p>{html}<p>It is long.</p></article></body></html>".encode())
    )


FIGURE = '<figure><img src="/a.jpg"><figcaption>The pier at dawn. Photo: Ada Wong/HKFP.</figcaption></figure>'


def test_a_figure_with_a_caption_is_a_photo() -> None:
    assert figures(body(FIGURE), Story, []) == [Photo("/a.jpg", "The pier at dawn. Photo: Ada Wong/HKFP.")]
    assert figures(body(f"<div>{FIGURE}</div>" * 2), Story, []) == [Photo("/a.jpg", "The pier at dawn. Photo: Ada Wong/HKFP.")]


@pytest.mark.parametrize(
    "html",
    [
        '<figure><img src="/a.jpg"></figure>',
        "<figure><figcaption>No picture.</figcaption></figure>",
        f'<div class="box">{FIGURE}</div>',
        f'<div class="newsletter">{FIGURE}</div>',
        f"<figure>{FIGURE}<figcaption>An album of two.</figcaption></figure>".replace(FIGURE, '<figure><img src="/a.jpg"></figure>'),
        '<figure><video poster="/a.jpg"></video><img src="/a.jpg"><figcaption>A film.</figcaption></figure>',
        '<figure><img src="/a.jpg"><figcaption><a href="/2">Another pier is to be closed</a></figcaption></figure>',
        '<figure><img src="data:image/gif;base64,AA=="><figcaption>Nothing yet.</figcaption></figure>',
    ],
)
def test_other_figures_are_none(html: str) -> None:
    assert figures(body(html), Story, []) == []


def test_a_photo_that_is_known_is_not_found_again() -> None:
    assert figures(body(FIGURE), Story, [Photo("/a.jpg", None)]) == []
    assert figures(body(FIGURE), Story, [Photo("/large/a.jpg", "The pier at dawn. Photo: Ada Wong/HKFP")]) == []


CREDITED = "<p><img src='/a.jpg'></p><p>渡輪在晨光中離岸。（陳大文攝）</p>"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (CREDITED, [Photo("/a.jpg", "渡輪在晨光中離岸。（陳大文攝）")]),
        ("<div><img src='/a.jpg'><p>渡輪在晨光中離岸。（陳大文攝）</p></div>", [Photo("/a.jpg", "渡輪在晨光中離岸。（陳大文攝）")]),
        ("<p><img src='/a.jpg'></p><p>渡輪在晨光中離岸。</p>", []),
        ("<p>渡輪在晨光中離岸。（陳大文攝）</p>", []),
        (f"<div class='box'>{CREDITED}</div>", []),
        (f"<div class='newsletter'>{CREDITED}</div>", []),
        ("<p><img src='data:image/gif;base64,AA=='></p><p>渡輪在晨光中離岸。（陳大文攝）</p>", []),
    ],
)
def test_the_line_beneath_a_picture_is_its_caption_where_a_credit_ends_it(html: str, found: list[Photo]) -> None:
    assert credited_beneath(body(html), Story, []) == found
    assert credited_beneath(body(html), Story, found) == []


ONE, TWO = '<a href="/2">Ferries to sail until midnight</a>', '<a href="/3">Lighthouse painted red again</a>'


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (f"<p>Read more:</p><p>{ONE}</p><p>{TWO}</p>", ["/2", "/3"]),
        (f"<p><strong>相關新聞：</strong></p><p>{ONE}</p><p>And {TWO}</p>", ["/2"]),
        (f"<section><h4>延伸閱讀</h4><ul><li>{ONE}</li><li>{TWO}</li></ul></section>", ["/2", "/3"]),
        (f"<p>Read more:</p>The keeper said:<p>{ONE}</p>", []),
        (f"<p>Read more:</p><ul><li>{ONE}</li><li>The keeper</li></ul>", []),
        (f"<p>The keeper said:</p><p>{ONE}</p>", []),
        (f"<div class='box'><p>Read more:</p><p>{ONE}</p></div>", []),
        ('<p>Read more:</p><p><a href="/t">Piers</a></p>', []),
    ],
)
def test_links_after_a_marker(html: str, found: list[str]) -> None:
    assert [link.url for link in story_links(body(html), Story, lambda href: False)] == found


def test_a_link_that_is_all_of_a_paragraph_is_another_story_where_its_address_is_one() -> None:
    html = f"<p>{ONE}</p><p>See {TWO}</p><p><strong>{TWO}</strong></p><ul><li>{ONE}</li></ul>"
    assert [link.url for link in story_links(body(html), Story, lambda href: True)] == ["/2", "/3"]
    assert story_links(body(html), Story, lambda href: False) == []


def test_the_loader_asks_the_source_whose_addresses_are_stories() -> None:
    other, own = "/instantnews/current/article/4257560/x", "/instantnews/current/article/4257559/x"
    html = f'<html><body><article><p>碼頭啟用。</p><p><a href="{other}">渡輪服務延長至午夜</a></p><p><a href="{own}">碼頭今日正式啟用</a></p><p><a href="/about/us">關於本報的一切資料</a></p></article></body></html>'
    page = Page(f"https://www.hkej.com{own}", html.encode())
    assert [link.url for link in ArticleLoader(page, HkejSpider.source).fill(Story).related] == [other]
    assert ArticleLoader(Page(page.url, html.encode())).fill(Story).related == []
