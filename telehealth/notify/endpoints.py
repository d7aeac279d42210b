"""Where a push may go. Its address comes from a browser, so it is hostile until judged: no private network, no plain HTTP.

The name is judged where it is resolved for the very connection, so that a name which answers differently the second
time gains nothing; and no redirect is followed.
"""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from telehealth.errors import Invalid

LOOPBACK = ("localhost", "127.0.0.1", "::1")
UNICAST, NAT64 = ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("64:ff9b::/96")
"""The public part of IPv6, and the addresses by which an IPv6-only machine reaches IPv4 ones (RFC 6052)."""


def origin_of(endpoint: str) -> str:
    """scheme://host[:port] of an endpoint."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def check(endpoint: str, *, loopback: bool) -> None:
    """Invalid('push-endpoint') unless it is https at a public host; loopback: plain HTTP to this machine passes too."""
    if not _fits(endpoint, loopback=loopback):
        raise Invalid("push-endpoint", "This is not the address of a push service.", field="endpoint")


def _fits(endpoint: str, *, loopback: bool) -> bool:
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if loopback and host in LOOPBACK:
        return parts.scheme in ("http", "https")
    if parts.scheme != "https" or not host or parts.username or parts.password or port not in (None, 443):
        return False
    return is_public(host) if _is_address(host) else "." in host and not _ends_in_number(host)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or (ipaddress.IPv4Address(ip.packed[12:]) if ip in NAT64 else None)
        if inner is None and (ip not in UNICAST or ip.sixtofour or ip.teredo):
            return False
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


def _ends_in_number(host: str) -> bool:
    """Whether this is an IPv4 address in a writing of its own ("127.1", "10.0.0.1."): a socket takes it for one without
    asking the resolver that judges. No public name ends in a number (WHATWG URL, "ends in a number")."""
    last = host.rstrip(".").rpartition(".")[2]
    return last.isdigit() or last.lower().startswith("0x")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class PublicOnly(AbstractResolver):
    """Resolves names, and knows only public addresses (and this machine, where `loopback` says so)."""

    def __init__(self, *, loopback: bool, inner: AbstractResolver | None = None) -> None:
        self._loopback = loopback
        self._inner = inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The public addresses of a name; OSError when it has none."""
        found = await self._inner.resolve(host, port, family)
        if self._loopback and host in LOOPBACK:
            return found
        kept = [one for one in found if is_public(str(one["host"]))]
        if not kept:
            raise OSError(None, "this name has no public address")
        return kept

    async def close(self) -> None:
        """Let go of the resolver behind."""
        await self._inner.close()


def connector(*, loopback: bool) -> Any:
    """A connection pool that reaches public addresses only. Made inside a running loop."""
    from aiohttp import TCPConnector

    return TCPConnector(resolver=PublicOnly(loopback=loopback), limit=32)
