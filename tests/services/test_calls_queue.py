"""The duty queue on a real database: whom a call rings, who gets it, what is owed when nobody does."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from telehealth import timers
from telehealth.accounts.models import LoginSession, PractitionerRole
from telehealth.accounts.permissions import Principal
from telehealth.calls import aftermath, ledger, machine, ringing, ringing_back, service
from telehealth.calls.models import CallRing, CallRow, CallTransition
from telehealth.calls.shapes import NewCall
from telehealth.calls.states import TRANSITIONS, Call, State
from telehealth.db import Database
from telehealth.duty import claims, reach
from telehealth.duty.ladder import Whom
from telehealth.duty.models import Callback, Duty
from telehealth.duty.reach import Reach
from telehealth.errors import Conflict, NotFound, Unavailable
from telehealth.records.models import Encounter
from tests.people import Everyone, Staff, open_session, principal_of

PROVINCE = "44"


async def on_duty(database: Database, *staff: Staff) -> None:
    for one in staff:
        assert one.practitioner_id
        await open_session(database, one)
        async with database.transaction() as session:
            await claims.start(session, one.practitioner_id, one.facility_id)


async def lan_calls(database: Database, everyone: Everyone, patient: UUID | None = None) -> tuple[Principal, UUID]:
    lan = await principal_of(database, everyone.lan)
    async with database.transaction() as session:
        new = NewCall(patient_id=patient or everyone.mai, relation="child", reason="Sốt cao", media="video")
        return lan, await service.request(session, lan, new, PROVINCE)


async def call_now(database: Database, call_id: UUID) -> Call:
    async with database.transaction() as session:
        return (await ledger.load(session, call_id))[1]


async def later(database: Database, call_id: UUID, seconds: int) -> None:
    """Time passes: every instant of the call moves into the past, then the timers look."""
    back = timedelta(seconds=seconds)
    columns = (
        "requested_at next_ring_at callback_at gives_up_at answered_at caller_lost_at holder_lost_at deadline"
        " rung_ends_at dialled_115_at on_hold_since offered_until"
    )
    async with database.transaction() as session:
        await session.execute(
            update(CallRow)
            .where(CallRow.id == call_id)
            .values({name: getattr(CallRow, name) - back for name in columns.split()})
        )
        await session.execute(
            update(CallRing)
            .where(CallRing.call_id == call_id)
            .values(rung_at=CallRing.rung_at - back, until=CallRing.until - back)
        )
    await timers.run_once(database)


async def rung(database: Database, call_id: UUID) -> list[UUID]:
    return [ring.practitioner for ring in (await call_now(database, call_id)).live_rings]


async def test_a_call_rings_the_doctor_rung_longest_ago(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh, everyone.thu)
    _, first = await lan_calls(database, everyone)
    assert await rung(database, first) == [everyone.binh.practitioner_id]
    quy = await principal_of(database, everyone.quy)
    async with database.transaction() as session:
        second = await service.request(session, quy, NewCall(relation="self"), PROVINCE)
    assert await rung(database, second) == [everyone.thu.practitioner_id]


async def test_nobody_on_duty_is_said_at_once_with_the_numbers(database: Database, everyone: Everyone) -> None:
    with pytest.raises(Unavailable) as refusal:
        await lan_calls(database, everyone)
    assert refusal.value.code == "nobody-on-duty"
    assert refusal.value.extra["emergency_number"] == "115"
    assert refusal.value.extra["station_phone"]


async def test_a_doctor_of_another_province_is_never_rung(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.son)
    with pytest.raises(Unavailable):
        await lan_calls(database, everyone)


async def test_a_doctor_who_lost_the_role_is_rung_no_more(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh, everyone.thu)
    async with database.transaction() as session:
        await session.execute(
            update(PractitionerRole)
            .where(PractitionerRole.account_id == everyone.binh.account_id)
            .values(revoked_at=func.now())
        )
    _, call_id = await lan_calls(database, everyone)
    assert await rung(database, call_id) == [everyone.thu.practitioner_id]


async def test_a_doctor_who_signed_out_is_not_on_duty(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    async with database.transaction() as session:
        await session.execute(
            update(LoginSession)
            .where(LoginSession.account_id == everyone.binh.account_id)
            .values(revoked_at=func.now(), revoked_why="sign-out")
        )
    with pytest.raises(Unavailable):
        await lan_calls(database, everyone)


async def test_another_familys_patient_is_not_found(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    with pytest.raises(NotFound):
        await lan_calls(database, everyone, everyone.quy.patients["ty"])


async def test_a_decline_rings_the_next_in_the_same_moment(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh, everyone.thu)
    _, call_id = await lan_calls(database, everyone)
    binh = await principal_of(database, everyone.binh)
    async with database.transaction() as session:
        await service.decline(session, binh, call_id, "đang đỡ đẻ")
    assert await rung(database, call_id) == [everyone.thu.practitioner_id]


async def test_after_thirty_seconds_of_silence_both_ring(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh, everyone.thu)
    _, call_id = await lan_calls(database, everyone)
    await later(database, call_id, 29)
    assert len(await rung(database, call_id)) == 1
    await later(database, call_id, 2)
    assert await rung(database, call_id) == [everyone.binh.practitioner_id, everyone.thu.practitioner_id]


async def test_a_lone_doctor_who_declines_is_asked_again(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    _, call_id = await lan_calls(database, everyone)
    binh = await principal_of(database, everyone.binh)
    async with database.transaction() as session:
        await service.decline(session, binh, call_id, "")
    assert await rung(database, call_id) == []
    await later(database, call_id, 11)
    assert await rung(database, call_id) == [everyone.binh.practitioner_id]


async def test_after_five_minutes_it_is_also_a_call_back(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    _, call_id = await lan_calls(database, everyone)
    await later(database, call_id, 301)
    call = await call_now(database, call_id)
    assert call.callback
    assert call.state in (State.RINGING, State.WAITING)
    async with database.transaction() as session:
        owed = await session.scalar(select(Callback).where(Callback.call_id == call_id))
    assert owed is not None
    assert (owed.state, owed.source, owed.phone) == ("open", "unanswered", everyone.lan.phone)


async def test_an_answer_settles_the_call_back_and_opens_one_encounter(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    _, call_id = await lan_calls(database, everyone)
    await later(database, call_id, 301)
    binh = await principal_of(database, everyone.binh)
    async with database.transaction() as session:
        await service.accept(session, binh, call_id, "dev-binh-01")
    async with database.transaction() as session:
        await service.accept(session, binh, call_id, "dev-binh-01")
    async with database.transaction() as session:
        assert await session.scalar(select(Callback.state).where(Callback.call_id == call_id)) == "done"
        assert await session.scalar(select(func.count()).where(Encounter.call_id == call_id)) == 1


async def test_going_on_duty_wakes_a_call_that_waits(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    _, call_id = await lan_calls(database, everyone)
    async with database.transaction() as session:
        assert everyone.binh.practitioner_id
        await service.go_off_duty(session, everyone.binh.practitioner_id)
    assert (await call_now(database, call_id)).state is State.WAITING
    await on_duty(database, everyone.thu)
    async with database.transaction() as session:
        await aftermath.wake_waiting(session, PROVINCE)
    await timers.run_once(database)
    assert await rung(database, call_id) == [everyone.thu.practitioner_id]


async def test_a_doctor_in_a_call_is_not_rung_and_cannot_go_off_duty(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    _, call_id = await lan_calls(database, everyone)
    binh = await principal_of(database, everyone.binh)
    async with database.transaction() as session:
        await service.accept(session, binh, call_id, "dev-binh-01")
    quy = await principal_of(database, everyone.quy)
    async with database.transaction() as session:
        second = await service.request(session, quy, NewCall(relation="self"), PROVINCE)
    assert await rung(database, second) == []
    with pytest.raises(Conflict, match="in-call"):
        async with database.transaction() as session:
            assert everyone.binh.practitioner_id
            await service.go_off_duty(session, everyone.binh.practitioner_id)
    async with database.transaction() as session:
        await service.hang_up(session, binh, call_id, "holder", False)
    await timers.run_once(database)
    assert await rung(database, second) == [], "he still writes the note"
    async with database.transaction() as session:
        assert everyone.binh.practitioner_id
        await claims.ready(session, everyone.binh.practitioner_id)
        await aftermath.wake_waiting(session, PROVINCE)
    await timers.run_once(database)
    assert await rung(database, second) == [everyone.binh.practitioner_id]


async def test_a_double_tap_makes_one_call(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    lan, first = await lan_calls(database, everyone)
    async with database.transaction() as session:
        assert await service.request(session, lan, NewCall(relation="self"), PROVINCE) == first


async def test_no_longer_needed_withdraws_the_call_back(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone)
    await later(database, call_id, 301)
    async with database.transaction() as session:
        await service.hang_up(session, lan, call_id, "caller", True)
    async with database.transaction() as session:
        assert await session.scalar(select(Callback.state).where(Callback.call_id == call_id)) == "cancelled"


async def test_no_longer_needed_for_one_leaves_what_is_owed_for_another(database: Database, everyone: Everyone) -> None:
    """Bé Na is well again; bà Mai is still owed a call."""
    await on_duty(database, everyone.binh)
    lan, for_mai = await lan_calls(database, everyone)
    await later(database, for_mai, 301)
    async with database.transaction() as session:
        await service.hang_up(session, lan, for_mai, "caller", False)
    _, for_na = await lan_calls(database, everyone, everyone.lan.patients["na"])
    async with database.transaction() as session:
        await service.hang_up(session, lan, for_na, "caller", True)
    async with database.transaction() as session:
        assert await session.scalar(select(Callback.state).where(Callback.call_id == for_mai)) == "open"


async def test_a_doctor_rings_the_family_back_and_speaking_settles_it(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    _, call_id = await lan_calls(database, everyone)
    await later(database, call_id, 1900)
    assert (await call_now(database, call_id)).end_reason == "unanswered"
    binh = await principal_of(database, everyone.binh)
    async with database.transaction() as session:
        owed = await session.scalar(select(Callback).where(Callback.call_id == call_id))
        assert owed
        back = await ringing_back.call_back(session, binh, owed, "dev-binh-01")
    async with database.transaction() as session:
        await service.seat_changed(session, back, "caller", True)
        await aftermath.caller_reached(session, back)
    async with database.transaction() as session:
        settled = await session.get_one(Callback, owed.id)
        assert (settled.state, settled.outcome) == ("done", "new_call")
        assert settled.encounter_id is not None


async def test_every_transition_leaves_a_documented_row(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh, everyone.thu)
    lan, call_id = await lan_calls(database, everyone)
    await later(database, call_id, 31)
    thu = await principal_of(database, everyone.thu)
    async with database.transaction() as session:
        await service.accept(session, thu, call_id, "dev-thu-0001")
    async with database.transaction() as session:
        await service.hang_up(session, lan, call_id, "caller", False)
        steps = list(
            await session.scalars(
                select(CallTransition).where(CallTransition.call_id == call_id).order_by(CallTransition.version)
            )
        )
        row = await session.get_one(CallRow, call_id)
    assert [step.version for step in steps] == list(range(1, row.version + 1))
    documented = {(str(state), event.__name__): states for (state, event), states in TRANSITIONS.items()}
    for step in steps[1:]:
        assert step.from_state
        assert step.to_state in documented[(step.from_state, step.event)]


async def answer_all_at_once(database: Database, call_id: UUID, who: Principal, devices: int) -> list[str]:
    """Ten devices tap at the same instant; what each was told."""

    async def tap(number: int) -> str:
        try:
            async with database.transaction() as session:
                await service.accept(session, who, call_id, f"dev-number-{number}")
        except Conflict as refusal:
            return refusal.code
        return "yours"

    return await asyncio.gather(*(tap(number) for number in range(devices)))


async def test_ten_devices_accept_and_exactly_one_wins(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    binh = await principal_of(database, everyone.binh)
    for _ in range(10):
        lan, call_id = await lan_calls(database, everyone)
        told = await answer_all_at_once(database, call_id, binh, 10)
        assert sorted(told) == ["already-taken"] * 9 + ["yours"]
        async with database.transaction() as session:
            await service.hang_up(session, lan, call_id, "caller", False)


async def test_sabotage_without_the_guarded_update_two_win(
    database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version guard removed, and the slow moment between reading and writing made sure: the proof turns red."""

    async def unguarded(session: AsyncSession, call_id: UUID, seen: int, after: Call) -> bool:
        await asyncio.sleep(0.3)
        await session.execute(update(CallRow).where(CallRow.id == call_id).values(ledger._values(after)))
        return True

    async def no_row(*_: object) -> None:
        """The transition's unique (call, version) and the holder's unique index would still have caught it."""

    monkeypatch.setattr(ledger, "_guarded_update", unguarded)
    await on_duty(database, everyone.binh)
    _, call_id = await lan_calls(database, everyone)
    monkeypatch.setattr(ledger, "_transition", no_row)
    monkeypatch.setattr(ledger, "_write_holder", no_row)
    told = await answer_all_at_once(database, call_id, await principal_of(database, everyone.binh), 3)
    assert told.count("yours") > 1


