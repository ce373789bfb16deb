"""Pages of very much of one thing, nested or in a row: read in time in proportion to their size, by layouts and by the generic reader."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import cache

import pytest

from harvester.cases import load
from harvester.commands.read import Reader, load_page
from harvester.sources import Catalogue
from tests.conftest import ROOT

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
GUARD = 1.0  # seconds of CPU a page; on a quiet machine the slowest of these take 0.3
PROSE = "A long sentence of an article is written here, with enough words for a paragraph. "
# Layouts that were found to take half a minute for one of these, or that ask what stands before or behind an element; and a page without a layout
CASES = ("bastillepost/photos", "cgtn/cms_content", "chinadaily_hk/date_twice_2019", "dotdotnews/next_article", "info_gov_hk_en/photos_and_video", "")
PIECES = {
    "deep boxes": "<div>words of it " * 1500,
    "deep stamps": "<span class=date>2026年3月2日 " * 1200,
    "deep figures": "<figure><img src=/a.jpg><figcaption>圖：A" * 600,
    "deep figures, much text": "<figure><img src=/a.jpg><figcaption>" * 45 + PROSE * 6000,
    "deep lists": "<ul><li>x " * 700,
    "deep asides": "<div class='related-news ad-slot'><p>x</p>" * 1400,
    "links": "".join(f"<a href='/a/{i}'>Link of {i}</a> " for i in range(5000)),
    "paragraphs": "".join(f"<p>{i} {PROSE}</p>" for i in range(5000)),
    "related lines": "<p>相關閱讀</p>" * 5000,
    "pictures": "".join(f"<p><img src='/upload/main/image/{i}.jpg'></p>" for i in range(2000)),
    "figures": "".join(f"<figure><img src='/{i}.jpg'><figcaption>Picture {i} of it (Photo: A B)</figcaption></figure>" for i in range(500)),
    "nodes": "".join(f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"記者 {i}"}}</script>' for i in range(2000)),
    "attributes": f"<p {' '.join(f'a{i}=x' for i in range(3000))}>{PROSE}</p>",
    "one paragraph": f"<p>{'記者在香港報道，北部都會區的發展計劃。' * 17_000}</p>",
    "cells": f"<table>{('<tr>' + '<td>x</td>' * 10 + '</tr>') * 2000}</table>",
    "breaks": "<p>line of it<br>" + "<br>" * 10_000,
    "adverts": "<div class='ad-slot'>x y z</div>" * 2900,
    "feet": f"<article>{'<footer>x</footer>' * 5000}</article>",
    "headings": "<div><h1>x</h1></div>" * 5000,
    "video boxes": "<div class=RHSSubSession><div class=video_text>x</div><a href=/x>y</a></div>" * 3000,
}


@cache
def reader() -> Reader:
    return Reader(Catalogue.load())


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("piece", PIECES)
def test_a_page_of_very_much_is_read_in_time(name: str, piece: str) -> None:
    case = load(ROOT / "tests" / "sources" / (name or "hkfp/agency"))
    page, url = load_page(case.page), case.url if name else "https://www.example.hk/news/1"
    starts = [at for at in range(len(page)) if page.startswith((b"<p>", b"<p "), at)]
    longest = max(starts, key=lambda at: page.find(b"</p", at) - at, default=page.find(b">", page.find(b"<body")) + 1)
    reader().spider_for(url)  # the catalogue is read once
    began = time.process_time()
    reader().read(page[:longest] + PIECES[piece].encode() + page[longest:], url, NOW)
    assert time.process_time() - began < GUARD
