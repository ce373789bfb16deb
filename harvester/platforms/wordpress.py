"""Sites on WordPress: their REST list reaches as far back as their archive, and whatever the theme, pictures are set alike."""

from __future__ import annotations

from harvester.discovery import Api, JsonItems
from harvester.layout import Pick, each, xpath

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


def pictures(body: str) -> Pick:
    """The pictures of a body (an XPath of one element): the block editor's (figure), the older editor's (div.wp-caption), bare ones. Example: pictures("//article")."""
    return each(
        xpath(f"{body}//figure[.//img][not(.//figure)] | {body}//div[{_CAPTIONED}][.//img] | {body}//img[contains(@class, 'wp-image-')][not(ancestor::figure or ancestor::div[{_CAPTIONED}])]"),
        url=("img::attr(data-src)", "img::attr(src)", "::attr(data-src)", "::attr(src)"), caption=("figcaption", ".wp-caption-text"),
    )  # fmt: skip
