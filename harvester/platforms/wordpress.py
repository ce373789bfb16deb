"""Sites on WordPress: their REST list reaches as far back as their archive, and whatever the theme, pictures are set alike."""

from __future__ import annotations

from typing import Any

from harvester.discovery import Api, JsonItems
from harvester.layout import Pick, picture_address, text_of, xpath
from harvester.platforms.beneath import caption_of
from harvester.platforms.players import films

_CAPTIONED = "contains(concat(' ', normalize-space(@class), ' '), ' wp-caption ')"
CAPTIONED = "div.wp-caption"  # for `drop`: its caption is no text of the body


def posts(base: str, query: str = "", *, last_resort: bool = False) -> Api:
    """The wp-json list of posts for a window. query: more parameters, "&categories=5"; last_resort: asked only where no feed reaches. Example: posts("https://hongkongfp.com")"""
    return Api(
        f"{base}/wp-json/wp/v2/posts?after={{since}}T00:00:00&before={{until}}T23:59:59&per_page=100&page={{page}}&_fields=id,link,date,modified,title{query}",
        items=JsonItems("[]", url="link", date="date", title="title.rendered", changed="modified"),
        empty=(400,),  # the answer to a page after the last
        last_resort=last_resort,
    )


def players(body: str, elsewhere: str = "false()") -> Pick:
    """The films of a body (an XPath of one element), but for those an XPath test tells to be elsewhere; a frame set for later stands in noscript. Example: players("//article")"""
    return xpath(f"{body}//iframe[not({elsewhere})]").via(films)


def pictures(body: str, elsewhere: str = "false()") -> Pick:
    """The pictures of a body (an XPath of one element), but for those an XPath test tells to be elsewhere: the block editor's (figure), the older editor's
    (div.wp-caption), bare ones; not the still of a film. Example: pictures("//article")
    """
    figures = f"{body}//figure[.//img][not(.//figure or contains(@class, 'wp-block-embed') or {elsewhere})]"
    older = f"{body}//div[{_CAPTIONED}][.//img][not({elsewhere})]"
    bare = f"{body}//img[contains(@class, 'wp-image-')][not(ancestor::figure or ancestor::div[{_CAPTIONED}] or {elsewhere})]"
    return xpath(f"{figures} | {older} | {bare}").via(captioned)


def captioned(values: list[Any]) -> list[Any]:
    """Pictures with their captions; one of a gallery that has none has the gallery's: figure.wp-block-gallery > figcaption.blocks-gallery-caption;
    a bare one the line beneath it that says so."""
    found = []
    for element in values:
        captions = [c for c in element.iter("figcaption", "p") if c.tag == "figcaption" or "wp-caption-text" in (c.get("class") or "")]
        if not captions and element.tag == "img":
            captions = caption_of(element)
        if not captions:
            captions = [c for gallery in element.iterancestors("figure") for c in gallery.iterchildren("figcaption")]
        found.append({"url": picture_address(element), "caption": " ".join(map(text_of, captions)) if element.tag == "img" else text_of(captions[0]) if captions else None})
    return found
