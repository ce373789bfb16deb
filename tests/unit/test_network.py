"""Connections go to public addresses only, whatever they are called."""

from __future__ import annotations

import ipaddress
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.settings import Settings

from harvester.errors import UsageError
from harvester.gate import is_public
from harvester.network import HEAD_LIMIT, Allowed, Refused, _limited, allowed_by, check, guard

NONE = Allowed(())


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.0.0.2", "0.0.0.0", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.2", "::ffff:7f00:2", "64:ff9b::7f00:2", "2002:7f00:2::", "ff02::1",
        "::127.0.0.1", "::ffff:0:127.0.0.1", "fec0::1", "64:ff9b:1::7f00:1", "4000::1", "3fff::1", "2001:db8::1", "192.0.0.8", "192.88.99.1", "", "localhost", "1.2.3",
    ],
)  # fmt: skip
def test_what_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="refused"):
        check(address, 80, NONE)


@pytest.mark.parametrize("address", ["8.8.8.8", "203.198.7.7", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_what_is_public_is_asked(address: str) -> None:
    check(address, 443, NONE)


def test_exceptions_hold_for_their_ports_alone() -> None:
    allowed = Allowed(["127.0.0.1:8900-8907", "10.1.0.0/16", "[::1]:8050"])
    check("127.0.0.1", 8903, allowed)
    check("::ffff:127.0.0.1", 8903, allowed)
    check("10.1.2.3", 1, allowed)
    check("::1", 8050, allowed)
    for address, port in (("127.0.0.1", 8908), ("127.0.0.2", 8903), ("10.2.0.1", 1), ("::1", 80)):
        with pytest.raises(Refused):
            check(address, port, allowed)


@pytest.mark.parametrize("entry", ["localhost:80", "127.0.0.1:eighty", "1.2.3.4.5", "10.0.0.0/99"])
def test_a_wrong_exception_is_named(entry: str) -> None:
    with pytest.raises(UsageError, match="HARVESTER_ALLOW_PRIVATE"):
        Allowed([entry])


def test_the_renderer_that_is_named_may_be_asked() -> None:
    check("127.0.0.1", 8050, allowed_by(Settings({"SPLASH_URL": "http://localhost:8050"})))
    with pytest.raises(Refused):
        check("127.0.0.1", 8051, allowed_by(Settings({"SPLASH_URL": "http://localhost:8050"})))


@given(st.integers(0, 2**32 - 1))
def test_mapped_and_plain_are_one(number: int) -> None:
    plain = ipaddress.IPv4Address(number)

    def refused(text: str) -> bool:
        try:
            check(text, 80, NONE)
        except Refused:
            return True
        return False

    assert refused(str(plain)) == refused(f"::ffff:{plain}") == (not is_public(str(plain)))
    if not plain.is_global or plain.is_multicast:
        assert refused(str(plain))


def test_the_guard_stands_before_every_connection() -> None:
    made: list[tuple[str, int]] = []
    reactor: Any = SimpleNamespace(connectTCP=lambda host, port, factory, timeout=30: made.append((host, port)))
    guard(reactor, NONE)
    guard(reactor, Allowed(["127.0.0.1:9"]))  # again: no second layer, the newer exceptions
    reactor.connectTCP("8.8.8.8", 80, None, timeout=3)
    reactor.connectTCP("127.0.0.1", 9, None)
    with pytest.raises(Refused):
        reactor.connectTCP("127.0.0.2", 9, None)
    assert made == [("8.8.8.8", 80), ("127.0.0.1", 9)]


def test_a_head_without_an_end() -> None:
    given_up: list[Any] = []
    parser = SimpleNamespace(state="HEADER")
    protocol = SimpleNamespace(dataReceived=lambda data: None, _parser=parser, _giveUp=given_up.append)
    receive = _limited(protocol)
    piece = b"X-Pad: 1\r\n" * 10_000
    for _ in range(HEAD_LIMIT // len(piece)):
        receive(piece)
    assert not given_up
    receive(piece)
    assert given_up[0].check(Refused)
    parser.state = "BODY"
    receive(piece)  # a body is as long as it is
    assert len(given_up) == 1


def test_of_a_line_that_the_limit_of_robots_cuts_nothing_counts() -> None:
    from harvester.middlewares import whole_lines

    assert whole_lines(b"Disallow: /a\nDisallow: /private/x\n", 27) == b"Disallow: /a\n"
    assert whole_lines(b"Disallow: /a\nDisallow: /b", 25) == b"Disallow: /a\nDisallow: /b"


@pytest.mark.parametrize("body", ["# 香港\nUser-agent: *\nDisallow: /a\n".encode("big5"), b"\xef\xbb\xbfUser-agent: *\nDisallow: /a\n", "User-agent: *\nDisallow: /a\n".encode("utf-16"), b"# \xff\x80\rUser-agent: *\rDisallow: /a\r"])
def test_the_rules_of_robots_hold_however_the_file_is_written(body: bytes) -> None:
    from scrapy.robotstxt import ProtegoRobotParser

    from harvester.middlewares import readable

    rules = ProtegoRobotParser(readable(body), None)
    assert not rules.allowed("https://a.hk/a/1", "harvester")
    assert rules.allowed("https://a.hk/b", "harvester")
