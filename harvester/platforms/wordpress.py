"""Sites on WordPress: their REST list reaches as far back as their archive."""

from __future__ import annotations

from harvester.discovery import Api, JsonItems


def posts(base: str, query: str = "", *, last_resort: bool = False) -> Api:
    """The wp-json list of posts for a window. query: more parameters, "&categories=5"; last_resort: asked only where no feed reaches. Example: posts("https://hongkongfp.com")"""
    return Api(
        f"{base}/wp-json/wp/v2/posts?after={{since}}T00:00:00&before={{until}}T23:59:59&per_page=100&page={{page}}&_fields=id,link,date,modified,title{query}",
        items=JsonItems("[]", url="link", date="date", title="title.rendered", changed="modified"),
        empty=(400,),  # the answer to a page after the last
        last_resort=last_resort,
    )
