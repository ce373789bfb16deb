"""China Daily Hong Kong Edition: chinadailyhk.com, chinadailyasia.com and chinadailyapac.com are one site with one number an article.

No saved page exists and the markup of 2024 is unknown, so the layout reads the order of the text, the same from 2017 to 2026 whatever the
elements are called: date line, "PDF View", headline, byline, lead caption with its credit in capitals, paragraphs. h1 and og:title are hints.
Old pages print date and byline twice. Captions are paragraphs that end in "(NAME / CHINA DAILY)". A migration stamped June 4, 2023 as
"Updated" on old articles. Lists of today are unseen: the home page is asked for its links of the Hong Kong channel, /hk and /hong-kong are guesses
that may answer 404. Nothing lists older articles: a backfill walks over the numbers between days whose numbers are known, and up to the home
page's newest number; numbers of other channels and gaps are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from lxml import etree

from harvester.discovery import Links, Listing, Numbered
from harvester.generic import read_generic
from harvester.items import Scraped
from harvester.layout import Layout, asides, block_text, css, each, every, meta, picture_address, text_of, xpath
from harvester.page import Page
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

# "Published: 20:29, November 24, 2025 | Updated: 20:52, November 24, 2025", "Published:00:50, October 20, 2021"
_PUBLISHED = re.compile(r"^Published\s?:\s?\d{1,2}:\d{2},")
# "Monday, February 18, 2019, 12:49", followed by the byline in the second copy
_OLD_DATE = re.compile(r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [A-Z][a-z]+ \d{1,2}, \d{4}, \d{1,2}:\d{2}")
_BYLINE = re.compile(r"^By\s+[A-Z][^.!?]{2,120}$")
_FURNITURE = re.compile(r"^(?:PDF View|China Daily|.{0,40}> ?Content|.{0,60}\.gif|Latest News|Home > .{0,20}|Share|Print)$")
# the page's own lists and its foot, which follow the article
_END = re.compile(r"^(?:Copyright\b|©|All rights reserved|Latest(?: News)?$|Most (?:Popular|Viewed|Read)|Related (?:News|Stories)$|About us$|Contact us$|Terms of|Privacy)", re.I)
_SKIPPED = frozenset(("script", "style", "noscript", "template", "iframe", "svg", "button", "select", "textarea", "form", "nav", "head", "footer"))


# "(ADAM LAM / CHINA DAILY)", "(PHOTO / HKSAR GOVT)"; in 2017 "(Roy Liu / China Daily)"
_CREDIT = re.compile(r"\((?:[^()a-z]{2,80}|[^()]{2,60}/ ?China Daily)\)$")


def captioned(images: list[Any]) -> list[Any]:
    """The site's own pictures with the line below them, where it ends in a credit. Their paths are known from code of 2019 and 2025."""
    found = []
    for image in images:
        below = _below(image)
        text = text_of(below).strip() if below is not None else ""
        if len(text) < 800 and _CREDIT.search(text):
            found.append({"url": picture_address(image), "caption": text})
    return found


NEAR = 200  # texts, most of them empty, that are looked at behind a picture


def _below(image: Any) -> Any:
    """The paragraph, box or cell of the first text behind a picture."""
    holder = next((holder for text, holder in islice(_texts_after(image), NEAR) if text and text.strip(" \t\r\n")), None)
    return None if holder is None else next((e for e in (holder, *holder.iterancestors()) if e.tag in ("p", "div", "span", "td")), None)


def _texts_after(element: Any) -> Iterator[tuple[str | None, Any]]:
    """The texts behind an element in page order, each with the element that it stands in."""
    while (parent := element.getparent()) is not None:
        yield element.tail, parent
        for sibling in element.itersiblings():
            for event, inner in etree.iterwalk(sibling, events=("start", "end")):
                yield (inner.text, inner) if event == "start" else (inner.tail, inner.getparent())
        element = parent


class TextOrder(Layout):
    """Any markup: the text's order is the contract."""

    landmark = "body"
    headline = (css("h1"), css("div.news-hd h5"), meta("og:title"), css("title"))
    photos = every(
        each("figure", url="img::attr(src)", caption="figcaption"), xpath("//img[not(ancestor::figure)][@*[contains(., '/upload/main/image/') or contains(., '/attachments/image/')]]").via(captioned)
    )
    related = xpath("//*[self::p or self::div or self::strong][starts-with(normalize-space(.), 'READ MORE') or starts-with(normalize-space(.), 'ALSO READ')]//a")

    @classmethod
    def amend(cls, scraped: Scraped, page: Page) -> None:
        """Header lines and body out of the text's order."""
        lines = _lines(page)
        at = next((i for i, text in enumerate(lines) if _PUBLISHED.match(text) or _OLD_DATE.match(text)), None)
        if at is None:
            return  # the generic reader carries the page
        scraped.published, by, names = lines[at].partition(" By ")
        hint = _key(scraped.headline or "")
        rest = lines[at + 1 :]
        while rest and (_FURNITURE.match(rest[0]) or _PUBLISHED.match(rest[0])):
            rest.pop(0)
        title = next((i for i, text in enumerate(rest[:6]) if hint and (_key(text) == hint or (len(_key(text)) > 15 and _key(text) in hint))), None)
        before = [text for text in lines[:at] if hint and _key(text) == hint]
        if title is not None:
            scraped.headline = rest[title]
            rest = rest[title + 1 :]
        elif before:
            scraped.headline = before[-1]  # the headline stands above its date line
        elif rest:
            scraped.headline = rest.pop(0)
        scraped.byline, rest = _header([f"By {names}", *rest] if by else rest)
        last = _last_line(page)
        end = next((i for i in range(len(rest) - 1, -1, -1) if _key(rest[i]) == last), None) if last else None
        rest = rest if end is None else rest[: end + 1]
        foot = next((i for i, text in enumerate(rest) if len(text) < 120 and _END.match(text)), len(rest))
        scraped.paragraphs = ["\n\n".join(rest[:foot])]
        captions = {_key(p.caption or "") for p in scraped.photos}
        if captions:
            scraped.paragraphs = ["\n\n".join(t for t in scraped.paragraphs[0].split("\n\n") if _key(t) not in captions)]


