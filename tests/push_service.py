"""A push service on this machine, and browsers that subscribe to it.

The service records what arrived and can be told to misbehave; only a browser of ours, with its own keys, can read a
message.
"""

import asyncio
import json
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from os import urandom
from types import TracebackType
from typing import Any

import http_ece
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def plain64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Pushed:
    """One message as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Browser:
    """A browser with keys of its own."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: urandom(16))
    device: str = "dev-binh-phone"

    @property
    def subscription(self) -> dict[str, Any]:
        """What its page sends us."""
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {
            "endpoint": self.endpoint,
            "keys": {"p256dh": plain64(point), "auth": plain64(self.secret)},
            "device": self.device,
        }

    def read(self, pushed: Pushed) -> dict[str, Any]:
        """The message, decrypted as a browser does."""
        plain = http_ece.decrypt(pushed.body, private_key=self.private, auth_secret=self.secret, version="aes128gcm")
        message: dict[str, Any] = json.loads(plain)
        return message


class PushService:
    """`behave` decides what the next message meets."""

    def __init__(self) -> None:
        self.taken: list[Pushed] = []
        self.behave: Callable[[], Awaitable[web.Response]] = self.accept
        app = web.Application()
        app.router.add_post("/{name}", self._take)
        self._server = TestServer(app, host="127.0.0.1")

    async def __aenter__(self) -> "PushService":
        await self._server.start_server()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.close()

    @property
    def origin(self) -> str:
        return str(self._server.make_url("/")).rstrip("/")

    def browser(self, name: str = "binh-phone") -> Browser:
        """A browser that is subscribed here."""
        return Browser(f"{self.origin}/{name}", device=f"dev-{name}")

    async def accept(self) -> web.Response:
        return web.Response(status=201)

    def answer(self, status: int, **headers: str) -> None:
        """From now on say this."""

        async def say() -> web.Response:
            return web.Response(status=status, headers=headers)

        self.behave = say

    def hang(self) -> None:
        """From now on say nothing."""

        async def wait() -> web.Response:
            await asyncio.sleep(30)
            return web.Response(status=201)

        self.behave = wait

    async def _take(self, request: web.Request) -> web.Response:
        self.taken.append(Pushed(request.path, dict(request.headers), await request.read()))
        return await self.behave()
