"""Web Push: one encrypted message to one browser, through its maker's push service.

pywebpush encrypts (RFC 8291) and py_vapid signs; the connection is ours, so that it reaches only the public internet,
follows no redirect and ends in time. The push service reads nothing but how long, how urgent, and what replaces what.
"""

import asyncio
import json
import time
from typing import Any
from urllib.parse import quote

import aiohttp
from pywebpush import WebPusher, WebPushException

from telehealth.errors import Invalid
from telehealth.notify import endpoints
from telehealth.notify.sending import Handed, Result, Subscription
from telehealth.notify.vapid import Vapid

TIMEOUT = 10.0
"""Seconds for one push, connecting included."""
VOUCHED = 3600
"""Seconds a signature lives; push services refuse more than a day."""
GONE = (404, 410)
PAGES = {"manager": "/clinic"}
"""Where a tap leads, when not to the doctor's page."""


class WebPush:
    """Sends to browsers. loopback: this machine counts as a push service (tests)."""

    def __init__(self, vapid: Vapid, *, loopback: bool = False, timeout: float = TIMEOUT) -> None:
        self._vapid = vapid
        self._loopback = loopback
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._client: aiohttp.ClientSession | None = None

    async def send(self, handed: Handed) -> Result:
        """One message. Never raises for what the network, the push service or a browser's keys do."""
        assert handed.subscription is not None
        try:
            endpoints.check(handed.subscription.endpoint, loopback=self._loopback)
            body = await asyncio.to_thread(_encrypted, handed.subscription, message(handed))
        except (Invalid, WebPushException, ValueError):
            return Result("failed", "bad-subscription", gone=True)
        try:
            return await self._post(handed, body)
        except (aiohttp.ClientConnectorError, aiohttp.ClientConnectorDNSError):
            return Result("failed", "unreachable", again=True)
        except TimeoutError:
            return Result("unknown", "timeout")
        except (aiohttp.ClientError, OSError):
            return Result("unknown", "cut-off")

    async def close(self) -> None:
        """Close the connection pool."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _post(self, handed: Handed, body: bytes) -> Result:
        if self._client is None:
            pool = endpoints.connector(loopback=self._loopback)
            self._client = aiohttp.ClientSession(
                connector=pool, timeout=self._timeout, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
            )
        assert handed.subscription is not None
        where = handed.subscription.endpoint
        headers = {
            "Authorization": self._vapid.authorization(endpoints.origin_of(where), int(time.time()) + VOUCHED),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(handed.seconds_left),
            "Urgency": "high",
            "Topic": _topic(handed),
        }
        async with self._client.post(where, data=body, headers=headers, allow_redirects=False) as answer:
            return judged(answer.status)


def judged(status: int) -> Result:
    """What a push service's answer means (RFC 8030)."""
    if status in (200, 201, 202, 204):
        return Result("sent")
    if status in GONE:
        return Result("failed", "gone", gone=True)
    return Result("failed", f"http-{status}", again=status == 429 or status >= 500)


def tag(handed: Handed) -> str:
    """Notifications of one tag replace one another: one for each call."""
    about = handed.call_id or handed.callback_id
    return f"call-{about}" if handed.call_id else f"{handed.purpose}-{about or ''}".rstrip("-")


def message(handed: Handed) -> dict[str, Any]:
    """What the service worker reads. Ids and kinds only: the words are the browser's, and name nobody."""
    assert handed.subscription is not None
    page = PAGES.get(handed.purpose, "/doctor")
    call = str(handed.call_id) if handed.call_id else None
    return {
        "kind": handed.purpose,
        "outcome": handed.outcome,
        "tag": tag(handed),
        "call": call,
        "url": f"{page}?call={quote(call)}" if call and page == "/doctor" else page,
        "language": handed.subscription.language,
        "token": handed.token,
        "seconds": handed.seconds_left,
    }


def _topic(handed: Handed) -> str:
    """At most 32 base64url characters: while a phone is offline only the newest of a call waits for it."""
    about = handed.call_id or handed.callback_id
    return about.hex if about else handed.purpose


def _encrypted(to: Subscription, said: dict[str, Any]) -> bytes:
    keys = {"endpoint": to.endpoint, "keys": {"p256dh": to.p256dh, "auth": to.auth}}
    body: bytes = WebPusher(keys).encode(json.dumps(said).encode())["body"]
    return body