async def claim_for(database: Database, session: AsyncSession, call_id: UUID) -> UUID | None:
    await session.execute(text("SET LOCAL lock_timeout = '1s'"))
    claimed = await reach.claim(session, Reach(Whom.PROVINCE, PROVINCE, UUID(int=0)), call_id, [])
    return claimed[0] if claimed else None


async def two_calls(database: Database, everyone: Everyone) -> tuple[UUID, UUID]:
    async with database.transaction() as session:
        rows = []
        for _ in range(2):
            call = machine.request(await ledger.database_now(session))
            row = await ledger.open_call(
                session,
                call,
                "caller",
                None,
                province_code=PROVINCE,
                facility_id=everyone.station,
                caller_phone="+84912000009",
                caller_verified=True,
                relation="other",
                media="video",
            )
            rows.append(row.id)
        return rows[0], rows[1]


async def two_claims_at_once(database: Database, everyone: Everyone) -> list[UUID | None]:
    """The second claim is made while the first has not committed."""
    first, second = await two_calls(database, everyone)
    async with database.transaction() as one:
        a = await claim_for(database, one, first)
        async with database.transaction() as other:
            b = await claim_for(database, other, second)
    return [a, b]


async def test_two_claims_at_once_take_two_doctors_and_neither_waits(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh, everyone.thu)
    claimed = await two_claims_at_once(database, everyone)
    assert set(claimed) == {everyone.binh.practitioner_id, everyone.thu.practitioner_id}


