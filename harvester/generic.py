"""The reader for pages without a layout: JSON-LD, then OpenGraph and meta elements, then the page's own blocks, then trafilatura.

It gives strings only, like any layout; the pipelines understand them. It also carries a layout whose picks came up empty.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from harvester.items import SCRAPED_FIELDS, Photo, Scraped
from harvester.layout import block_text, text_of
from harvester.page import Page

ALL = SCRAPED_FIELDS


class Generic(NamedTuple):
    """What was read, and by which readers: json-ld, opengraph, blocks, trafilatura."""

    scraped: Scraped
    readers: tuple[str, ...]


# Containers that hold no article text.
_NOISE = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|menu|footer|header|sidebar|side-bar|aside|related|recommend\w*|comment\w*|share|sharing|social|advert\w*|ads?|ad-\w+|promo\w*|newsletter|"
    r"subscribe|subscription|breadcrumb\w*|tags?|taglist|popular|trending|most-?read|hot|widget\w*|cookie\w*|banner|popup|modal|login|signup|pagination|pager|copyright|"
    r"author-?bio|read-?more|more-?news|next-?article|prev|toolbar|keywords?|rank\w*|donat\w*|search|lang\w*|carousel|slider-nav|playlist)(?:$|[-_\s])",
    re.I,
)
_BODY_HINT = re.compile(r"article-?(?:body|content|detail|text|main)|articlebody|entry-content|post-content|story-?body|news-?(?:content|text|detail|body)|content-?(?:body|main|text)|detail-?content|rm_txt_con|TRS_Editor|maintext|full-?text|article_content|paragraph|newsleading|pressrelease", re.I)
_DATE_HINT = re.compile(r"date|time|publish|posted|created|updated|meta-info|info", re.I)
_DATE_TEXT = re.compile(
    r"(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s\d{4}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2},?\s\d{4}|\d{1,2}月\d{1,2}日)",
)
_CLOCK = re.compile(r"\d{1,2}[:：時时]\d{2}")
_BYLINE_HINT = re.compile(r"(?:^|[-_\s])(?:byline|author|authors|writer|reporter|by)(?:$|[-_\s])|article-author|author-name|post-author", re.I)
_BYLINE_TEXT = re.compile(r"^(?:[Bb]y\s+[A-Z]|撰文\s?[:：]|記者\s?[:：]|文\s?[:：／/]|记者\s?[:：]|採訪\s?[:：])")
_CAPTION_HINT = re.compile(r"caption|photo-?desc|img-?desc|pic-?(?:text|desc)|photo-?text|imgtitle|photoCTN", re.I)
_SITE_SPLIT = re.compile(r"\s+[|｜\-–—_]\s+|[|｜_]")
_META_PUBLISHED = ("article:published_time", "og:article:published_time", "datepublished", "publishdate", "pubdate", "publish_date", "publication_date", "dc.date", "dc.date.issued", "date", "livetime", "parsely-pub-date", "sailthru.date", "weibo:article:create_at", "publishtime")
_META_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod", "weibo:article:update_at")


def read_generic(page: Page, *, wanted: frozenset[str] | None = None) -> Generic:
    """A page nobody described.

    wanted  fields of Scraped to read; None: all
    Example: read_generic(page).scraped.headline
    """
    want = ALL if wanted is None else wanted
    scraped = Scraped()
    used: list[str] = []
    data = page.article_data
    if data and _from_linked_data(scraped, data, want):
        used.append("json-ld")
    if _from_metas(scraped, page, want):
        used.append("opengraph")
    heading = _heading(page)
    if "headline" in want:
        scraped.headline = _headline(scraped.headline, heading, page)
    container = _container(page, heading) if want & {"paragraphs", "photos", "published", "byline"} else None
    if "published" in want and not scraped.published:
        scraped.published = _date_line(page, heading, container)
    if "byline" in want:
        scraped.byline = _bylines(page, heading, container)
    if "paragraphs" in want:
        reader = _paragraphs(scraped, page, container, data)
        if reader:
            used.append(reader)
    if "photos" in want:
        _photos(scraped, page, container)
    return Generic(scraped, tuple(dict.fromkeys(used)) or ("opengraph",))


def _from_linked_data(scraped: Scraped, data: dict[str, Any], want: frozenset[str]) -> bool:
    got = False
    for field, key in (("headline", "headline"), ("published_meta", "datePublished"), ("updated_meta", "dateModified"), ("section", "articleSection")):
        value = data.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if field in want and isinstance(value, (str, int)) and str(value).strip():
            setattr(scraped, field, str(value).strip())
            got = True
    if "authors" in want:
        scraped.authors = _names(data.get("author"))
        got = got or bool(scraped.authors)
    if "keywords" in want:
        words = data.get("keywords")
        scraped.keywords = [w for w in words if isinstance(w, str)] if isinstance(words, list) else [words] if isinstance(words, str) else []
    if "live" in want and data.get("@type") == "LiveBlogPosting":
        scraped.live = "LiveBlogPosting"
    return got


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return [name for part in value[:30] for name in _names(part)]
    return []


def _from_metas(scraped: Scraped, page: Page, want: frozenset[str]) -> bool:
    metas = page.metas
    got = False
    for field, names in (
        ("headline", ("og:title", "twitter:title")), ("description", ("og:description", "description", "twitter:description")),
        ("published_meta", _META_PUBLISHED), ("updated_meta", _META_UPDATED), ("section", ("article:section",)),
    ):  # fmt: skip
        if field in want and not getattr(scraped, field):
            value = next((metas[n][0] for n in names if n in metas), None)
            if value:
                setattr(scraped, field, value)
                got = True
    if "authors" in want and not scraped.authors:
        scraped.authors = [v for n in ("author", "article:author", "parsely-author", "cxenseparse:author", "byl") for v in metas.get(n, ()) if not v.startswith("http")][:5]
    if "keywords" in want and not scraped.keywords:
        scraped.keywords = metas.get("article:tag", []) or metas.get("keywords", [])[:1] or metas.get("news_keywords", [])[:1]
    if "canonical" in want:
        scraped.canonical = next(iter(page.root.xpath("//link[@rel='canonical']/@href")), None)
    return got


def _heading(page: Page) -> Any:
    """The h1 that the article is under: the one that agrees with the title; else the longest."""
    headings = [h for h in page.root.iter("h1")][:20]
    if not headings:
        return None
    titles = [t for t in (*page.metas.get("og:title", ()), page.root.findtext(".//title") or "") if t]
    best, score = None, -1.0
    for heading in headings:
        text = text_of(heading)
        if len(text) < 4:
            continue
        key = "".join(text.split())
        agrees = any(key[:30] in "".join(t.split()) or "".join(t.split())[:20] in key for t in titles)
        value = agrees * 1000 + min(len(text), 150)
        if value > score:
            best, score = heading, value
    return best


def _headline(stated: str | None, heading: Any, page: Page) -> str | None:
    """What the reader sees, if it agrees with what the page states; else what the page states."""
    seen = text_of(heading) if heading is not None else ""
    title = page.root.findtext(".//title") or ""
    if not stated:
        stated = max((p.strip() for p in _SITE_SPLIT.split(title)), key=len, default="") or None
    if not seen:
        return stated
    if not stated:
        return seen
    a, b = "".join(seen.split()), "".join(stated.split())
    return seen if a[:12] in b or b[:12] in a or len(a) > 12 else stated


def _text_length(element: Any) -> int:
    return sum(len(t.strip()) for t in element.itertext())


def _noisy(element: Any) -> bool:
    label = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    return bool(label) and len(label) < 300 and bool(_NOISE.search(label)) and not _BODY_HINT.search(label)


def _container(page: Page, heading: Any) -> Any:
    """The element that holds the article's text: the one with most text in its own paragraphs and line-broken blocks."""
    root = page.root
    scores: dict[Any, float] = {}
    noise: dict[Any, bool] = {}

    def in_noise(element: Any) -> bool:
        if element is None:
            return False
        if element not in noise:
            noise[element] = element.tag in ("nav", "footer", "aside", "header", "form") or _noisy(element) or in_noise(element.getparent())
        return noise[element]

    hinted = [e for e in root.iter("div", "article", "section", "span", "main") if (e.get("itemprop") == "articleBody" or _BODY_HINT.search(f"{e.get('class') or ''} {e.get('id') or ''}"[:300]))]
    for block in root.iter("p", "div", "td", "span", "h2", "h3", "li", "article", "section"):
        parent = block.getparent()
        if parent is None:
            continue
        own = len((block.text or "").strip()) + sum(len((c.tail or "").strip()) for c in block)
        if block.tag == "p":
            own = _text_length(block) if len(block) < 200 else own
        links = sum(_text_length(a) for a in block.iter("a")) if block.tag in ("p", "li") else 0
        if own - links < 12 or (block.tag in ("li",) and links):
            continue
        try:
            if in_noise(block):
                continue
        except RecursionError:
            continue
        value = float(own - links)
        target = parent if block.tag in ("p", "h2", "h3", "li", "td") else block
        scores[target] = scores.get(target, 0.0) + value
        grand = target.getparent()
        if grand is not None:
            scores[grand] = scores.get(grand, 0.0) + value * 0.6
            above = grand.getparent()
            if above is not None:
                scores[above] = scores.get(above, 0.0) + value * 0.3
    for element in hinted:
        if element in scores:
            scores[element] *= 1.5
    return max(scores, key=scores.__getitem__, default=None)


