"""Seats: taken at call.join, kept as long as the database says so, left with the socket.

The one place where membership (negotiation), the seat in the database (calls.seats) and presence meet.
"""

import asyncio
from typing import Any, Protocol
from uuid import UUID

from signaling.limits import DATABASE
from signaling.negotiation import Chair, Learned, Member, Negotiation, Remote
from signaling.presence import Presence
from signaling.roll import Roll
from telehealth.calls import seats
from telehealth.calls.seats import CallNews
from telehealth.db import Database, Session
from telehealth.errors import Denied, DomainError, NotFound
from telehealth.events import PeersMoved
from telehealth.live import peers
from telehealth.live.peers import Peer


class Wire(Protocol):
    """What is needed of the server: the sockets of this process."""

    async def tell(self, rooms: list[str], event: str, payload: dict[str, Any]) -> None:
        """Emit to every socket of these rooms (a socket's own id is a room too), each once."""

    async def tell_all(self, event: str, payload: dict[str, Any]) -> None:
        """Emit to every socket."""

    async def end_session(self, session_id: UUID) -> None:
        """Say session.revoked to the sockets of a session and close them."""

    def sessions(self) -> list[UUID]:
        """The sessions of every socket."""


class Seating:
    """Takes, reviews and leaves seats."""

    def __init__(
        self, database: Database, negotiation: Negotiation, presence: Presence, roll: Roll, sockets: Wire
    ) -> None:
        self._database = database
        self._negotiation = negotiation
        self._presence = presence
        self._roll = roll
        self._sockets = sockets

    async def take(self, member: Member) -> list[Member | Remote]:
        """Read the seat of an expected member and seat it; returns the others. The reason as an error otherwise."""
        try:
            async with asyncio.timeout(DATABASE), self._database.transaction() as session:
                chair = await read_chair(session, member)
                here = self._negotiation.seated_in(member.call)
                rows = await self._roll.sit(session, member, chair)
            replaced = self._negotiation.seat(member, chair)
        except BaseException:
            self._negotiation.forget_expected(member)
            self._roll.left(member)
            raise
        for old in replaced:
            await self._say_gone(old)
        others = self._negotiation.others(member)
        await self._sockets.tell([other.sid for other in others], "call.peer", member.seen(present=True))
        self._presence.touch(chair)
        await self._learn(member.call, rows, here)
        return [*self._negotiation.others(member), *self._negotiation.remote_in(member.call)]

    async def heard(self, event: PeersMoved) -> None:
        """Another process, or what a dead one left, changed."""
        if event.process_id != self._roll.process_id:
            await self.learn(str(event.call_id))

    async def learn(self, call: str) -> None:
        """Pages on other processes came or went: read them again, and tell those here."""
        here = self._negotiation.seated_in(call)
        if not self._negotiation.known_in(call):
            return
        async with self._database.transaction() as session:
            rows = await peers.seated_in(session, UUID(call))
        await self._learn(call, rows, here)
        for member in here:
            if not any(row.peer == member.peer for row in rows) and not member.gone:
                await self._roll.restore(member)  # we had been taken for dead

    async def leave(self, member: Member) -> None:
        """The socket is gone, or its page left: the seat is kept, its place here is not."""
        self._negotiation.remove(member)
        self._roll.left(member)
        if member.chair is not None:
            self._presence.touch(member.chair)
            await self._say_gone(member)

    def look_for_holder(self, news: CallNews) -> None:
        """Whoever answered may be gone before their page sat down anywhere, and so no socket's end will tell of it: where
        the caller sits, the holder's chair is looked at too."""
        call = str(news.call_id)
        if news.state != "connected" or news.holder_id is None or not self._negotiation.seated_in(call):
            return
        chair = Chair(call, "holder", news.holder_id)
        if not self._negotiation.occupied(chair):
            self._presence.touch(chair)

    async def review(self, session: Session, call: str, news: CallNews | None) -> list[Member]:
        """Read every member's seat again. Who has none any more is out at once and returned, to be announced later."""
        going = []
        for member in self._negotiation.known_in(call):
            try:
                chair = await read_chair(session, member, news)
            except DomainError:
                self._negotiation.remove(member)
                self._roll.left(member)
                going.append(member)
                self._settle(member.chair, news)
            else:
                self._move(member, chair)
        return going

    async def announce(self, going: list[Member]) -> None:
        """Tell those who stay, and the members themselves, that they are out."""
        for member in going:
            if member.chair is not None:
                await self._say_gone(member)

    async def _learn(self, call: str, rows: list[Peer], judged: list[Member]) -> None:
        """Know the rows of other processes, and say what they mean to those here."""
        elsewhere = [_remote(row) for row in rows if row.process_id != self._roll.process_id]
        learned = self._negotiation.learn(call, elsewhere, judged)
        for member in learned.replaced:
            await self._say_replaced(member, learned)
        here = [member.sid for member in self._negotiation.seated_in(call)]
        for remote in learned.went:
            await self._sockets.tell(here, "call.peer", remote.seen(present=False))
        for remote in learned.came:
            await self._sockets.tell(here, "call.peer", remote.seen(present=True))

    async def _say_replaced(self, member: Member, learned: Learned) -> None:
        """The page goes on elsewhere: under the same id nobody need hear that its old socket is out."""
        if member.chair is not None:
            self._presence.touch(member.chair)
        if member.peer not in {remote.peer for remote in learned.came}:
            await self._say_gone(member)

    def _move(self, member: Member, chair: Chair) -> None:
        if member.chair is None:
            member.newer = chair
        elif member.chair != chair:
            member.chair = chair
            self._presence.touch(chair)

    def _settle(self, chair: Chair | None, news: CallNews | None) -> None:
        """A seat that still exists in the call is now empty here; one that does not exist is owed nothing."""
        if chair is None:
            return
        exists = news is not None and news.state != "ended"
        if exists and (chair.part == "caller" or chair.practitioner_id == getattr(news, "holder_id", None)):
            self._presence.touch(chair)
        else:
            self._presence.forget(chair)

    async def _say_gone(self, member: Member) -> None:
        here = [other.sid for other in self._negotiation.seated_in(member.call)]
        await self._sockets.tell([*here, member.sid], "call.peer", member.seen(present=False))


def _remote(row: Peer) -> Remote:
    part: Any = row.part
    return Remote(str(row.call_id), row.device, row.peer, part, row.session_id, row.process_id, row.sid)


async def read_chair(session: Session, member: Member, news: CallNews | None = None) -> Chair:
    """The seat of a member now. NotFound without one; Denied on a device of the holder that is not the one holding:
    `POST /api/calls/{id}/resume` moves the seat there first."""
    seat = await seats.seat(session, member.who, UUID(member.call))
    if seat.part == "holder":
        news = news or await seats.news(session, seat.call_id)
        if news is None:
            raise NotFound()
        if news.holder_device != member.device:
            raise Denied(detail="Another of your devices holds this call; resume it here first.")
    return Chair(member.call, seat.part, seat.practitioner_id)