async def test_sabotage_without_skip_locked_a_claim_waits_for_the_other(
    database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = select(Duty.id).with_for_update
    monkeypatch.setattr(type(select(Duty.id)), "with_for_update", lambda self, **_: plain.__func__(self), raising=True)
    await on_duty(database, everyone.binh, everyone.thu)
    with pytest.raises(Exception, match="lock timeout"):
        await two_claims_at_once(database, everyone)


async def test_sabotage_without_any_lock_both_get_the_same_doctor_or_wait(
    database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(select(Duty.id)), "with_for_update", lambda self, **_: self, raising=True)
    await on_duty(database, everyone.binh, everyone.thu)
    with pytest.raises(Exception, match="lock timeout"):
        await two_claims_at_once(database, everyone)


async def test_forty_calls_at_once_never_ring_one_doctor_twice(database: Database, everyone: Everyone) -> None:
    """Many timers at once: every doctor is engaged with at most one call, and every live ring with its own."""
    await on_duty(database, everyone.binh, everyone.thu)
    calls = [one for _ in range(20) for one in await two_calls(database, everyone)]

    async def push(call_id: UUID) -> None:
        async with database.transaction() as session:
            await service.tick(session, call_id)

    for _ in range(3):  # a call that let an older one pass looks again a moment later
        await asyncio.gather(*(push(call_id) for call_id in calls))
        await asyncio.sleep(2 * ringing.AFTER_YOU.total_seconds())
    async with database.transaction() as session:
        live = list(await session.execute(select(CallRing.practitioner_id).where(CallRing.outcome == "ringing")))
    assert len(live) == len({row[0] for row in live}) == 2
