"""At most one a second of each kind, and never losing the last."""

import asyncio
from collections.abc import Awaitable, Callable


class Throttle:
    """Calls `send(kind)` at once for the first poke, then at most once per interval, always after the last poke."""

    def __init__(self, send: Callable[[str], Awaitable[None]], interval: float = 1.0) -> None:
        self._send, self._interval = send, interval
        self._free_at: dict[str, float] = {}
        self._pending: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def poke(self, kind: str) -> None:
        """Something of this kind happened. A poke that finds one pending needs nothing: that one is yet to be sent."""
        if kind not in self._pending:
            self._pending.add(kind)
            task = asyncio.get_running_loop().create_task(self._later(kind))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def close(self) -> None:
        """Forget what is pending."""
        for task in self._tasks:
            task.cancel()

    async def _later(self, kind: str) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, self._free_at.get(kind, 0.0) - loop.time()))
        self._free_at[kind] = loop.time() + self._interval
        self._pending.discard(kind)  # before sending: what happens from now on needs a message of its own
        await self._send(kind)
