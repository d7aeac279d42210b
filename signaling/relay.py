"""Domain events to clients: a client is told that something moved, and fetches by HTTP what it may see of it."""

import asyncio
import logging
from typing import Any, Final
from uuid import UUID

from signaling.audience import STAFF_ROOMS, account_room, ended_among, readers_of, session_room
from signaling.negotiation import Negotiation
from signaling.protocol import AdviceMoved, CallMessage, CallMoved, Holder
from signaling.seating import Seating, Wire
from signaling.throttle import Throttle
from telehealth import events
from telehealth.calls import seats
from telehealth.calls.seats import CallNews
from telehealth.db import Database

log = logging.getLogger("signaling")
PATIENCE: Final = 4.0
"""Seconds the database may take over one event; less than the listener gives us."""


class Relay:
    """From committed events to the sockets of this process."""

    def __init__(self, database: Database, negotiation: Negotiation, seating: Seating, sockets: Wire) -> None:
        self._database = database
        self._negotiation = negotiation
        self._seating = seating
        self._sockets = sockets
        self._throttle = Throttle(self._tell_staff)
        self._behind = False
        self._catching_up: asyncio.Task[None] | None = None

    async def tell(self, event: events.Event) -> None:
        """One committed event. Never raises: what could not be told is made up for by catching up."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._tell(event)
        except Exception as fault:
            log.warning("relay: %s could not be told (%s)", event.type, type(fault).__name__)
            self._start_catching_up()

    async def refetch_all(self) -> None:
        """Events may have been missed: put out whoever lost a seat or a session meanwhile; everyone looks again."""
        await self._sockets.tell_all("refetch", {})
        self._start_catching_up()

    async def close(self) -> None:
        """Stop what is pending."""
        self._throttle.close()
        if self._catching_up is not None:
            self._catching_up.cancel()
            await asyncio.gather(self._catching_up, return_exceptions=True)

    def _start_catching_up(self) -> None:
        """At most one at a time; one that is under way starts over, since it may have read before the new gap."""
        self._behind = True
        if self._catching_up is None or self._catching_up.done():
            self._catching_up = asyncio.create_task(self._catch_up_until_done())

    async def _catch_up_until_done(self) -> None:
        while self._behind:
            self._behind = False
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._catch_up()
                await self._sockets.tell_all("refetch", {})
            except Exception as fault:
                log.warning("relay: still behind (%s)", type(fault).__name__)
                self._behind = True
                await asyncio.sleep(1)

    async def _tell(self, event: events.Event) -> None:
        match event:
            case events.CallChanged():
                self._throttle.poke("queue.changed")
                await self._call_changed(event.call_id, event.practitioners)
            case events.MessagePosted():
                await self._message_posted(event)
            case events.AdviceChanged():
                await self._advice_changed(event)
            case events.PeersMoved():
                await self._seating.heard(event)
            case events.SessionRevoked(session_id):
                await self._sockets.end_session(session_id)
            case events.AlertChanged():
                self._throttle.poke("queue.changed")
            case events.DutyChanged() | events.CallbackChanged():
                self._throttle.poke(event.type)

    async def _tell_staff(self, kind: str) -> None:
        await self._sockets.tell(STAFF_ROOMS, kind, {})

    async def _call_changed(self, call_id: UUID, practitioners: tuple[UUID, ...]) -> None:
        async with self._database.transaction() as session:
            news = await seats.news(session, call_id, practitioners)
            going = await self._seating.review(session, str(call_id), news)
        if news is None:
            return
        await self._sockets.tell(_people(news), "call.changed", moved(news).model_dump())
        if news.state != "ended":
            await self._seating.announce(going)
            self._seating.look_for_holder(news)

    async def _message_posted(self, event: events.MessagePosted) -> None:
        here = [member.sid for member in self._negotiation.seated_in(str(event.call_id))]
        told = CallMessage(call=str(event.call_id), message=str(event.message_id))
        await self._sockets.tell(here, "call.message", told.model_dump())

    async def _advice_changed(self, event: events.AdviceChanged) -> None:
        async with self._database.transaction() as session:
            rooms = await readers_of(session, event.encounter_id, event.patient_id)
        told = AdviceMoved(encounter=str(event.encounter_id))
        await self._sockets.tell(rooms, "advice.changed", told.model_dump())

    async def _catch_up(self) -> None:
        async with self._database.transaction() as session:
            ended = await ended_among(session, self._sockets.sessions())
            for call in self._negotiation.calls:
                news = await seats.news(session, UUID(call))
                await self._seating.announce(await self._seating.review(session, call, news))
        for call in self._negotiation.calls:
            await self._seating.learn(call)
        for session_id in ended:
            await self._sockets.end_session(session_id)


def moved(news: CallNews) -> CallMoved:
    """call.changed as sent."""
    holder = Holder(id=str(news.holder_id), name=news.holder_name or "") if news.holder_id else None
    state: Any = news.state
    return CallMoved(
        call=str(news.call_id), version=news.version, state=state, holder=holder, holder_device=news.holder_device
    )


def _people(news: CallNews) -> list[str]:
    """The caller's session and account, and the account of every practitioner the event names and of the holder."""
    rooms = [account_room(account) for account in news.practitioner_accounts.values()]
    if news.caller_account is not None:
        rooms.append(account_room(news.caller_account))
    if news.caller_session is not None:
        rooms.append(session_room(news.caller_session))
    return rooms
