"""What this process has yet to tell one other process: in order, bounded, and by whichever way there is.

A relay leaves the bag when the other side says that it has it (over Redis), or when it is a letter in the database. So
it does not matter when and how Redis goes: what nobody has confirmed goes by letter, and what arrives both ways is told
apart by its number (courier.py).
"""

import asyncio
import logging
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Final
from uuid import UUID

from signaling.bus import Bus
from signaling.limits import BAG, BAG_BYTES, BAG_PER_SENDER, DATABASE
from signaling.quiet import Quiet
from telehealth import metrics
from telehealth.db import Database
from telehealth.live import letters

BATCH: Final = 50
"""Relays on their way at a time."""
WORD_WITHIN: Final = 1.0
"""Seconds within which the other side must say that it has what Redis carried; then it goes by letter."""
PAUSE: Final = 0.05
"""Seconds between two batches of letters: at most a thousand letters a second."""
RETRY: Final = 1.0


@dataclass(frozen=True)
class Relay:
    """One sealed relay in the bag."""

    number: int
    sender: str
    message: bytes
    since: float


class Mailbag:
    """The relays for one other process. put() never waits; a task carries them while there are any."""

    def __init__(self, to: UUID, bus: Bus | None, database: Database) -> None:
        self._to = to
        self._bus = bus
        self._database = database
        self._quiet = Quiet(logging.getLogger("signaling"))
        self._relays: deque[Relay] = deque()
        self._of_sender: Counter[str] = Counter()
        self._bytes = 0
        self._number = 0
        self._told = 0  # the last number given to Redis
        self._word_by = 0.0
        self._moved = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def put(self, sender: str, sealed: Callable[[int], bytes]) -> bool:
        """Take one more relay of this sender (its socket). False: too much waits already."""
        message = sealed(self._number + 1)
        if (
            len(self._relays) >= BAG
            or self._bytes + len(message) > BAG_BYTES
            or self._of_sender[sender] >= BAG_PER_SENDER
        ):
            return False
        self._number += 1
        self._relays.append(Relay(self._number, sender, message, time.monotonic()))
        self._bytes += len(message)
        self._of_sender[sender] += 1
        self._moved.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._carry(), name="mailbag")
        return True

    def heard(self, through: int) -> None:
        """The other side has everything up to this number, or will read it in the database."""
        while self._relays and self._relays[0].number <= through:
            self._take_out()
            self._word_by = time.monotonic() + WORD_WITHIN
        self._moved.set()

    async def close(self) -> None:
        """What is on its way gets a moment to arrive."""
        if self._task is not None:
            await asyncio.wait([self._task], timeout=WORD_WITHIN)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _carry(self) -> None:
        while self._relays:
            await self._by_redis()
            self._drop_old()
            if self._relays:
                await self._by_letter()

    # ---- the two ways

    async def _by_redis(self) -> None:
        """Until the bag is empty, or Redis or the other side is silent."""
        self._told, self._word_by = 0, time.monotonic() + WORD_WITHIN
        while self._relays and self._bus is not None:
            self._moved.clear()
            begin = max(self._told + 1 - self._relays[0].number, 0)
            fresh = list(islice(self._relays, begin, begin + BATCH))
            if fresh:
                self._told = fresh[-1].number
                if not await self._bus.send(self._to, [one.message for one in fresh]):
                    return
            elif not await self._moves():
                return

    async def _moves(self) -> bool:
        """Whether a word came, or something new to say, before the other side's time is up."""
        try:
            async with asyncio.timeout(self._word_by - time.monotonic()):
                await self._moved.wait()
        except TimeoutError:
            return False
        return True

    async def _by_letter(self) -> None:
        batch = list(islice(self._relays, BATCH))
        try:
            async with asyncio.timeout(DATABASE), self._database.transaction() as session:
                kept = await letters.post(session, self._to, [one.message for one in batch])
        except Exception as fault:
            self._quiet.warning(f"signaling: letters to another process could not be written ({type(fault).__name__})")
            kept = False
        if kept:
            metrics.REMOTE_RELAYS.labels("letter").inc(len(batch))
            self.heard(batch[-1].number)
        await asyncio.sleep(PAUSE if kept else RETRY)

    # ---- leaving the bag

    def _drop_old(self) -> None:
        """What could go neither way for so long is of no use to anybody."""
        while self._relays and time.monotonic() - self._relays[0].since > letters.WORTHLESS_AFTER.total_seconds():
            self._take_out()
            metrics.REMOTE_RELAYS.labels("expired").inc()

    def _take_out(self) -> None:
        relay = self._relays.popleft()
        self._bytes -= len(relay.message)
        self._of_sender[relay.sender] -= 1
        if not self._of_sender[relay.sender]:
            del self._of_sender[relay.sender]
