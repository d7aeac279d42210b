"""Senders of text messages: a generic HTTPS gateway, and the demo's inbox.

Numbers and texts never reach a log: a text may hold a code. Errors are told apart only by what they mean for the state.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol
from urllib.parse import urlsplit

import aiohttp

from telehealth import clock
from telehealth.settings import Settings

State = Literal["sent", "failed", "unknown"]
"""sent: the gateway took it. failed: it certainly did not. unknown: we stopped waiting, it may have left."""
TIMEOUT = 10.0
"""Seconds for one message, connecting included."""


class SmsSender(Protocol):
    """Somebody who can send one text message."""

    async def send(self, phone: str, body: str) -> State:
        """Send to a number in E.164. Never raises for what the network or the gateway does."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class HttpSms:
    """POSTs {"to", "text"} as JSON with a bearer token. Any 2xx answer means sent.

    A gateway that speaks differently gets a small adapter of the same shape as this class.
    """

    text_member = "text"
    setting = "TELEHEALTH_SMS_URL"

    def __init__(self, url: str, token: str, timeout: float = TIMEOUT) -> None:
        if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in {"localhost", "127.0.0.1", "::1"}:
            raise ValueError(f"{self.setting} must be https://")
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._client: aiohttp.ClientSession | None = None

    async def send(self, phone: str, body: str) -> State:
        """One message. Redirects are not followed: the token and the number are for this gateway only."""
        if self._client is None:
            self._client = aiohttp.ClientSession(headers=self._headers, timeout=self._timeout)
        message = {"to": phone, self.text_member: body}
        try:
            async with self._client.post(self._url, json=message, allow_redirects=False) as answer:
                return "sent" if 200 <= answer.status < 300 else "failed"
        except aiohttp.ClientConnectorError:
            return "failed"  # nothing was sent: there was no connection
        except (aiohttp.ClientError, TimeoutError, OSError):
            return "unknown"

    async def close(self) -> None:
        """Close the connection pool."""
        if self._client is not None:
            await self._client.close()
            self._client = None


@dataclass(frozen=True)
class DemoMessage:
    """One message as the demo page shows it."""

    phone: str = field(repr=False)
    text: str = field(repr=False)
    at: datetime


class DemoInbox:
    """The demo's telephones: the last messages, in memory only."""

    def __init__(self, keep: int = 50) -> None:
        self._messages: deque[DemoMessage] = deque(maxlen=keep)

    async def send(self, phone: str, body: str) -> State:
        """Put the message into the inbox."""
        self._messages.append(DemoMessage(phone, body, clock.now()))
        return "sent"

    async def close(self) -> None:
        """Forget everything."""
        self._messages.clear()

    def messages(self) -> Iterable[DemoMessage]:
        """Newest first."""
        return tuple(reversed(self._messages))


def sender_from(settings: Settings) -> SmsSender | None:
    """The sender these settings ask for: the inbox in the demo and only there; None when no message can leave."""
    if settings.demo:
        return DemoInbox()
    if settings.sms_url:
        return HttpSms(settings.sms_url, settings.sms_token.get_secret_value())
    return None
