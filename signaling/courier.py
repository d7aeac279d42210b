"""Relays between members on different processes: sent by the one, judged again by the other.

A message passes when all of this holds: it carries the installation's seal, `to` is seated in the call here, and
`from` is seated in the same call on another process, as its row in the database says. So neither a stranger at Redis nor a
row that is no more gets anything through.
"""

import asyncio
import hashlib
import hmac
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, Literal

from pydantic import ValidationError

from signaling.bus import Bus
from signaling.limits import MESSAGE
from signaling.negotiation import Member, Negotiation, Remote
from signaling.protocol import CallId, MediaRelayed, Message, PeerId, Relayed
from signaling.quiet import Quiet
from signaling.seating import Wire
from telehealth import metrics
from telehealth.errors import Unavailable

SEAL: Final = hashlib.sha256().digest_size
LARGEST: Final = 2 * MESSAGE
WAITING: Final = 200
"""Messages of one call that may wait for its rows to be read; a whole set-up is about 30."""
_BODIES: dict[str, type[Relayed | MediaRelayed]] = {"signal": Relayed, "media": MediaRelayed}


class Carried(Message):
    """One relay on its way between two processes."""

    event: Literal["signal", "media"]
    call: CallId
    to: PeerId
    body: dict[str, Any]


class Courier:
    """Sends relays to members elsewhere, and delivers what comes from there."""

    def __init__(
        self,
        key: bytes,
        bus: Bus | None,
        negotiation: Negotiation,
        learn: Callable[[str], Awaitable[None]],
        sockets: Wire,
    ) -> None:
        self._key = key
        self._bus = bus
        self._negotiation = negotiation
        self._learn = learn
        self._sockets = sockets
        self._quiet = Quiet(logging.getLogger("signaling"))
        self._waiting: dict[str, deque[Carried]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def send(self, receiver: Remote, event: Literal["signal", "media"], body: dict[str, Any]) -> None:
        """To a member elsewhere. Unavailable when its process cannot be told now: the client tries again."""
        carried = Carried(event=event, call=receiver.call, to=receiver.peer, body=body)
        message = self._sealed(carried.model_dump_json().encode())
        if self._bus is None or not await self._bus.send(receiver.process_id, message):
            metrics.REMOTE_RELAYS.labels("unavailable").inc()
            raise Unavailable(detail="The other side is on another server that cannot be told now.")
        metrics.REMOTE_RELAYS.labels("sent").inc()

    def take(self, message: bytes) -> None:
        """What came in. In the order it came, call by call."""
        carried = self._opened(message)
        if carried is None:
            self._refuse("signaling: a relay from another process was not ours")
        elif carried.call in self._waiting:
            self._wait(carried)
        elif self._sender(carried) is None:  # it may have sat down a moment ago: ask the rows
            self._waiting[carried.call] = deque([carried])
            self._start(self._read_and_deliver(carried.call))
        else:
            self._waiting[carried.call] = deque([carried])
            self._start(self._deliver_waiting(carried.call))

    async def close(self) -> None:
        """Stop what waits."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ---- in order

    def _wait(self, carried: Carried) -> None:
        waiting = self._waiting[carried.call]
        if len(waiting) < WAITING:
            waiting.append(carried)
        else:
            self._refuse("signaling: too many relays wait for one call")

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _read_and_deliver(self, call: str) -> None:
        try:
            await self._learn(call)
        except Exception as fault:
            self._quiet.warning("signaling: the rows of a call could not be read", fault)
        await self._deliver_waiting(call)

    async def _deliver_waiting(self, call: str) -> None:
        waiting = self._waiting[call]
        try:
            while waiting:
                await self._deliver(waiting.popleft())
        finally:
            del self._waiting[call]

    async def _deliver(self, carried: Carried) -> None:
        receiver, sender = self._receiver(carried), self._sender(carried)
        if receiver is None or sender is None:
            self._refuse("signaling: a relay from another process had no seat")
            return
        metrics.REMOTE_RELAYS.labels("delivered").inc()
        await self._sockets.tell([receiver.sid], carried.event, carried.body)

    # ---- judged

    def _receiver(self, carried: Carried) -> Member | None:
        return self._negotiation.seat_of(carried.call, carried.to)

    def _sender(self, carried: Carried) -> Remote | None:
        remotes = self._negotiation.remote_in(carried.call)
        return next((remote for remote in remotes if remote.peer == carried.body.get("from")), None)

    def _refuse(self, why: str) -> None:
        metrics.REMOTE_RELAYS.labels("refused").inc()
        self._quiet.warning(why)

    def _sealed(self, text: bytes) -> bytes:
        return hmac.digest(self._key, text, "sha256") + text

    def _opened(self, message: bytes) -> Carried | None:
        seal, text = message[:SEAL], message[SEAL:]
        if len(message) > LARGEST or not hmac.compare_digest(seal, hmac.digest(self._key, text, "sha256")):
            return None
        try:
            carried = Carried.model_validate_json(text)
            body = _BODIES[carried.event].model_validate_json(json.dumps(carried.body))
        except ValidationError:
            return None
        return carried if body.call == carried.call else None
