"""The ladder on a real database: whom each rung reaches, when the next begins, and that it begins once."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from telehealth import timers
from telehealth.calls import ledger, machine, ringing, service
from telehealth.calls.models import CallRow, CallTransition
from telehealth.calls.states import Call, Outcome, Priority, State
from telehealth.db import Database
from telehealth.duty import ladders
from telehealth.duty.ladder import DEFAULT, Ladder, Manner, Whom
from telehealth.duty.models import Duty
from telehealth.errors import Conflict, Invalid
from tests.nights import (
    LADDER,
    MINUTE,
    PROVINCE,
    a_neighbour,
    accepts,
    call_now,
    calls,
    hangs_up,
    later,
    nga_at_the_station,
    on_duty,
    passes,
    rings_at,
    rung,
    written,
)
from tests.people import Everyone, Staff, doctor_at

TWO_RUNGS = Ladder(rungs=(rung(Whom.STATION), rung(Whom.HOSPITAL)))


async def reached(database: Database, call_id: UUID) -> list[tuple[int, UUID]]:
    """(rung, practitioner) of every ring so far."""
    return [(ring.rung, ring.practitioner) for ring in (await call_now(database, call_id)).rings]


async def test_each_rung_reaches_its_own_people_and_the_last_those_on_standby(
    database: Database, everyone: Everyone
) -> None:
    nga = await nga_at_the_station(database, everyone)
    vinh = await doctor_at(database, "Mai Văn Vinh", "vinh", await a_neighbour(database, everyone))
    await written(database, everyone)
    await on_duty(database, nga, vinh, everyone.binh, everyone.son)
    await on_duty(database, everyone.thu, standby=True)
    call = await calls(database, everyone.lan, everyone.mai)
    for _ in range(3):
        await later(database, call, 61)
    rings = await reached(database, call)
    who = [nga, vinh, everyone.binh]
    assert rings[:3] == [(number, one.practitioner_id) for number, one in enumerate(who)]
    assert (3, everyone.thu.practitioner_id) in rings[3:]
    assert everyone.son.practitioner_id not in await rings_at(database, call), "he works in another province"


async def test_an_empty_rung_gives_way_at_once(database: Database, everyone: Everyone) -> None:
    await written(database, everyone)
    await on_duty(database, everyone.binh)
    call = await calls(database, everyone.lan, everyone.mai)
    assert await reached(database, call) == [(2, everyone.binh.practitioner_id)]


async def test_a_rung_whose_doctor_is_busy_keeps_its_time(database: Database, everyone: Everyone) -> None:
    nga = await nga_at_the_station(database, everyone)
    await written(database, everyone)
    await on_duty(database, nga, everyone.binh)
    first = await calls(database, everyone.quy)
    await accepts(database, nga, first)
    call = await calls(database, everyone.lan, everyone.mai)
    assert (await call_now(database, call)).rung == 0
    await later(database, call, 55)
    assert await rings_at(database, call) == set()
    await later(database, call, 6)
    await later(database, call, 60)
    assert await reached(database, call) == [(2, everyone.binh.practitioner_id)]


async def test_an_empty_rung_gives_way_while_an_earlier_one_still_rings(database: Database, everyone: Everyone) -> None:
    """Nobody is on duty at the neighbours; bác sĩ Nga's telephone still rings when their minute begins."""
    nga = await nga_at_the_station(database, everyone)
    await written(database, everyone)
    await on_duty(database, nga, everyone.binh)
    call = await calls(database, everyone.lan, everyone.mai)
    await later(database, call, 61)
    assert await rings_at(database, call) == {nga.practitioner_id, everyone.binh.practitioner_id}


