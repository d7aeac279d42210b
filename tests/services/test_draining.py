"""A process that was told to stop claims nobody any more; another one's timers ring on."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from telehealth import timers
from telehealth.calls import ledger, ringing, service
from telehealth.calls.models import CallRing, CallTransition
from telehealth.calls.shapes import NewCall
from telehealth.db import Database, Session
from tests.people import Everyone, principal_of
from tests.services.test_calls_queue import PROVINCE, lan_calls, on_duty, rung

AT_MOST = timedelta(seconds=2)
"""From the moment a call is due to its next ring."""


@asynccontextmanager
async def told_to_stop(database: Database) -> AsyncIterator[Database]:
    """A second process of this installation, draining."""
    leaving = Database(database.url)
    leaving.draining = True
    try:
        yield leaving
    finally:
        await leaving.close()


async def rung_there(leaving: Database, work: Callable[[Session], Awaitable[UUID]]) -> list[UUID]:
    """Whom this process itself has rung once it has done this."""
    async with leaving.transaction() as session:
        call_id = await work(session)
        _, call = await ledger.load(session, call_id)
        return [ring.practitioner for ring in call.live_rings]


async def binh_declines_there(database: Database, everyone: Everyone, leaving: Database) -> tuple[UUID, list[UUID]]:
    """Bác sĩ Bình, whom the call rings, says no at the process that stops. The call, and whom that process rings now."""
    await on_duty(database, everyone.binh, everyone.thu)
    binh = await principal_of(database, everyone.binh)
    _, call_id = await lan_calls(database, everyone)
    assert await rung(database, call_id) == [everyone.binh.practitioner_id]

    async def decline(session: Session) -> UUID:
        await service.decline(session, binh, call_id, "busy")
        return call_id

    return call_id, await rung_there(leaving, decline)


async def until_rung(database: Database, call_id: UUID, whom: UUID | None) -> CallRing:
    """The other process's timers run; the ring they made."""
    others = asyncio.create_task(timers.run(database))
    try:
        async with asyncio.timeout(20):
            while whom not in await rung(database, call_id):
                await asyncio.sleep(0.05)
    finally:
        others.cancel()
        await asyncio.gather(others, return_exceptions=True)
    async with database.transaction() as session:
        query = select(CallRing).where(CallRing.call_id == call_id, CallRing.practitioner_id == whom)
        return (await session.scalars(query)).one()


async def test_told_to_stop_it_rings_nobody_and_another_rings_on_in_time(
    database: Database, everyone: Everyone
) -> None:
    async with told_to_stop(database) as leaving:
        call_id, rings = await binh_declines_there(database, everyone, leaving)
        assert rings == [], "the call stays due"
    ring = await until_rung(database, call_id, everyone.thu.practitioner_id)
    async with database.transaction() as session:
        declined = select(CallTransition.at).where(
            CallTransition.call_id == call_id, CallTransition.event == "Declined"
        )
        due = (await session.scalars(declined)).one()
    assert ring.rung_at - due <= AT_MOST


async def test_a_call_that_comes_to_it_all_the_same_is_rung_by_another(database: Database, everyone: Everyone) -> None:
    """The balancer had not looked yet."""
    await on_duty(database, everyone.binh)
    lan = await principal_of(database, everyone.lan)

    async def request(session: Session) -> UUID:
        return await service.request(session, lan, NewCall(relation="child"), PROVINCE)

    async with told_to_stop(database) as leaving:
        assert await rung_there(leaving, request) == []
    async with database.transaction() as session:
        call_id = await service.live_call_of(session, lan)
    assert call_id is not None
    await until_rung(database, call_id, everyone.binh.practitioner_id)


async def test_its_own_timers_end(database: Database) -> None:
    async with told_to_stop(database) as leaving:
        await asyncio.wait_for(timers.run(leaving), 5)


async def test_sabotage_a_process_that_ignores_it_claims_on(
    database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whom it rings on its way out would ring at a process that no longer tells anybody."""
    monkeypatch.setattr(ringing, "DRAINING", "never said")
    async with told_to_stop(database) as leaving:
        _, rings = await binh_declines_there(database, everyone, leaving)
    assert rings == [everyone.thu.practitioner_id]
