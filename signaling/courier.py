"""Relays between members on different processes: sent by the one, judged again by the other.

A relay passes when all of this holds: it carries the installation's seal, it is the next one of its process (so nothing
passes twice, or before what was said earlier), `to` is seated in the call here, and `from` is seated in the same call on the
process that sent it, as its row in the database says. So neither a stranger at Redis nor a row that is no more gets
anything through. It makes no difference which way it came: over Redis, or as a letter.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, Literal
from uuid import UUID

from signaling.bus import Bus
from signaling.mailbag import Mailbag
from signaling.negotiation import Member, Negotiation, Remote
from signaling.quiet import Quiet
from signaling.sealed import Carried, Heard, Seal
from signaling.seating import Wire
from telehealth import metrics
from telehealth.db import Database
from telehealth.errors import Unavailable

WAITING: Final = 200
"""Messages of one call that may wait for its rows to be read; a whole set-up is about 30."""
WORD_AFTER: Final = 0.05
"""Seconds until the other side is told what we have of its relays: one word for many."""


class Courier:
    """Sends relays to members elsewhere, and delivers what comes from there."""

    def __init__(
        self,
        process_id: UUID,
        key: bytes,
        bus: Bus | None,
        database: Database,
        negotiation: Negotiation,
        learn: Callable[[str], Awaitable[None]],
        sockets: Wire,
    ) -> None:
        self._process_id = process_id
        self._seal = Seal(key, process_id)
        self._bus = bus
        self._database = database
        self._negotiation = negotiation
        self._learn = learn
        self._sockets = sockets
        self._quiet = Quiet(logging.getLogger("signaling"))
        self._bags: dict[UUID, Mailbag] = {}
        self._through: dict[UUID, int] = {}  # process → the last of its relays that we have
        self._owed: set[UUID] = set()
        self._waiting: dict[str, deque[Carried]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, sender: Member, receiver: Remote, event: Literal["signal", "media"], body: dict[str, Any]) -> None:
        """To a member elsewhere; never waits. Unavailable when too much waits already: the client tries again."""
        to = receiver.process_id
        if to not in self._bags:
            self._bags[to] = Mailbag(to, self._bus, self._database)

        def sealed(number: int) -> bytes:
            here = self._process_id
            carried = Carried(process=here, number=number, event=event, call=receiver.call, to=receiver.peer, body=body)
            return self._seal.sealed(carried, to)

        if not self._bags[to].put(sender.sid, sealed):
            metrics.REMOTE_RELAYS.labels("unavailable").inc()
            raise Unavailable(detail="Too much waits for the server of the other side.")
        metrics.REMOTE_RELAYS.labels("sent").inc()

    def take(self, message: bytes) -> None:
        """What came over Redis. Only the next one will do: another proves that one before it is on its way by letter."""
        said = self._opened(message)
        if isinstance(said, Heard):
            if said.process in self._bags:
                self._bags[said.process].heard(said.through)
        elif said is not None:
            self._take_once(said, self._through.get(said.process, 0) + 1)
            self._owe_word(said.process)

    def take_letter(self, message: bytes) -> None:
        """What came by letter. Letters are whole and in order, so a number that is missing was given up by its sender."""
        said = self._opened(message)
        if isinstance(said, Carried):
            self._take_once(said, said.number)

    async def close(self) -> None:
        """Stop what waits."""
        await asyncio.gather(*(bag.close() for bag in self._bags.values()))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ---- in order

    def _take_once(self, carried: Carried, expected: int) -> None:
        if carried.number <= self._through.get(carried.process, 0):
            metrics.REMOTE_RELAYS.labels("repeated").inc()
        elif carried.number == expected:
            self._through[carried.process] = carried.number
            self._receive(carried)

    def _receive(self, carried: Carried) -> None:
        """In the order it came, call by call."""
        if carried.call in self._waiting:
            self._wait(carried)
        else:
            self._waiting[carried.call] = deque([carried])
            self._start(self._deliver_waiting(carried.call))

    def _wait(self, carried: Carried) -> None:
        waiting = self._waiting[carried.call]
        if len(waiting) < WAITING:
            waiting.append(carried)
        else:
            self._refuse("signaling: too many relays wait for one call")

    async def _deliver_waiting(self, call: str) -> None:
        waiting = self._waiting[call]
        try:
            while waiting:
                carried = waiting.popleft()
                if self._sender(carried) is None:  # it may have sat down a moment ago: ask the rows
                    await self._read_rows(call)
                await self._deliver(carried)
        finally:
            del self._waiting[call]

    async def _read_rows(self, call: str) -> None:
        try:
            await self._learn(call)
        except Exception as fault:
            self._quiet.warning("signaling: the rows of a call could not be read", fault)

    async def _deliver(self, carried: Carried) -> None:
        receiver, sender = self._receiver(carried), self._sender(carried)
        if receiver is None or sender is None or not carried.is_sound():
            self._refuse("signaling: a relay from another process had no seat, or says nothing we say")
            return
        metrics.REMOTE_RELAYS.labels("delivered").inc()
        await self._sockets.tell([receiver.sid], carried.event, carried.body)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ---- the word that it is here

    def _owe_word(self, process_id: UUID) -> None:
        if process_id not in self._owed:
            self._owed.add(process_id)
            self._start(self._give_word(process_id))

    async def _give_word(self, process_id: UUID) -> None:
        await asyncio.sleep(WORD_AFTER)
        self._owed.discard(process_id)
        through = self._through.get(process_id, 0)
        if self._bus is not None and through:
            heard = Heard(process=self._process_id, through=through)
            await self._bus.send(process_id, [self._seal.sealed(heard, process_id)])

    # ---- judged

    def _opened(self, message: bytes) -> Carried | Heard | None:
        said = self._seal.opened(message)
        if said is None:
            self._refuse("signaling: a relay from another process was not ours")
        return said

    def _receiver(self, carried: Carried) -> Member | None:
        return self._negotiation.seat_of(carried.call, carried.to)

    def _sender(self, carried: Carried) -> Remote | None:
        sender = self._negotiation.remote_of(carried.call, str(carried.body.get("from")))
        return sender if sender is not None and sender.process_id == carried.process else None

    def _refuse(self, why: str) -> None:
        metrics.REMOTE_RELAYS.labels("refused").inc()
        self._quiet.warning(why)
