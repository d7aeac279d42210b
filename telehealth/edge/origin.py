"""Requests that a browser makes with cookies must come from our own pages.

Cookie routes and WebSocket upgrades check Origin. A POST to a cookie route without Origin is refused, unless the browser
itself says (Sec-Fetch-Site, which no page can forge) that it comes from the same origin.
"""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from telehealth.endpoint import settings
from telehealth.errors import Denied

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
COOKIE_PATHS = ("/api/auth/", "/api/demo/")
"""Every route that reads or sets a cookie lies below these."""


def own_origins(request: web.Request) -> frozenset[str]:
    """The origins our pages have: the public one, and the one this request was made to."""
    here = f"{request.scheme}://{request.host}"
    return frozenset({_origin(here), _origin(settings(request).public_url)} - {""})


def refuse_foreign(request: web.Request) -> None:
    """Raise Denied 'origin' unless this request may come from where it says."""
    upgrade = request.headers.get("Upgrade", "").lower() == "websocket"
    if request.method in SAFE and not upgrade:
        return
    origin = request.headers.get("Origin")
    if origin is not None:
        if _origin(origin) not in own_origins(request):
            raise Denied("origin", "This request comes from another site.")
    elif _needs_origin(request) and request.headers.get("Sec-Fetch-Site") != "same-origin":
        raise Denied("origin", "This request does not say which site it comes from.")


@web.middleware
async def check_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site's page sends in somebody's name."""
    refuse_foreign(request)
    return await handler(request)


def _needs_origin(request: web.Request) -> bool:
    """Programs without cookies (a bearer token in hand, or a socket's auth payload) need not name an origin."""
    return request.path.startswith(COOKIE_PATHS) and request.method not in SAFE


def _origin(url: str) -> str:
    """scheme://host[:port] in lower case, the default port left out; empty for anything else ("null" too)."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    default = 443 if parts.scheme == "https" else 80
    return f"{parts.scheme}://{parts.hostname}" + ("" if port in (None, default) else f":{port}")
