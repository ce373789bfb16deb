"""What goes along when an answer sends on."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.http import Request, Response
from scrapy.utils.test import get_crawler

from harvester.discovery import Ask, Listing
from harvester.redirects import Redirect
from harvester.source import same_origin
from harvester.sources import Catalogue

KEYS = {"X-Api-Key": "k", "Authorization": "Bearer k", "Cookie": "a=b", "Referer": "https://a.hk/?token=k", "User-Agent": "harvester", "If-None-Match": '"1"'}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.hk/x", "https://a.hk/y?z", True), ("http://a.hk/", "https://a.hk/", True), ("http://A.hk:80/", "http://a.hk/", True),
        ("https://a.hk/", "http://a.hk/", False), ("https://a.hk/", "https://a.hk:8443/", False), ("http://a.hk:8000/", "https://a.hk/", False),
        ("https://a.hk/", "https://www.a.hk/", False), ("https://a.hk/", "https://a.hk:99999/", False),
    ],
)  # fmt: skip
def test_origins(one: str, other: str, same: bool) -> None:
    assert same_origin(one, other) is same


def redirected(location: str, status: int = 302) -> Any:
    middleware = Redirect.from_crawler(get_crawler())
    return middleware.process_response(Request("https://a.hk/list", headers=KEYS), Response("https://a.hk/list", status, headers={"Location": location}))


@pytest.mark.parametrize("status", [301, 302, 307])
@pytest.mark.parametrize("location", ["https://b.hk/list", "https://a.hk:8443/list", "//c.a.hk/"])
def test_keys_stay_with_the_site_they_were_made_for(location: str, status: int) -> None:
    assert set(redirected(location, status).headers) == {b"User-Agent", b"If-None-Match"}


def test_a_way_on_the_same_site_keeps_them() -> None:
    assert {b"X-Api-Key", b"Authorization"} <= set(redirected("/list/").headers)


def test_an_answer_that_names_its_next_page_elsewhere_gets_no_key() -> None:
    spider = Catalogue.load().get("info_gov_hk_en")()
    listing = Listing("https://www.info.gov.hk/list")
    for url, keys in (("https://www.info.gov.hk/list?page=2", {b"X-Api-Key"}), ("https://sc.isd.gov.hk/list", set())):
        request = spider.index_request(listing, Ask(url, {"X-Api-Key": "k"}), "https://www.info.gov.hk/list")
        assert set(request.headers) == keys
