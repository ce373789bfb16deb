"""What stands inside a story's text and is none of its words, in any site's markup: photos with captions of their own, and links to other stories after a line that says so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from harvester.generic.words import CREDITED
from harvester.items import Link, Photo
from harvester.layout import Layout, picture_address, text_of
from harvester.normalize.related import read_related
from harvester.platforms.beneath import caption_of

MAX_FIGURES, MAX_LINKS, MAX_MARKER, MAX_SEEN = 200, 12, 30, 5_000
MAX_LETTERS = 200  # white space of the source and all
MIN_TITLE, MAX_TITLE = 8, 400  # letters of a headline; a link to a topic's page has fewer
_LINES = ("p", "div", "h2", "h3", "h4", "h5", "h6", "li")


def figures(bodies: Iterable[Any], layout: type[Layout], known: Collection[Photo]) -> list[Photo]:
    """The photos of a text that a layout's picks passed over: figures with a picture and a caption.

    bodies  the text's elements; known: the photos that the picks found: one of theirs in another size has their caption
    None is a figure in a box that is no text, a film's still, a gallery, or one whose caption is a link: another story's card.
    Example: <article><p>…</p><figure><img src="/a.jpg"><figcaption>The site. Photo: HKFP.</figcaption></figure> -> Photo("/a.jpg", "The site. Photo: HKFP.")
    """
    inside = list(islice(((body, figure) for body in bodies for figure in body.iter("figure")), MAX_FIGURES))
    if not inside:
        return []
    dropped = layout.dropped(list(dict.fromkeys(body for body, _figure in inside)))
    captions = {_letters(photo.caption) for photo in known if photo.caption}
    addresses = {photo.url for photo in known}
    found = []
    for body, figure in inside:
        caption, url = next(figure.iter("figcaption"), None), picture_address(figure)
        text = text_of(caption) if caption is not None else ""
        if (
            not text
            or url is None
            or url in addresses
            or _letters(text) in captions
            or next(figure.iter("video", "iframe"), None) is not None
        ):
            continue
        if (
            text == _linked(caption)
            or next(figure.iterdescendants("figure"), None) is not None
            or any(e in dropped for e in _up_to(figure, body))
        ):
            continue
        addresses.add(url)
        captions.add(_letters(text))
        found.append(Photo(url, text))
    return found


def credited_beneath(bodies: Iterable[Any], layout: type[Layout], known: Collection[Photo]) -> list[Photo]:
    """The photos whose caption is the line of the text below them, told by the credit that ends it. What the picks found of one is completed by it.

    Example: <p><img src="/a.jpg"></p><p>渡輪離岸。（陳大文攝）</p> -> Photo("/a.jpg", "渡輪離岸。（陳大文攝）")
    """
    found: list[Photo] = []
    captions = {_letters(photo.caption) for photo in known if photo.caption}
    for body in bodies:
        dropped: frozenset[Any] | None = None
        for image in islice(body.iter("img"), MAX_FIGURES):
            lines, url = caption_of(image), picture_address(image)
            text = " ".join(map(text_of, lines))
            if lines and url is not None and body not in lines and CREDITED.search(text) and _letters(text) not in captions:
                dropped = layout.dropped([body]) if dropped is None else dropped
                if not any(e in dropped for line in (image, *lines) for e in _up_to(line, body)):
                    captions.add(_letters(text))
                    found.append(Photo(url, text))
    return found


def story_links(bodies: Iterable[Any], layout: type[Layout], is_story: Callable[[str], bool]) -> list[Link]:
    """The links to other stories in a text: all of a line after a marker that is a line of its own, or all of a paragraph where the address is a story's.

    is_story    whether an address, as it stands on the page, is another story's of the same site
    Example: <p>相關新聞：</p><p><a href="/1">Headline of one</a></p><p><a href="/2">Headline of two</a></p><p>The story goes on.</p> -> two links
    """
    found: list[Link] = []
    for body in bodies:
        if next(body.iter("a"), None) is None:
            continue
        anchors = dict.fromkeys(islice((*_marked(body), *_alone(body, is_story)), MAX_LINKS))
        dropped = layout.dropped([body]) if anchors else ()
        found.extend(Link(text_of(anchor), anchor.get("href")) for anchor in anchors if not any(e in dropped for e in _up_to(anchor, body)))
    return found


def _marked(body: Any) -> Iterator[Any]:
    """The links after markers."""
    for line in islice(body.iter(*_LINES), MAX_SEEN):
        if _is_marker(line):
            yield from _links_after(line)


def _alone(body: Any, is_story: Callable[[str], bool]) -> Iterator[Any]:
    """The links to other stories that are paragraphs."""
    for line in islice(body.iter("p"), MAX_SEEN):
        link = next(line.iter("a"), None)
        href = link.get("href") if link is not None else None
        if href and len(title := text_of(link)) >= MIN_TITLE and title == text_of(line, MAX_TITLE) and is_story(href):
            yield link


def _is_marker(line: Any) -> bool:
    """Whether an element is a line of few letters that say that other stories follow."""
    if len(line.text or "") > MAX_LETTERS or next(islice(line.iter(), 4, None), None) is not None or next(line.iterdescendants("a", *_LINES), None) is not None:
        return False
    text = text_of(line).strip()
    read = read_related(text) if len(text) <= MAX_MARKER else None
    return read is not None and not read.title


def _links_after(line: Any) -> Iterator[Any]:
    """The links of the lines after one, until a line that is more than a link."""
    for sibling in line.itersiblings():
        lines = list(islice(sibling.iterchildren("li"), MAX_LINKS)) if sibling.tag in ("ul", "ol") else [sibling]
        if (line.tail or "").strip() or not all(text_of(each, MAX_TITLE) == _linked(each) for each in lines):
            return
        line = sibling
        for each in lines:
            for link in islice(each.iter("a"), 2):
                if len(text_of(link)) >= MIN_TITLE and link.get("href"):
                    yield link


def _linked(element: Any) -> str:
    """The words of an element that are links."""
    return " ".join(filter(None, (text_of(link) for link in islice(element.iter("a"), 4) if link.get("href"))))


def _up_to(element: Any, top: Any) -> Iterator[Any]:
    """An element and what it stands in, below another."""
    while element is not None and element is not top:
        yield element
        element = element.getparent()


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
