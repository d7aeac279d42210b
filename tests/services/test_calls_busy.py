"""Doctors who are busy: knocks and holds, the note after a call, going home, calls missed, calls handed over."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func

from telehealth import timers
from telehealth.accounts.permissions import Principal
from telehealth.calls import handover, service
from telehealth.calls.states import Outcome, Priority, State
from telehealth.db import Database
from telehealth.duty import claims
from telehealth.duty.ladder import DEFAULT
from telehealth.errors import Conflict, Denied, Unavailable
from tests.nights import (
    a_neighbour,
    accepts,
    call_now,
    calls,
    duty_of,
    hangs_up,
    is_ready,
    later,
    nga_at_the_station,
    on_duty,
    rings_at,
    sooner,
    triaged,
    written,
)
from tests.people import Everyone, Staff, doctor_at, principal_of


async def test_an_emergency_rings_its_whole_rung_and_knocks_at_the_busy(database: Database, everyone: Everyone) -> None:
    nga = await nga_at_the_station(database, everyone)
    await on_duty(database, everyone.binh, everyone.thu, nga)
    other = await calls(database, everyone.quy)
    await accepts(database, everyone.binh, other)
    call = await calls(database, everyone.lan, everyone.mai)
    assert await rings_at(database, call) == {everyone.thu.practitioner_id}, "one by one, and not the busy one"
    await triaged(database, call, Priority.EMERGENCY)
    live = {ring.practitioner: ring.knock for ring in (await call_now(database, call)).live_rings}
    assert live == {
        everyone.thu.practitioner_id: False,
        nga.practitioner_id: False,
        everyone.binh.practitioner_id: True,
    }
    assert (await duty_of(database, everyone.binh)).engaged_call == other, "a knock takes nothing from him"


async def test_an_emergency_stays_on_its_rung(database: Database, everyone: Everyone) -> None:
    nga = await nga_at_the_station(database, everyone)
    vinh = await doctor_at(database, "Mai Văn Vinh", "vinh", await a_neighbour(database, everyone))
    await written(database, everyone)
    await on_duty(database, nga, vinh, everyone.binh)
    call = await calls(database, everyone.lan, everyone.mai)
    await triaged(database, call, Priority.EMERGENCY)
    assert await rings_at(database, call) == {nga.practitioner_id}


async def test_whoever_takes_the_knock_leaves_the_present_caller_on_hold_and_comes_back(
    database: Database, everyone: Everyone
) -> None:
    other, call = await binh_takes_an_emergency(database, everyone)
    assert ((await call_now(database, other)).state, (await call_now(database, other)).holder) == (
        State.ON_HOLD,
        everyone.binh.practitioner_id,
    )
    assert (await call_now(database, call)).holder == everyone.binh.practitioner_id
    await hangs_up(database, everyone.binh, call)
    duty = await duty_of(database, everyone.binh)
    assert duty.engaged_call == other, "he is kept for whom he left"
    binh = await principal_of(database, everyone.binh)
    async with database.transaction() as session:
        await service.resume(session, binh, other, "device-of-binh")
    assert (await call_now(database, other)).state is State.CONNECTED


async def binh_takes_an_emergency(database: Database, everyone: Everyone) -> tuple[UUID, UUID]:
    """(the call on hold, the emergency)."""
    await on_duty(database, everyone.binh)
    other = await calls(database, everyone.quy)
    await accepts(database, everyone.binh, other)
    call = await calls(database, everyone.lan, everyone.mai)
    await triaged(database, call, Priority.EMERGENCY)
    await accepts(database, everyone.binh, call)
    return other, call


async def test_a_routine_call_takes_no_doctor_from_another(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    other = await calls(database, everyone.quy)
    await accepts(database, everyone.binh, other)
    call = await calls(database, everyone.lan, everyone.mai)
    with pytest.raises(Conflict, match="busy"):
        await accepts(database, everyone.binh, call)
    assert (await call_now(database, other)).state is State.CONNECTED


async def test_held_too_long_the_caller_goes_back_to_the_queue_and_rings_somebody_else(
    database: Database, everyone: Everyone
) -> None:
    other, _ = await binh_takes_an_emergency(database, everyone)
    await on_duty(database, everyone.thu)
    await later(database, other, 9 * 60)
    assert (await call_now(database, other)).state is State.ON_HOLD
    await later(database, other, 61)
    await timers.run_once(database)
    after = await call_now(database, other)
    assert (after.state, after.holder) == (State.RINGING, None)
    assert await rings_at(database, other) == {everyone.thu.practitioner_id}


async def test_after_a_call_its_doctor_writes_and_is_rung_when_ready(database: Database, everyone: Everyone) -> None:
    call, second = await binh_writes_while_another_waits(database, everyone)
    assert (await duty_of(database, everyone.binh)).engaged_call is None
    assert await rings_at(database, second) == set()
    await is_ready(database, everyone.binh)
    assert await rings_at(database, second) == {everyone.binh.practitioner_id}
    assert (await call_now(database, call)).state is State.ENDED


async def test_whoever_forgets_to_say_ready_is_rung_after_the_set_time(database: Database, everyone: Everyone) -> None:
    _, second = await binh_writes_while_another_waits(database, everyone)
    await sooner(database, everyone.binh, 181)
    await later(database, second, 4)
    assert await rings_at(database, second) == {everyone.binh.practitioner_id}


async def binh_writes_while_another_waits(database: Database, everyone: Everyone) -> tuple[UUID, UUID]:
    await on_duty(database, everyone.binh)
    call = await calls(database, everyone.lan, everyone.mai)
    await accepts(database, everyone.binh, call)
    await hangs_up(database, everyone.binh, call)
    second = await calls(database, everyone.quy)
    await timers.run_once(database)
    return call, second


async def leaves_in_fifteen_minutes(database: Database, doctor: Staff, *, stays: bool = False) -> None:
    assert doctor.practitioner_id
    async with database.transaction() as session:
        at = None if stays else (await session.scalar(func.clock_timestamp())) + timedelta(minutes=15)
        await claims.leave_at(session, doctor.practitioner_id, at)


async def test_whoever_leaves_soon_gets_no_new_call_and_is_off_when_the_time_has_come(
    database: Database, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh, everyone.thu)
    await leaves_in_fifteen_minutes(database, everyone.binh)
    call = await calls(database, everyone.lan, everyone.mai)
    await later(database, call, 31)
    assert await rings_at(database, call) == {everyone.thu.practitioner_id}
    await sooner(database, everyone.binh, 15 * 60 + 1)
    await timers.run_once(database)
    async with database.transaction() as session:
        assert everyone.binh.practitioner_id
        assert await claims.current(session, everyone.binh.practitioner_id) is None


async def test_whoever_stays_after_all_is_rung_again(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    await leaves_in_fifteen_minutes(database, everyone.binh)
    with pytest.raises(Unavailable):
        await calls(database, everyone.lan, everyone.mai)
    await leaves_in_fifteen_minutes(database, everyone.binh, stays=True)
    call = await calls(database, everyone.lan, everyone.mai)
    assert await rings_at(database, call) == {everyone.binh.practitioner_id}


async def test_the_present_call_is_kept_past_the_hour_of_leaving(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    call = await calls(database, everyone.lan, everyone.mai)
    await accepts(database, everyone.binh, call)
    await leaves_in_fifteen_minutes(database, everyone.binh)
    await sooner(database, everyone.binh, 16 * 60)
    await timers.run_once(database)
    assert (await call_now(database, call)).holder == everyone.binh.practitioner_id
    await hangs_up(database, everyone.binh, call)
    await timers.run_once(database)
    async with database.transaction() as session:
        assert everyone.binh.practitioner_id
        assert await claims.current(session, everyone.binh.practitioner_id) is None


async def misses_two(database: Database, everyone: Everyone) -> UUID:
    """bác sĩ Bình sleeps through two rings of one call."""
    call = await calls(database, everyone.lan, everyone.mai)
    for _ in range(2):
        await later(database, call, 121)
        await later(database, call, 11)
    return call


async def test_a_lone_doctor_who_misses_stays_on_duty_and_is_rung_again(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    call = await misses_two(database, everyone)
    assert (await duty_of(database, everyone.binh)).missed_in_row == 2
    assert await rings_at(database, call) == {everyone.binh.practitioner_id}
    rings = (await call_now(database, call)).rings
    assert [ring.outcome for ring in rings] == [Outcome.MISSED, Outcome.MISSED, Outcome.RINGING]


async def test_whoever_missed_two_in_a_row_is_rung_after_the_others_until_they_answer(
    database: Database, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh)
    call = await misses_two(database, everyone)
    lan = await principal_of(database, everyone.lan)
    async with database.transaction() as session:
        await service.hang_up(session, lan, call, "caller", True)
    await on_duty(database, everyone.thu)
    await accepts_next(database, everyone, everyone.thu)
    await accepts_next(database, everyone, everyone.thu)
    async with database.transaction() as session:
        assert everyone.binh.practitioner_id
        await claims.note_rings(session, [], [everyone.binh.practitioner_id])
    assert (await duty_of(database, everyone.binh)).missed_in_row == 0


async def accepts_next(database: Database, everyone: Everyone, expected: Staff) -> None:
    """A call comes; this doctor is the one who is rung, answers, ends it, and is ready."""
    call = await calls(database, everyone.quy)
    assert await rings_at(database, call) == {expected.practitioner_id}
    await accepts(database, expected, call)
    await hangs_up(database, expected, call)
    await is_ready(database, expected)


async def binh_offers_thu(database: Database, everyone: Everyone) -> tuple[UUID, Principal]:
    """bác sĩ Bình asks bác sĩ Thu to take over his call."""
    await on_duty(database, everyone.binh, everyone.thu)
    call = await calls(database, everyone.lan, everyone.mai)
    await accepts(database, everyone.binh, call)
    binh = await principal_of(database, everyone.binh)
    async with database.transaction() as session:
        assert everyone.thu.practitioner_id
        await handover.offer(session, binh, call, everyone.thu.practitioner_id)
    return call, await principal_of(database, everyone.thu)


async def test_a_call_handed_over_is_the_others_from_the_yes_on(database: Database, everyone: Everyone) -> None:
    call, thu = await binh_offers_thu(database, everyone)
    assert (await call_now(database, call)).holder == everyone.binh.practitioner_id, "until the yes it is his"
    async with database.transaction() as session:
        await handover.accept(session, thu, call, "device-of-thu")
    assert (await call_now(database, call)).holder == everyone.thu.practitioner_id
    assert (await duty_of(database, everyone.binh)).engaged_call is None
    assert (await duty_of(database, everyone.thu)).engaged_call == call


async def test_a_handover_declined_or_lapsed_leaves_the_call_where_it_is(
    database: Database, everyone: Everyone
) -> None:
    call, thu = await binh_offers_thu(database, everyone)
    async with database.transaction() as session:
        await handover.decline(session, thu, call)
    assert (await call_now(database, call)).offered_to is None
    binh = await principal_of(database, everyone.binh)
    async with database.transaction() as session:
        assert everyone.thu.practitioner_id
        await handover.offer(session, binh, call, everyone.thu.practitioner_id)
    await later(database, call, DEFAULT.offer_for.total_seconds() + 1)
    with pytest.raises(Conflict, match="not-offered"):
        async with database.transaction() as session:
            await handover.accept(session, thu, call, "device-of-thu")
    assert (await call_now(database, call)).holder == everyone.binh.practitioner_id


async def test_whoever_is_in_a_call_cannot_take_another_over(database: Database, everyone: Everyone) -> None:
    call, thu = await binh_offers_thu(database, everyone)
    theirs = await calls(database, everyone.quy)
    await accepts(database, everyone.thu, theirs)
    with pytest.raises(Conflict, match="busy"):
        async with database.transaction() as session:
            await handover.accept(session, thu, call, "device-of-thu")
    assert (await call_now(database, call)).holder == everyone.binh.practitioner_id
    assert (await call_now(database, theirs)).holder == everyone.thu.practitioner_id


async def test_only_the_holder_hands_over_and_only_to_somebody_on_duty(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    call = await calls(database, everyone.lan, everyone.mai)
    await accepts(database, everyone.binh, call)
    binh, thu = await principal_of(database, everyone.binh), await principal_of(database, everyone.thu)
    assert everyone.binh.practitioner_id and everyone.thu.practitioner_id
    with pytest.raises(Conflict, match="colleague-off-duty"):
        async with database.transaction() as session:
            await handover.offer(session, binh, call, everyone.thu.practitioner_id)
    with pytest.raises(Denied, match="not-holder"):
        async with database.transaction() as session:
            await handover.offer(session, thu, call, everyone.binh.practitioner_id)