def _lines(page: Page) -> list[str]:
    """The page's text, a paragraph a line, captions where they stand."""
    body = page.root.find("body")
    root = body if body is not None else page.root
    text = block_text(root, asides(root), skipped=_SKIPPED)
    return [" ".join(part.split()) for part in text.replace("\n\n", "\n").split("\n") if part.strip()]


def _header(rest: list[str]) -> tuple[list[str], list[str]]:
    """Byline lines at the start, and what follows; repeated date lines ("Monday, …, 12:49 By Kathy Zhang") give theirs too."""
    bylines: list[str] = []
    while rest:
        text = rest[0]
        if _BYLINE.match(text):
            bylines.append(text)
        elif (_OLD_DATE.match(text) or _PUBLISHED.match(text)) and len(text) < 200:
            _before, by, names = text.partition(" By ")
            if by:
                bylines.append(f"By {names}")
        elif not _FURNITURE.match(text):
            break
        rest = rest[1:]
    return list(dict.fromkeys(bylines)), rest


def _last_line(page: Page) -> str | None:
    """The key of the article's last paragraph, as the block of most text ends."""
    blocks = read_generic(page, wanted=frozenset(("paragraphs",))).scraped.paragraphs
    parts = [p for p in "\n".join(blocks).split("\n") if p.strip()]
    return _key(parts[-1]) if parts else None


def _key(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


class ChinadailyHkSpider(ArticleSpider):
    """One article, one number, whichever host serves it."""

    name = "chinadaily_hk"
    source = Source(
        title="China Daily Hong Kong",
        home="https://www.chinadailyhk.com/",
        hosts=(".chinadailyhk.com", ".chinadailyasia.com", ".chinadailyapac.com"),
        article=(
            r"/(?:(?P<section>hk)/)?article/(?P<id>\d{4,})(?:[/?].*)?$",
            r"/articles/\d+/\d+/\d+/(?P<ms>\d{13})\.html\?newsId=(?P<id>\d+)",
            r"/articles/\d+/\d+/\d+/(?P<id>(?P<ms>\d{13}))\.html$",
            r"/.{0,80}?(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{2})/content_(?P<id>\d+)\.html",
        ),
        canonical="https://www.chinadailyhk.com/hk/article/{id}",
        kind="newspaper",
        language="en",
        date_formats=("%H:%M, %B %d, %Y",),
        site_names=("China Daily Hong Kong", "China Daily HK", "China Daily", "chinadailyhk", "CHINA DAILY"),
        captions_in_text=True,
        migration_days=("2023-06-04",),
        expect=Expect(per_day=(5, 150), silent_hours=24, filled={"authors": 0.5, "images": 0.7}),
        delay=1.5,
    )
    discovery = (
        Listing("https://www.chinadailyhk.com/", days=2, items=Links(item="a[href*='/hk/article/']")),
        *(Listing(f"https://www.chinadailyhk.com/{path}", days=2, items=Links(item="a[href*='/hk/article/']"), empty=(404,)) for path in ("hk", "hong-kong")),
        Numbered(
            "https://www.chinadailyhk.com/hk/article/{id}",
            newest="https://www.chinadailyhk.com/",
            ahead=52.0,
            known=(
                (126287, date(2020, 4, 15)), (163006, date(2021, 4, 14)), (243709, date(2021, 10, 20)), (269755, date(2022, 4, 30)), (272135, date(2022, 5, 19)),
                (296819, date(2022, 10, 26)), (321491, date(2023, 3, 21)), (340251, date(2023, 7, 6)), (348665, date(2023, 8, 30)), (355113, date(2023, 10, 8)),
                (361667, date(2023, 11, 17)), (367749, date(2023, 12, 21)), (379132, date(2024, 3, 3)), (382595, date(2024, 3, 24)), (586949, date(2024, 6, 30)),
                (604315, date(2025, 2, 12)), (620236, date(2025, 9, 15)), (623114, date(2025, 11, 6)), (624244, date(2025, 11, 24)), (626995, date(2026, 1, 13)),
                (631892, date(2026, 4, 12)), (637452, date(2026, 8, 5)), (638790, date(2026, 9, 1)), (640211, date(2026, 9, 27)),
            ),
        ),
    )  # fmt: skip
    layouts = (TextOrder,)
