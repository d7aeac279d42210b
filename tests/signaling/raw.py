"""A client without a library: writes any frame it likes, and sees what comes back."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.signaling.night import PATIENCE, Night

PATH = "/socket.io/?EIO=4&transport=websocket"


@dataclass
class Raw:
    """One bare WebSocket."""

    socket: aiohttp.ClientWebSocketResponse
    frames: list[str] = field(default_factory=list)

    async def frame(self) -> str:
        """The next frame that is not a ping."""
        while True:
            message = await self.socket.receive(timeout=PATIENCE)
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise ConnectionError(f"closed with {self.socket.close_code}")
            if message.data == "2":
                await self.socket.send_str("3")
                continue
            self.frames.append(message.data)
            return str(message.data)

    async def ack(self, number: int) -> Any:
        """The ack with this id; other frames are kept."""
        prefix = f"43{number}["
        async with asyncio.timeout(PATIENCE):
            while not (frame := await self.frame()).startswith(prefix):
                pass
        return json.loads(frame[len(prefix) - 1 :])[0]

    async def greet(self, token: str | None) -> str:
        """Open Engine.IO and Socket.IO; the server's answer to CONNECT."""
        assert (await self.frame()).startswith("0")
        await self.socket.send_str("40" + (json.dumps({"token": token}) if token is not None else ""))
        return await self.frame()

    async def alive(self, call: str) -> bool:
        """Whether an honest message on this socket still gets its honest answer."""
        body = {"call": call, "microphone": "on", "camera": "on"}
        await self.socket.send_str("42999" + json.dumps(["media", body]))
        ack = await self.ack(999)
        return bool(ack["ok"])

    async def until_closed(self, seconds: float) -> int | None:
        """Read to the end; the close code. TimeoutError when the socket outlives it."""
        async with asyncio.timeout(seconds):
            async for message in self.socket:
                if message.type is aiohttp.WSMsgType.TEXT and message.data == "2":
                    await self.socket.send_str("3")
        return self.socket.close_code


async def open_raw(night: Night, **headers: str) -> Raw:
    """A bare upgrade, without a word of who asks."""
    socket = await night.http.ws_connect(PATH, headers=headers, max_msg_size=0, compress=15)
    return Raw(socket)


async def open_as(night: Night, token: str) -> Raw:
    """A bare socket that has been admitted."""
    raw = await open_raw(night)
    assert (await raw.greet(token)).startswith("40{")
    return raw
