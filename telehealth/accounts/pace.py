"""Slowing down by address. Carriers put a whole commune behind one address, so it only slows and never refuses."""

import asyncio
import time
from collections import OrderedDict, deque

from aiohttp import web

FREE = 60
"""Requests a minute from one address that are not slowed."""
STEP = 0.05
"""Seconds added for each further one."""
SLOWEST = 1.5
"""Seconds a request waits at most."""
_WINDOW = 60.0
_ADDRESSES = 10_000


class Pace:
    """How often each address has asked in the last minute, in this process's memory."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()

    def delay(self, address: str, now: float) -> float:
        """Count a request; seconds it should wait. now: a monotonic time in seconds."""
        times = self._asked.setdefault(address, deque(maxlen=FREE + int(SLOWEST / STEP) + 1))
        self._asked.move_to_end(address)
        while len(self._asked) > _ADDRESSES:
            self._asked.popitem(last=False)
        while times and times[0] <= now - _WINDOW:
            times.popleft()
        times.append(now)
        return min(SLOWEST, max(0, len(times) - FREE) * STEP)

    async def keep(self, address: str | None) -> None:
        """Wait as long as this address has to. Call it before a transaction is opened, never inside."""
        seconds = self.delay(address or "", time.monotonic())
        if seconds:
            await asyncio.sleep(seconds)


PACE = web.AppKey("pace", Pace)


async def keep_pace(request: web.Request) -> None:
    """Let this request wait as long as its address has to."""
    await request.app[PACE].keep(request.remote)
