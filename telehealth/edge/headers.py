"""What every answer tells the browser not to do.

The pages need no inline script, no inline style and nothing from elsewhere, so the policy starts from nothing. The demo's
side-by-side page is the one place that may frame our pages, and only the two it shows.
"""

import re

from aiohttp import web

from telehealth.edge.forwarded import is_https
from telehealth.edge.observe import request_id
from telehealth.endpoint import settings

FRAMED = frozenset({"/demo/patient", "/demo/doctor"})
FRAMING = "/demo/side-by-side"
FEATURES_OF_OURS = ("camera", "microphone", "autoplay", "fullscreen", "screen-wake-lock", "picture-in-picture")
FEATURES_OF_NOBODY = (
    "accelerometer", "browsing-topics", "display-capture", "geolocation", "gyroscope", "hid", "idle-detection",
    "magnetometer", "midi", "payment", "publickey-credentials-get", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join([f"{name}=(self)" for name in FEATURES_OF_OURS] + [f"{name}=()" for name in FEATURES_OF_NOBODY])
HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
API_POLICY = "default-src 'none'; frame-ancestors 'none'"


def page_policy(host: str, *, https: bool, framed: bool = False, frames: bool = False) -> str:
    """The Content-Security-Policy of a page. host: as in the Host header; named because older Safari does not count a
    WebSocket to the same host as 'self'."""
    socket = f" {'wss' if https else 'ws'}://{host}" if HOST.fullmatch(host) else ""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self'",
            f"connect-src 'self'{socket}",
            "worker-src 'self'",
            "manifest-src 'self'",
            f"frame-src {_self(frames)}",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {_self(framed)}",
        ]
    )


def security_headers(request: web.Request) -> dict[str, str]:
    """The headers of the answer to this request."""
    demo = settings(request).demo
    framed, frames = demo and request.path in FRAMED, demo and request.path == FRAMING
    api = request.path.startswith(("/api/", "/socket.io/"))
    https = is_https(request)
    policy = API_POLICY if api else page_policy(request.host, https=https, framed=framed, frames=frames)
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": PERMISSIONS,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "SAMEORIGIN" if framed else "DENY",
        "X-Request-Id": request_id(request),
    }
    if api:
        headers["Cache-Control"] = "no-store"
    if https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


async def add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """An on_response_prepare signal: it sees every answer, refusals and upgrades included."""
    response.headers.update(security_headers(request))
    response.headers.popall("Server", None)


def _self(allowed: bool) -> str:
    return "'self'" if allowed else "'none'"
