"""The text message gateway of the stories: takes what the application POSTs, and can be asked for the code."""

import asyncio
import re
from types import TracebackType

from aiohttp import web
from aiohttp.test_utils import TestServer


class Gateway:
    """A gateway on this machine's loopback address."""

    def __init__(self) -> None:
        self.messages: list[dict[str, str]] = []
        app = web.Application()
        app.router.add_post("/send", self._take)
        self._server = TestServer(app, host="127.0.0.1")

    async def __aenter__(self) -> "Gateway":
        await self._server.start_server()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.close()

    @property
    def address(self) -> str:
        return str(self._server.make_url("/send"))

    async def code_for(self, phone: str, within: float = 10.0) -> str:
        """The six digits last sent to this number. phone: E.164."""
        async with asyncio.timeout(within):
            while True:
                for message in reversed(self.messages):
                    if message["to"] == phone and (found := re.search(r"\b\d{6}\b", message["text"])):
                        return found[0]
                await asyncio.sleep(0.1)

    async def _take(self, request: web.Request) -> web.Response:
        self.messages.append(await request.json())
        return web.Response(status=202)