async def two_timers_at_the_deadline(database: Database, everyone: Everyone) -> tuple[Call, int]:
    """The rung is over, and four looks of the timers happen at once. Returns the call, and how often a rung began."""
    nga = await nga_at_the_station(database, everyone)
    await written(database, everyone, TWO_RUNGS)
    await on_duty(database, nga, everyone.binh, everyone.thu)
    call = await calls(database, everyone.lan, everyone.mai)
    await passes(database, call, 61)
    await asyncio.gather(*(timers.run_once(database) for _ in range(4)))
    async with database.transaction() as session:
        began = await session.scalar(
            select(func.count()).where(CallTransition.call_id == call, CallTransition.detail["rung"].astext == "1")
        )
    return await call_now(database, call), began or 0


async def test_at_the_deadline_the_next_rung_begins_exactly_once(database: Database, everyone: Everyone) -> None:
    call, began = await two_timers_at_the_deadline(database, everyone)
    assert (call.rung, began) == (1, 1)
    assert len([ring for ring in call.rings if ring.rung == 1]) == 1, "one by one: one of the two at the hospital"


async def test_sabotage_without_the_version_guard_a_rung_begins_more_than_once(
    database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two timers that lock nothing and guard nothing: both see the rung that is over, and both climb."""
    climbed = []

    async def unlocked(session: AsyncSession, call_id: UUID) -> None:
        await service.tick(session, call_id)

    async def unguarded(session: AsyncSession, call_id: UUID, seen: int, after: Call) -> bool:
        climbed.append(after.rung)
        await asyncio.sleep(0.3)
        await session.execute(update(CallRow).where(CallRow.id == call_id).values(ledger._values(after)))
        return True

    async def no_row(*_: object) -> None:
        """The transition's unique (call, version) would still have caught it."""

    nga = await nga_at_the_station(database, everyone)
    await written(database, everyone, TWO_RUNGS)
    await on_duty(database, nga)
    call = await calls(database, everyone.lan, everyone.mai)
    await passes(database, call, 61)
    monkeypatch.setattr(timers, "_tick_call", unlocked)
    monkeypatch.setattr(ledger, "_guarded_update", unguarded)
    monkeypatch.setattr(ledger, "_transition", no_row)
    await asyncio.gather(*(timers.run_once(database) for _ in range(2)))
    assert climbed.count(1) > 1


async def test_editing_the_ladder_changes_no_live_call(database: Database, everyone: Everyone) -> None:
    nga = await nga_at_the_station(database, everyone)
    await written(database, everyone)
    await on_duty(database, nga, everyone.binh)
    call = await calls(database, everyone.lan, everyone.mai)
    await written(database, everyone, DEFAULT)
    assert (await call_now(database, call)).ladder.rungs == LADDER.rungs
    await later(database, call, 61)
    assert await reached(database, call) == [(0, nga.practitioner_id), (2, everyone.binh.practitioner_id)]
    second = await calls(database, everyone.quy)
    assert (await call_now(database, second)).ladder.rungs == DEFAULT.rungs


async def test_of_two_administrators_who_write_at_once_one_is_told(database: Database, everyone: Everyone) -> None:
    async def write() -> str:
        try:
            async with database.transaction() as session:
                await ladders.write(session, PROVINCE, LADDER, 0, everyone.administrator.account_id)
        except Conflict as refusal:
            return refusal.code
        return "kept"

    assert sorted(await asyncio.gather(write(), write())) == ["changed-meanwhile", "kept"]


async def test_nobody_from_another_province_answers_for_a_call_back(database: Database, everyone: Everyone) -> None:
    theirs = LADDER.model_copy(
        update={"last_resort": LADDER.last_resort.model_copy(update={"owner": everyone.son.account_id})}
    )
    with pytest.raises(Invalid) as refusal:
        await written(database, everyone, theirs)
    assert refusal.value.code == "unknown-person"


async def test_after_so_many_rounds_the_next_rung_is_tried_early(database: Database, everyone: Everyone) -> None:
    nga = await nga_at_the_station(database, everyone)
    short = rung(Whom.STATION, lasts=timedelta(minutes=30)).model_copy(
        update={"rounds": 2, "ring_for": timedelta(seconds=20), "pause": timedelta(seconds=5)}
    )
    await written(database, everyone, Ladder(rungs=(short, rung(Whom.HOSPITAL))))
    await on_duty(database, nga, everyone.binh)
    call = await calls(database, everyone.lan, everyone.mai)
    for _ in range(6):
        await later(database, call, 21)
    rings = (await call_now(database, call)).rings
    assert [(ring.rung, ring.outcome) for ring in rings][:2] == [(0, Outcome.MISSED), (0, Outcome.MISSED)]
    assert rings[2].practitioner == everyone.binh.practitioner_id


async def waiting_call(database: Database, everyone: Everyone, number: int, priority: Priority) -> UUID:
    """A family's call that has rung nobody yet."""
    async with database.transaction() as session:
        call = replace(machine.request(await ledger.database_now(session)), priority=priority)
        row = await ledger.open_call(
            session,
            call,
            "caller",
            None,
            province_code=PROVINCE,
            facility_id=everyone.station,
            caller_phone=f"+8491200010{number}",
            caller_verified=True,
            relation="other",
            media="video",
        )
        return row.id


async def look_in_turn(database: Database, waiting: list[UUID]) -> UUID:
    """The one doctor has just become free: each call's timer looks, in this order. Returns whom he is rung for."""
    async with database.transaction() as session:
        due = {"next_ring_at": func.clock_timestamp(), "deadline": func.clock_timestamp()}
        await session.execute(update(CallRow).where(CallRow.id.in_(waiting)).values(due))
    for call in waiting:
        async with database.transaction() as session:
            await service.tick(session, call)
    ringing_him = [call for call in waiting if await rings_at(database, call)]
    return ringing_him[0]


async def served(database: Database, everyone: Everyone) -> list[str]:
    """In which order four calls get the one doctor, when their timers always look from the lowest rank up."""
    kinds = [Priority.URGENT, Priority.ROUTINE, Priority.URGENT, Priority.EMERGENCY]
    words = ["urgent", "routine", "later urgent", "emergency"]
    waiting = [await waiting_call(database, everyone, number, kind) for number, kind in enumerate(kinds)]
    names = dict(zip(waiting, words, strict=True))
    waiting = [waiting[at] for at in (1, 2, 0, 3)]
    await on_duty(database, everyone.binh)
    order = []
    while waiting:
        call = await look_in_turn(database, waiting)
        order.append(names[call])
        waiting.remove(call)
        await accepts(database, everyone.binh, call)
        await hangs_up(database, everyone.binh, call)
        await writes_no_note(database, everyone.binh)
    return order


async def writes_no_note(database: Database, doctor: Staff) -> None:
    """Free at once, and no call has been woken by it."""
    mine = Duty.practitioner_id == doctor.practitioner_id
    async with database.transaction() as session:
        await session.execute(update(Duty).where(mine).values(busy_until=None))


async def test_emergencies_come_first_then_urgent_then_routine_and_the_oldest_first(
    database: Database, everyone: Everyone
) -> None:
    assert await served(database, everyone) == ["emergency", "urgent", "later urgent", "routine"]


async def test_sabotage_without_ranking_whoever_looks_first_is_served(
    database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody_ranks(*_: object) -> bool:
        return False

    monkeypatch.setattr(ringing, "outranked", nobody_ranks)
    assert (await served(database, everyone))[0] == "routine"


async def test_the_whole_rung_is_rung_when_it_says_so(database: Database, everyone: Everyone) -> None:
    await written(database, everyone, Ladder(rungs=(rung(Whom.HOSPITAL, Manner.ALL_AT_ONCE, MINUTE),)))
    await on_duty(database, everyone.binh, everyone.thu)
    call = await calls(database, everyone.lan)
    assert await rings_at(database, call) == {everyone.binh.practitioner_id, everyone.thu.practitioner_id}
    await accepts(database, everyone.thu, call)
    assert (await call_now(database, call)).state is State.CONNECTED
    second = await calls(database, everyone.quy)
    assert await rings_at(database, second) == {everyone.binh.practitioner_id}
