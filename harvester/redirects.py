"""Where answers send on: Location, the Refresh header and <meta http-equiv=refresh>, with an end and with words for what leads nowhere."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Request, Response
from w3lib.html import get_base_url, get_meta_refresh
from w3lib.url import safe_url_string

from harvester.decoding import decode
from harvester.network import Refused
from harvester.normalize.urls import MAX_URL, join_url
from harvester.source import same_origin, without_secrets

REDIRECTS = (301, 302, 303, 307, 308)
HEAD = 8192  # bytes of a page in which its refresh stands
# "0; url=/new", "5,'https://a.hk/'"
_REFRESH = re.compile(r"\s{0,9}(?P<wait>\d{1,9}(?:\.\d{0,9})?)\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=)?\s{0,9}[\"']?(?P<url>[^\"']{1,9000})", re.I)


class Nowhere(Refused):
    """A redirect that leads to no address, or on and on."""


def target(base: str, location: str) -> str:
    """The absolute address that an answer sends to. Errors: Nowhere, which says what is wrong with it.

    Examples: target("https://a.hk/x", "y") == "https://a.hk/y"; target("https://a.hk/", "javascript:void(0)") raises Nowhere
    """
    address = join_url(base, location.strip() or base)
    if address is not None:
        return address
    told = without_secrets(location)[:100]
    try:
        parts = urlsplit(urljoin(base, location.strip()))
        if parts.scheme not in ("http", "https"):
            raise Nowhere(f"redirect to {told!r} not followed: scheme {parts.scheme[:20]} not allowed")
        _port = parts.port
    except ValueError as error:
        raise Nowhere(f"redirect to {told!r} not followed: bad Location ({error})") from None
    why = f"{len(location)} characters, {MAX_URL} are the limit" if len(location) > MAX_URL else "no usable address"
    raise Nowhere(f"redirect to {told!r} not followed: bad Location ({why})")


class Redirect(RedirectMiddleware):
    """Scrapy's, for addresses that can be asked for; the others end the request with a reason."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """Errors: Nowhere for a Location that leads nowhere, or none, or the eleventh redirect."""
        if response.status not in REDIRECTS or request.meta.get("dont_redirect") or response.status in request.meta.get("handle_httpstatus_list", ()):
            return super().process_response(request, response)
        if "Location" not in response.headers:
            raise Nowhere(f"HTTP status {response.status} without a Location: it does not say where to")
        location = (response.headers["Location"] or b"").replace(b"\\", b"/").decode("utf-8", "percentencode")  # as browsers do
        with suppress(ValueError):  # a port that is none
            location = safe_url_string(location)
        headers = response.headers.copy()
        headers["Location"] = target(request.url, location)
        return super().process_response(request, response.replace(headers=headers))

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        return _bounded(super()._redirect, redirected, request, reason, self.max_redirect_times)


class Refresh(MetaRefreshMiddleware):
    """Scrapy's, with an eye for the Refresh header; a page that only reloads itself, or goes on after its readers have read it, stays a page."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """Errors: Nowhere for the eleventh."""
        if request.meta.get("dont_redirect") or request.method != "GET" or response.status >= 300:
            return response
        wait, address = self.refresh(response)
        if address is None or wait > self._maxdelay or address.partition("#")[0] == response.url.partition("#")[0]:
            return response
        redirected = self._redirect_request_using_get(request, response, address)
        return _bounded(self._redirect, redirected, request, "refresh", self.max_redirect_times)

    def refresh(self, response: Response) -> tuple[float, str | None]:
        """Seconds, and the absolute address; None where there is none that could be asked for."""
        header = (response.headers.get("Refresh") or b"").decode("utf-8", "replace")
        if found := _REFRESH.match(header):
            return float(found["wait"]), join_url(response.url, found["url"].strip())
        if not isinstance(response, HtmlResponse) or b"refresh" not in response.body[:HEAD].replace(b"\0", b"").lower():
            return 0.0, None
        text = decode(response.body[:HEAD]).text
        try:
            wait, address = get_meta_refresh(text, get_base_url(text, response.url), "utf-8", ignore_tags=self._ignore_tags)
        except ValueError:
            return 0.0, None
        return (wait or 0.0), join_url(response.url, address)


# What every site may know; anything else was meant for the site that was asked
PLAIN = frozenset((b"User-Agent", b"Accept", b"Accept-Language", b"Accept-Encoding", b"If-None-Match", b"If-Modified-Since"))


def _bounded(redirect: Any, redirected: Request, request: Request, reason: Any, limit: int) -> Request:
    try:
        made: Request = redirect(redirected, request, reason)
    except IgnoreRequest:
        raise Nowhere(f"redirect limit of {limit} reached") from None
    if not same_origin(request.url, made.url):
        for name in set(made.headers) - PLAIN:
            del made.headers[name]
    return made