def _paragraphs(scraped: Scraped, page: Page, container: Any, data: dict[str, Any]) -> str | None:
    own = ""
    if container is not None:
        drop = {e for e in container.iter() if isinstance(e.tag, str) and (e.tag in ("aside", "nav", "footer", "h1") or _noisy(e) or _CAPTION_HINT.search(e.get("class") or ""))}
        drop.discard(container)
        own = block_text(container, drop)
    stated = data.get("articleBody")
    if isinstance(stated, str) and len(stated) > 200 and len("".join(own.split())) < 0.5 * len("".join(stated.split())):
        scraped.paragraphs = [stated.replace("\r\n", "\n")]
        return "json-ld"
    if len("".join(own.split())) < 200:
        taken = _trafilatura(page)
        if taken and len(taken) > len(own):
            scraped.paragraphs = [taken.replace("\n", "\n\n")]
            return "trafilatura"
    if own:
        scraped.paragraphs = [own]
        return "blocks"
    return None


def _trafilatura(page: Page) -> str | None:
    """The second opinion, for pages whose blocks say little."""
    if len(page.text) > 3_000_000:
        return None
    import trafilatura

    result = trafilatura.extract(page.text, include_comments=False, include_tables=True, favor_precision=True)
    return str(result) if result else None


def _near(heading: Any, container: Any, page: Page) -> list[Any]:
    """Elements around the headline, nearest first: where date and byline stand."""
    spots = []
    element = heading if heading is not None else container
    for _up in range(4):
        if element is None:
            break
        element = element.getparent()
        if element is None or element.tag in ("body", "html"):
            break
        spots.append(element)
    return spots or ([container] if container is not None else [])


