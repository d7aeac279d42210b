"""One WebSocket, from its upgrade to its close: what may pass, how much, and how long without being admitted.

It stands in for the library's own aiohttp driver, which compresses (133 KiB a connection against 33), queues without
bound, never closes a stranger, and lets frames through that raise outside every handler.
"""

import asyncio
import logging
import time
from bisect import bisect_right
from collections.abc import Awaitable, Callable
from typing import Any

import engineio
from aiohttp import WSMsgType, web

from signaling import limits

log = logging.getLogger("signaling")
LINE = "signaling.line"


class Budget:
    """At most `limit` of something in any `seconds`."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit, self._seconds = limit, seconds
        self._times: list[float] = []  # a deque costs an idle connection 600 bytes

    def spend(self) -> bool:
        """Whether one more is still within the budget."""
        now = time.monotonic()
        times = self._times
        if times and times[0] <= now - self._seconds:
            del times[: bisect_right(times, now - self._seconds)]
        times.append(now)
        return len(times) <= self._limit


class Outbox(asyncio.Queue[Any]):
    """Packets on their way to one client; counts what the client has not taken yet."""

    def __init__(self) -> None:
        super().__init__()
        self.messages = 0
        self.bytes = 0
        self.on_full: Callable[[], None] | None = None

    def put_nowait(self, item: Any) -> None:
        """Take a packet; past the backlog it is dropped, and its client with it. None ends the writer."""
        if item is None:
            super().put_nowait(item)
            return
        size = len(item.encode())
        if self.messages >= limits.BACKLOG_MESSAGES or self.bytes + size > limits.BACKLOG_BYTES:
            if self.on_full is not None:
                self.on_full()
            return
        self.messages += 1
        self.bytes += size
        super().put_nowait(item)

    def taken(self, size: int) -> None:
        """A frame of this size has been handed to the connection."""
        self.messages -= 1
        self.bytes -= size


class Line:
    """The driver object of one connection. engineio makes it, calls it once, then only wait(), send() and close()."""

    def __init__(self, handler: Callable[["Line"], Awaitable[None]], server: Any) -> None:
        self.handler = handler
        self.admitted = False
        self._shut = False
        self._outbox: Outbox = handler.__self__.queue  # type: ignore[attr-defined]
        self._outbox.on_full = self.abort
        self._errors = Budget(*limits.ERRORS)
        self._messages = Budget(*limits.MESSAGES)
        self._ending: asyncio.Task[None] | None = None
        self._stranger: asyncio.TimerHandle | None = None

    async def __call__(self, environ: dict[str, Any]) -> web.StreamResponse:
        """Upgrade, run the connection to its end. A client that is gone before it was greeted is no fault: each would
        write a trace otherwise."""
        self._request: web.Request = environ["aiohttp.request"]
        environ.clear()  # the library keeps it as long as the connection: a copy of every header
        environ[LINE] = self
        self._socket = web.WebSocketResponse(compress=False, max_msg_size=limits.FRAME, timeout=1.0)
        try:
            await self._socket.prepare(self._request)
        except ConnectionError:
            return web.Response(status=400)
        self.dismiss()
        try:
            await self.handler(self)
        except ConnectionError:
            pass
        finally:
            self._cancel_stranger()
        return self._socket

    # ---- admission

    def admit(self) -> None:
        """The client has proved who it is."""
        self.admitted = True
        self._cancel_stranger()

    def refuse(self) -> None:
        """The client was told no: nothing it says is heard any more, and its time keeps running."""
        self._shut = True

    def dismiss(self) -> None:
        """Nobody stands behind this socket (yet, or any more): it closes soon."""
        self.admitted = False
        self._cancel_stranger()
        self._stranger = asyncio.get_running_loop().call_later(limits.GREETING, self.end, 1008, b"unidentified")

    # ---- the three calls of engineio

    async def wait(self) -> str:
        """The next frame worth reading; OSError when the connection is over."""
        while True:
            message = await self._socket.receive()
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                raise OSError("closed")
            if not self._messages.spend():
                self.end(1008, b"too many messages")
                raise OSError("too many messages")
            if message.type is WSMsgType.TEXT and self._worth_reading(message.data):
                return str(message.data)
            self.blame()

    async def send(self, frame: str | bytes) -> None:
        """Write one frame; waits while the client does not read, which is what fills the outbox."""
        try:
            await self._socket.send_str(frame if isinstance(frame, str) else frame.decode())
        finally:
            self._outbox.taken(len(frame))

    async def close(self) -> None:
        """The writer has nothing more to say."""
        if self._ending is None:
            await self._close(1000, b"")

    # ---- ends

    def blame(self) -> None:
        """One more error of this client; past the budget its socket closes."""
        if not self._errors.spend():
            self.end(1008, b"too many errors")

    def end(self, code: int, reason: bytes) -> None:
        """Send what is queued, then close with this code."""
        if self._ending is None:
            self._shut = True
            self._ending = asyncio.get_running_loop().create_task(self._finish(code, reason))

    def abort(self) -> None:
        """Cut the connection without another word: the client does not read."""
        self._shut = True
        if self._request.transport is not None:
            self._request.transport.abort()

    async def _finish(self, code: int, reason: bytes) -> None:
        for _ in range(20):
            if not self._outbox.messages:
                break
            await asyncio.sleep(0.05)
        await self._close(code, reason)

    async def _close(self, code: int, reason: bytes) -> None:
        try:
            async with asyncio.timeout(2):
                await self._socket.close(code=code, message=reason)
        except (TimeoutError, OSError, RuntimeError):
            pass
        self.abort()

    def _worth_reading(self, frame: str) -> bool:
        """Engine.IO: 1 close, 3 pong, 4 message; Socket.IO inside it: 0 connect, 1 disconnect, 2 event, 5 binary event."""
        if self._shut:
            return False
        if frame[:1] in ("1", "3"):
            return len(frame) < 16
        if frame[:2] == "40":
            return not self.admitted and len(frame) <= limits.MESSAGE
        return frame[:2] == "41" or (frame[:2] in ("42", "45") and self.admitted)

    def _cancel_stranger(self) -> None:
        if self._stranger is not None:
            self._stranger.cancel()
            self._stranger = None


class Engine(engineio.AsyncServer):  # type: ignore[misc]
    """Engine.IO over Lines and Outboxes."""

    _async: dict[str, Any]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._async = {**self._async, "websocket": Line}

    def create_queue(self, *_: Any, **__: Any) -> Outbox:
        """The queue of one client."""
        return Outbox()
