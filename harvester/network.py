"""The one room through which connections leave: to public addresses only, checked when each is made, with answers whose head has an end.

Checked is the address a connection really goes to, so redirects, robots.txt, feeds, odd spellings (2130706433, 0x7f.1, ::ffff:127.0.0.1)
and names that change their answer are all the same case. HARVESTER_ALLOW_PRIVATE names the exceptions, for tests and for a proxy or
renderer of one's own; it is loud.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from harvester.causes import parts_of
from harvester.errors import UsageError
from harvester.gate import is_public, real

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

HEAD_LIMIT = 4 * 1024 * 1024  # bytes of status lines and headers, interim answers included; some sites set cookies by the hundred
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Refused(Exception):
    """A connection that is not made, or an answer that is not taken. Final: asking again would change nothing."""


class Allowed:
    """Private addresses that may be asked: "127.0.0.1:8900-8907", "127.0.0.1:8050", "10.1.0.0/16".

    Errors: UsageError naming the entry that is none.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self.entries = [self.parse(entry) for entry in entries]

    @staticmethod
    def parse(entry: str) -> tuple[Network, int, int]:
        """Network, first and last port."""
        text, _, ports = entry.strip().rpartition(":") if entry.count(":") == 1 or "]:" in entry else (entry.strip(), "", "")
        try:
            network = ipaddress.ip_network(text.strip("[]"), strict=False)
            first, _, last = ports.partition("-")
            return network, int(first or 0), int(last or first or 65535)
        except ValueError:
            raise UsageError(f"HARVESTER_ALLOW_PRIVATE: {entry!r} is no address or network, with or without ports (127.0.0.1:8050)") from None

    def holds(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int) -> bool:
        """Whether an address and port is one of them."""
        return any(address.version == network.version and address in network and first <= port <= last for network, first, last in self.entries)


def check(address: str, port: int, allowed: Allowed) -> None:
    """Whether a connection may go there. Errors: Refused."""
    if is_public(address):
        return
    try:
        found = real(address)
    except ValueError:
        raise Refused(f"refused: {address[:80]!r} is no address") from None
    if not allowed.holds(found, port):
        raise Refused(f"refused: {address} is not public (HARVESTER_ALLOW_PRIVATE names the exceptions)")


def allowed_by(settings: BaseSettings) -> Allowed:
    """What the settings allow: HARVESTER_ALLOW_PRIVATE, and the renderer that the operator has named."""
    entries = list(settings.getlist("HARVESTER_ALLOW_PRIVATE"))
    splash = urlsplit(settings.get("SPLASH_URL") or "")
    if splash.hostname:
        host = "127.0.0.1" if splash.hostname == "localhost" else splash.hostname
        try:
            ipaddress.ip_address(host)
        except ValueError:
            logger.debug("SPLASH_URL is given by name; its address must be public or in HARVESTER_ALLOW_PRIVATE")
        else:
            entries.append(f"{host}:{splash.port or 80}" if ":" not in host else f"[{host}]:{splash.port or 80}")
    return Allowed(entries)


def guard(reactor: Any, allowed: Allowed) -> None:
    """Put the check between a reactor and its connections; again changes what is allowed."""
    if getattr(reactor, "harvester_allowed", None) is None:
        connect: Callable[..., Any] = reactor.connectTCP

        def connect_tcp(host: str, port: int, *arguments: Any, **named: Any) -> Any:
            check(host, port, reactor.harvester_allowed)
            return connect(host, port, *arguments, **named)

        reactor.connectTCP = connect_tcp
    reactor.harvester_allowed = allowed


class Handler(HTTP11DownloadHandler):
    """Scrapy's handler behind the guard, with a limit to the head of an answer."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor

        guard(reactor, allowed_by(crawler.settings))
        entries = crawler.settings.getlist("HARVESTER_ALLOW_PRIVATE")
        if entries and getattr(reactor, "harvester_told", None) != entries:  # once a process, not twice a source
            reactor.harvester_told = entries
            logger.warning("HARVESTER_ALLOW_PRIVATE is on: connections to %s are allowed", ", ".join(entries))
        self._pool._factory = _factory(self._pool._factory)

    async def download_request(self, request: Request) -> Response:
        """Errors: Refused as itself, so that it is final, and Scrapy's."""
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            refused = next((part for part in parts_of(error) if isinstance(part, Refused)), None)
            raise (refused or error) from error.__cause__


def _factory(base: Any) -> Any:
    """A protocol factory whose protocols give up on heads without an end."""

    class Factory(base):  # type: ignore[misc]
        def buildProtocol(self, addr: Any) -> Any:
            protocol = super().buildProtocol(addr)
            protocol.dataReceived = _limited(protocol)
            return protocol

    return Factory


def _limited(protocol: Any) -> Callable[[bytes], None]:
    received, head = protocol.dataReceived, 0

    def data_received(data: bytes) -> None:
        nonlocal head
        received(data)
        parser = protocol._parser
        if parser is None or parser.state not in ("STATUS", "HEADER"):
            head = 0
            return
        head += len(data)
        if head > HEAD_LIMIT:
            head = 0
            protocol._giveUp(Failure(Refused(f"response header larger than {HEAD_LIMIT} bytes")))  # type: ignore[no-untyped-call]

    return data_received
