"""Who is at the other end, when a proxy stands between.

X-Forwarded-For and X-Forwarded-Proto are anybody's words; they count only when the connection itself comes from a
proxy named in settings.trusted_proxies. The chain is read from the right, past our own proxies, to the first stranger.
"""

import ipaddress
from collections.abc import Sequence

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from telehealth.endpoint import settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
HTTPS = web.RequestKey("https", bool)
"""Whether the browser speaks HTTPS, to us or to our proxy."""


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Addresses and networks as written in the settings. ValueError names a wrong one at start."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


def is_trusted(address: str | None, trusted: Sequence[Network]) -> bool:
    """Whether the address belongs to one of our proxies."""
    try:
        parsed = ipaddress.ip_address((address or "").split("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return any(parsed.version == network.version and parsed in network for network in trusted)


def client_address(peer: str, forwarded_for: str, trusted: Sequence[Network]) -> str:
    """The first address from the right that is not ours; something unreadable stops the walk before it."""
    address = peer
    for hop in reversed([part.strip() for part in forwarded_for.split(",") if part.strip()]):
        if not is_trusted(address, trusted):
            break
        try:
            address = str(ipaddress.ip_address(hop))
        except ValueError:
            break
    return address


def middleware(trusted_texts: Sequence[str]) -> Middleware:
    """A middleware that sets request.remote, request.scheme and request[HTTPS] for everything after it."""
    trusted = networks(trusted_texts)

    @web.middleware
    async def believe_proxies(request: web.Request, handler: Handler) -> web.StreamResponse:
        scheme, peer = request.scheme, request.remote or ""
        if trusted and is_trusted(peer, trusted):
            peer = client_address(peer, request.headers.get("X-Forwarded-For", ""), trusted)
            said = request.headers.get("X-Forwarded-Proto", scheme).split(",")[-1].strip().lower()
            scheme = said if said in ("http", "https") else scheme
        request[HTTPS] = scheme == "https"
        if (scheme, peer) != (request.scheme, request.remote or ""):
            request = request.clone(scheme=scheme, remote=peer)
        return await handler(request)

    return believe_proxies


def is_https(request: web.Request) -> bool:
    """Whether browsers reach us over HTTPS: this request did (to us or to the proxy we trust), or the public address says so."""
    return request.get(HTTPS, False) or settings(request).public_url.startswith("https://")
