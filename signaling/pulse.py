"""This process among the others: it beats, and buries what dead ones left behind."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID, uuid4

from signaling.limits import DATABASE
from telehealth import events
from telehealth.db import Database
from telehealth.live import letters, processes
from telehealth.live.processes import DEAD_AFTER, Place

log = logging.getLogger("signaling")
BEAT: Final = 1.0
"""Seconds between two beats. After six without one the others take a process for dead."""
GAP: Final = 3.0
"""Seconds between two of our own beats after which we judge nobody for a while."""


class Pulse:
    """Beats from start() to close(). `on_unknown` runs when nobody knew of us: our rows must be written again."""

    def __init__(
        self, database: Database, on_unknown: Callable[[], Awaitable[None]], on_buried: Callable[[Place], None]
    ) -> None:
        self.process_id: Final[UUID] = uuid4()
        self._database = database
        self._on_unknown = on_unknown
        self._on_buried = on_buried
        self._task: asyncio.Task[None] | None = None
        self._last_beat = self._steady_since = time.monotonic()
        self._missed = 0

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name="pulse")

    async def close(self) -> None:
        """Beat a last time and stop. The rows stay: whoever is reconnecting to another process keeps the seat
        meanwhile, and the others bury the rest of us like any dead process."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        try:
            async with asyncio.timeout(1):
                await self._beat()
        except Exception as fault:
            log.warning("pulse: no last beat (%s)", type(fault).__name__)

    async def _run(self) -> None:
        while True:
            try:
                async with asyncio.timeout(DATABASE):
                    await self.look()
            except Exception as fault:
                self._note_missed(fault)
            else:
                self._note_beaten()
            await asyncio.sleep(BEAT)

    def _note_missed(self, fault: Exception) -> None:
        """Said once, however long the database is away."""
        self._missed += 1
        if self._missed == 1:
            log.warning("pulse: misses beats (%s)", type(fault).__name__)

    def _note_beaten(self) -> None:
        if self._missed:
            log.info("pulse: beats again, after %d missed", self._missed)
        self._missed = 0

    async def look(self) -> None:
        """One beat, and one look for the dead."""
        if not await self._beat():
            await self._on_unknown()
        if self._steady():
            await self._bury()

    async def _beat(self) -> bool:
        async with self._database.transaction() as session:
            return await processes.beat(session, self.process_id)

    def _steady(self) -> bool:
        """Whether we have beaten without a gap for as long as silence proves a death: after an outage of the database
        (or a stop of this very process) everybody's beat may be old, and nobody is dead."""
        now = time.monotonic()
        if now - self._last_beat > GAP:
            self._steady_since = now
        self._last_beat = now
        return now - self._steady_since >= DEAD_AFTER.total_seconds()

    async def _bury(self) -> None:
        async with self._database.transaction() as session:
            places = await processes.bury(session)
            await letters.forget_old(session)
            for call_id in sorted({place.call_id for place in places}):
                await events.record(session, events.PeersMoved(call_id))
        for place in places:
            self._on_buried(place)
