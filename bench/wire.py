"""A thin Socket.IO client over a bare WebSocket, so that the load generator costs less than what it measures."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import aiohttp

Listener = Callable[[str, dict[str, Any]], None]


class Socket:
    """One connection. emit() resolves with the ack; events go to `listener`."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, listener: Listener | None = None) -> None:
        self._ws = ws
        self._listener = listener
        self._acks: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._number = 0
        self.received = 0
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def connect(
        cls, http: aiohttp.ClientSession, url: str, token: str = "", listener: Listener | None = None
    ) -> "Socket":
        """Open, authenticate, and start reading."""
        ws = await http.ws_connect(f"{url}/socket.io/?EIO=4&transport=websocket", max_msg_size=0)
        await ws.receive_str()
        await ws.send_str("40" + json.dumps({"token": token}))
        answer = await ws.receive_str()
        if not answer.startswith("40"):
            raise RuntimeError(f"refused: {answer}")
        return cls(ws, listener)

    async def emit(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send and wait for the ack."""
        self._number += 1
        number = self._number
        future = self._acks[number] = asyncio.get_running_loop().create_future()
        await self._ws.send_str(f"42{number}" + json.dumps([event, payload], separators=(",", ":")))
        return await asyncio.wait_for(future, 30)

    def deaf(self) -> None:
        """Count events from now on, without parsing them."""
        self._listener = None

    async def close(self) -> None:
        """Close and stop reading."""
        await self._ws.close()
        self._reader.cancel()

    async def _read(self) -> None:
        async for message in self._ws:
            text = message.data
            if text == "2":
                await self._ws.send_str("3")
            elif text.startswith("43"):
                start = text.index("[")
                self._acks.pop(int(text[2:start])).set_result(json.loads(text[start:])[0])
            elif text.startswith("42"):
                self.received += 1
                if self._listener:
                    event, payload = json.loads(text[2:])
                    self._listener(event, payload)
