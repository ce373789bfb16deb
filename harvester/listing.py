"""Tells lists of articles (home pages, channels, tags, search results, site maps) from articles, for pages whose source is unknown.

A list is told by its cards: neighbors of one make, each led by a link of its own. Where most of what would be the body stands in such cards,
or where there is next to no body and no date but many cards, the page is a list. A source's own addresses are never asked.
"""

from __future__ import annotations

import re
from typing import Any

from harvester.items import Scraped
from harvester.layout import text_of
from harvester.page import ARTICLE_TYPES, Page, kinds_of

LEAST_CARDS = 4
MANY_CARDS = 8
LONGEST_CARD = 900  # weight of a card's text: characters, Han counted double
SHORT = 200  # weight of a body that may be no body
_HAN = re.compile(r"[㐀-鿿]")
_HOLDERS = ("article", "li", "div", "section", "tr", "dd", "dl", "td", "a")
MAX_CHILDREN = 400


def is_listing(page: Page, scraped: Scraped) -> bool:
    """Whether a page is a list of articles.

    scraped  what the generic reader made of it
    Example: a channel's page of eight <article><h3><a href>…</a></h3><p>teaser</p></article> is one
    """
    cards = [text for _element, text in cards_of(page.root)]
    if len(cards) < LEAST_CARDS:
        return False
    article = any(kinds_of(node) & (ARTICLE_TYPES - {"WebPage"}) for node in page.linked_data) or page.metas.get("og:type") == ["article"]
    if not article and _LIST_ADDRESS.search(page.url):
        return True
    paragraphs = [p for p in scraped.paragraphs if p.strip()]
    total = sum(map(_weight, paragraphs))
    whole = "\n".join(map(_key, cards))
    inside = sum(_weight(p) for p in paragraphs if _key(p)[:40] in whole)
    if total and inside >= 0.6 * total:
        return True
    return total < SHORT and not article and not scraped.published and len(cards) >= MANY_CARDS


# "/tag/bridge/", "/author/mona", "/category/shore", "/?s=ferry", "/search?q=…"
_LIST_ADDRESS = re.compile(r"/(?:tags?|authors?|categor(?:y|ies)|search|archives?)/[^/?#]{1,80}/?(?:page/\d{1,5}/?)?(?:[?#].{0,200})?$|[?&](?:s|q|keyword|search)=|/search(?:\.\w{2,5})?/?(?:\?|$)", re.I)


def cards_of(root: Any) -> list[tuple[Any, str]]:
    """All cards below an element, each with its text."""
    found: list[tuple[Any, str]] = []
    for parent in root.iter("div", "ul", "ol", "section", "main", "body", "tbody", "table", "td", "aside", "article", "dl"):
        if len(parent) < LEAST_CARDS:
            continue
        makes: dict[tuple[str, str], list[Any]] = {}
        for child in parent[:MAX_CHILDREN]:
            if child.tag in _HOLDERS:
                makes.setdefault((child.tag, child.get("class") or ""), []).append(child)
        for children in makes.values():
            if len(children) >= LEAST_CARDS:
                texts = [(child, text) for child, text in zip(children, map(_card, children), strict=True) if text]
                if len(texts) >= LEAST_CARDS and len(texts) * 10 >= 7 * len(children):
                    found.extend(texts)
    return found


def _card(element: Any) -> str | None:
    """A card's text: it begins with a link's words, a date or a picture before them; None for anything else."""
    text = text_of(element)
    if not 8 <= _weight(text) <= LONGEST_CARD:
        return None
    links = [element] if element.tag == "a" else [a for a in element.iter("a") if a.get("href")]
    title = next((words for words in map(text_of, links[:4]) if _weight(words) >= 8), None)
    return text if title is not None and 0 <= text.find(title) <= 24 else None


def _weight(text: str) -> int:
    return len(text) + len(_HAN.findall(text))


def _key(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
