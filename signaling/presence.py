"""Who is at the socket, written into the call: a seat is taken by its first device and lost with its last, over all
processes.

Level, not edge: the worker compares what is with what was last written, so a failed write is simply done again, and a
page that reloads within the grace flaps nothing. Handlers only touch; they never wait for this.

"Last" is a statement about all processes: the call's row is locked against a page that is just sitting down elsewhere
(its row refers to the call's), then the rows of the others are read, then the loss is written.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final
from uuid import UUID

from sqlalchemy import select

from signaling.negotiation import Chair, Negotiation
from telehealth.calls import seats
from telehealth.calls.models import CallRow
from telehealth.db import Database, Session
from telehealth.errors import NotFound
from telehealth.live import peers
from telehealth.live.processes import Place

log = logging.getLogger("signaling")
GRACE: Final = 2.0
"""Seconds a seat stays taken after its last socket went: a reload takes about one."""
RETRY: Final = 1.0
SWEEP: Final = 1.0
"""Seconds between two looks for seats that are not as they are written: finds those whose process died before it could
write (or died while burying another that had), and callers whose page never came."""

LiveSeats = Callable[[Session], Awaitable[list[tuple[seats.Seat, bool]]]]


class Presence:
    """The one writer of presence of this process. start() once the loop runs, close() before the database closes."""

    def __init__(
        self, database: Database, negotiation: Negotiation, process_id: UUID, live_seats: LiveSeats | None
    ) -> None:
        self._database = database
        self._negotiation = negotiation
        self._process_id = process_id
        self._live_seats = live_seats
        self._due: dict[Chair, float] = {}  # chair → when to look at it
        self._present: set[Chair] = set()  # chairs last written as taken
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin writing."""
        self._tasks = [asyncio.create_task(self._work())]
        if self._live_seats is not None:
            self._tasks.append(asyncio.create_task(self._sweep_for_ever()))

    async def close(self) -> None:
        """Stop. The seats stay as they are: their people are on their way to another process, which takes the seats of
        whoever does not come for lost once this process is dead (pulse.py)."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def forget_written(self) -> None:
        """Others may have written our seats as lost: each is written again."""
        for chair in list(self._present):
            self._present.discard(chair)
            self.touch(chair)

    def forget(self, chair: Chair) -> None:
        """The seat itself is no more (the call ended, or somebody else holds it): nothing is owed."""
        self._due.pop(chair, None)
        self._present.discard(chair)

    def touch(self, chair: Chair) -> None:
        """Somebody came to this seat or left it. A rung doctor's sockets change nothing: the ring runs on. But one who
        leaves may have answered a moment ago, before we heard of it: then it is the holder's seat that is empty."""
        taken = self._negotiation.occupied(chair)
        if chair.part == "rung":
            if taken:
                return
            chair = Chair(chair.call, "holder", chair.practitioner_id)
        self._due[chair] = time.monotonic() + (0 if taken else GRACE)
        self._wake.set()

    # ---- the worker

    async def _work(self) -> None:
        while True:
            now = time.monotonic()
            for chair in [chair for chair, due in self._due.items() if due <= now]:
                await self._settle(chair)
            self._wake.clear()
            wait = min(self._due.values(), default=now + 60) - time.monotonic()
            with suppress(TimeoutError):  # not wait_for: in Python 3.11 it may swallow a cancellation
                async with asyncio.timeout(max(wait, 0.0)):
                    await self._wake.wait()

    async def _settle(self, chair: Chair) -> None:
        """Make what is written equal what is. touch() during the write puts the chair back."""
        del self._due[chair]
        present = self._negotiation.occupied(chair)
        if present and chair in self._present:
            return
        try:
            await self._write(chair, present=present)
        except NotFound:
            self._present.discard(chair)
        except Exception as fault:
            log.warning("presence: write failed (%s), trying again", type(fault).__name__)
            self._due.setdefault(chair, time.monotonic() + RETRY)

    async def _write(self, chair: Chair, *, present: bool) -> None:
        seat = seats.Seat(UUID(chair.call), chair.part, chair.practitioner_id)
        async with self._database.transaction() as session:
            if present or await self._is_lost(session, seat):
                await seats.note_presence(session, seat, present=present)
        (self._present.add if present else self._present.discard)(chair)

    async def _is_lost(self, session: Session, seat: seats.Seat) -> bool:
        """Whether this seat is theirs at all, and they sit nowhere else."""
        query = select(CallRow.holder_id).where(CallRow.id == seat.call_id).with_for_update()
        holder = await session.scalar(query)
        if seat.part == "holder" and holder != seat.practitioner_id:
            return False
        place = Place(seat.call_id, seat.part, seat.practitioner_id)
        return not await peers.occupied(session, place, but=self._process_id)

    # ---- the sweep

    async def _sweep_for_ever(self) -> None:
        while True:
            await asyncio.sleep(SWEEP)
            try:
                await self.sweep()
            except Exception as fault:
                log.warning("presence: sweep failed (%s)", type(fault).__name__)

    async def sweep(self) -> None:
        """Write every seat of a live call that is not as it is written (or taken elsewhere, which the write finds out)."""
        assert self._live_seats is not None
        async with self._database.transaction() as session:
            found = await self._live_seats(session)
        for seat, is_lost in found:
            chair = Chair(str(seat.call_id), seat.part, seat.practitioner_id)
            if chair not in self._due and self._negotiation.occupied(chair) == is_lost:  # one that is due stays due
                self._present.discard(chair)
                self.touch(chair)