def _date_line(page: Page, heading: Any, container: Any) -> str | None:
    """The date as the reader sees it, near the headline."""
    best = None
    for spot in _near(heading, container, page):
        for count, element in enumerate(spot.iter("time", "span", "div", "p", "li", "em", "small", "td")):
            if count > 300:
                break
            label = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
            if element.tag != "time" and not _DATE_HINT.search(label) and len(element) > 3:
                continue
            text = text_of(element)
            if 6 <= len(text) <= 160 and _DATE_TEXT.search(text):
                if _CLOCK.search(text):
                    return text
                best = best or text
        if best:
            return best
    return best


def _bylines(page: Page, heading: Any, container: Any) -> list[str]:
    """Visible byline strings near the headline."""
    found: list[str] = []
    for spot in _near(heading, container, page)[:3]:
        for count, element in enumerate(spot.iter("span", "div", "p", "a", "address", "li")):
            if count > 300:
                break
            label = f"{element.get('class') or ''} {element.get('rel') or ''} {element.get('itemprop') or ''}"
            if len(element) > 12:
                continue
            text = text_of(element) if _BYLINE_HINT.search(label) or len(element) < 4 else ""
            if 3 <= len(text) <= 160 and (_BYLINE_HINT.search(label) or _BYLINE_TEXT.match(text)):
                found.append(text)
        if found:
            break
    return list(dict.fromkeys(found))[:4]


def _photos(scraped: Scraped, page: Page, container: Any) -> None:
    """Figures and captioned pictures in or just above the article's text."""
    scope = container
    for _up in range(2):
        if scope is not None and scope.getparent() is not None and scope.getparent().tag not in ("body", "html"):
            scope = scope.getparent()
    seen: set[str] = set()
    if scope is not None:
        for figure in scope.iter("figure"):
            image = next(figure.iter("img"), None)
            caption = next(figure.iter("figcaption"), None)
            text = text_of(caption) if caption is not None else ""
            if text and text not in seen:
                seen.add(text)
                scraped.photos.append(Photo(_source(image), text))
        if not scraped.photos:
            for element in scope.iter():
                if isinstance(element.tag, str) and element.tag not in ("figure",) and _CAPTION_HINT.search(element.get("class") or "") and len(element) < 6:
                    text = text_of(element)
                    if 3 < len(text) < 600 and text not in seen:
                        seen.add(text)
                        scraped.photos.append(Photo(None, text))
    lead = next(iter(page.metas.get("og:image", ())), None)
    if lead and scraped.photos and not scraped.photos[0].url:
        scraped.photos[0].url = lead
    elif lead and not scraped.photos:
        scraped.photos.append(Photo(lead))


def _source(image: Any) -> str | None:
    if image is None:
        return None
    return next((image.get(k) for k in ("data-src", "data-original", "src") if (image.get(k) or "").strip() and not image.get(k).startswith("data:")), None)

