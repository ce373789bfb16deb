"""A small forward proxy that lets a browser out to public addresses only.

Browsers resolve names and open connections by themselves, so whatever guards our own downloads does not see them. Both renderers are
therefore sent through this gate: it resolves a name once, refuses it when any of its addresses is not public, and connects to the very
address it has checked, so that a name cannot change its answer in between. Refused connections are closed without a word: a navigation
then leaves the page as it was.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import urlsplit

logger = logging.getLogger(__name__)

HEAD_LIMIT = 64 * 1024  # bytes of a request's head
CONNECT_SECONDS = 15.0
HEAD_SECONDS = 60.0
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# All of the public internet's IPv6 is in here (RFC 4291 2.4); ::127.0.0.1, fec0::1 and what nobody has assigned yet are not
_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")
_NOT_PUBLIC = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "3fff::/20")))  # protocols, relays, documentation


class Refused(Exception):
    """An address that the gate does not open; the message says which and why."""


def real(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address behind an address: IPv4 in IPv6 (mapped, 6to4, Teredo, NAT64) unpacked. Errors: ValueError."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        return inner or found
    return found


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet's, an IPv4 address inside an IPv6 one looked at as itself.

    Examples: is_public("8.8.8.8"), not is_public("169.254.169.254"), not is_public("::ffff:10.0.0.1")
    """
    try:
        ip = real(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _GLOBAL_IPV6:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _NOT_PUBLIC if network.version == ip.version)


async def checked_address(host: str, port: int, allowed: Iterable[str] = ()) -> str:
    """One IP address of a host, after all of them were found to be public or allowed.

    host     a name or an address in any spelling that the system's resolver takes
    allowed  "address:port" of private addresses that may be asked all the same
    Errors: Refused; OSError when the name is not known.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(sockaddr[0]) for _family, _type, _proto, _name, sockaddr in found]
    may = frozenset(allowed)
    for address in addresses:
        if not is_public(address) and f"{address}:{port}" not in may:
            raise Refused(f"{host}:{port} is at {address}, which is not public" if host != address else f"{host}:{port} is not public")
    return addresses[0]


class Gate:
    """The proxy, on a loopback port of its own choosing.

    allowed   "address:port" of private addresses that may be asked all the same: for tests
    Use: gate = Gate(); address = await gate.start(); …; await gate.close()
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self.allowed = frozenset(allowed)
        self.refused: deque[str] = deque(maxlen=100)
        self.server: asyncio.Server | None = None
        self.tasks: set[asyncio.Task[None]] = set()

    async def start(self, port: int = 0) -> str:
        """Listen; "127.0.0.1:port" is the result."""
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", port, limit=HEAD_LIMIT)
        host, number = self.server.sockets[0].getsockname()[:2]
        return f"{host}:{number}"

    async def close(self) -> None:
        """Stop listening, and end what is under way."""
        if self.server is not None:
            self.server.close()
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the browser."""
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            await self.pass_on(reader, writer)
        except Refused as reason:
            self.refused.append(str(reason))
            logger.warning("refused to a rendered page: %s", reason)
        except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            logger.debug("gate: %s: %s", type(error).__name__, error)
        except asyncio.CancelledError:
            pass
        finally:
            self.tasks.discard(task)
            with suppress(OSError, RuntimeError):
                writer.close()

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read the head, connect where it says, and carry bytes both ways until one side ends."""
        async with asyncio.timeout(HEAD_SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
        first, _, rest = head.partition(b"\r\n")
        method, target, version = first.decode("latin-1").split(" ")
        tunnel = method == "CONNECT"
        url = urlsplit(f"//{target}" if tunnel else target)
        if not url.hostname or not (tunnel or url.scheme == "http"):
            raise ValueError(f"no proxy request: {first[:200]!r}")
        port = url.port or (443 if tunnel else 80)
        address = await checked_address(url.hostname, port, self.allowed)
        async with asyncio.timeout(CONNECT_SECONDS):
            far_reader, far_writer = await asyncio.open_connection(address, port)
        try:
            if tunnel:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                # One request a connection: the next may be for another host.
                path = url._replace(scheme="", netloc="", fragment="").geturl() or "/"
                kept = [line for line in rest.split(b"\r\n") if line and not line.lower().startswith((b"proxy-", b"connection:", b"keep-alive:"))]
                far_writer.write(b"\r\n".join([f"{method} {path} {version}".encode("latin-1"), *kept, b"Connection: close", b"", b""]))
            ways = [asyncio.ensure_future(_carry(reader, far_writer)), asyncio.ensure_future(_carry(far_reader, writer))]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
        finally:
            with suppress(OSError, RuntimeError):
                far_writer.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(1 << 16):
        writer.write(data)
        await writer.drain()
