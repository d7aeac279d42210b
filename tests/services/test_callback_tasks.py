"""Call-backs as tasks that somebody answers for: alarms until acknowledged, a deputy, claims that lapse, and no end but
speaking to the family or their "Không cần nữa"."""

from uuid import UUID

import aiohttp
import pytest
from sqlalchemy import select, update

from telehealth.calls import promise, ringing_back, service
from telehealth.calls.states import Priority
from telehealth.db import Database, Session
from telehealth.duty import callbacks, handling
from telehealth.duty.ladder import DEFAULT
from telehealth.duty.models import Callback
from telehealth.duty.task import CLAIM_LAPSES, TRY_AGAIN, URGENT_CLAIM_LAPSES
from telehealth.errors import Conflict
from telehealth.settings import Settings
from tests.nights import (
    PROVINCE,
    accepts,
    answered_for_by,
    call_now,
    calls,
    later,
    on_duty,
    owed,
    task_passes,
    triaged,
    written,
)
from tests.people import Everyone, principal_of, sign_in

Alerted = list[list[UUID]]


@pytest.fixture
def alerted(monkeypatch: pytest.MonkeyPatch) -> Alerted:
    """Whom each reminder went to."""
    told: Alerted = []

    async def note(session: Session, row: Callback, accounts: list[UUID]) -> None:
        told.append(accounts)

    monkeypatch.setattr(promise, "alert", note)
    return told


async def nobody_answers(database: Database, everyone: Everyone) -> UUID:
    """chị Hà answers for call-backs, the administrator is her deputy; chị Lan rings five minutes in vain. The call-back."""
    ladder = answered_for_by(
        DEFAULT, owner=everyone.ha.account_id, deputy=everyone.administrator.account_id, remind_every=60
    )
    await written(database, everyone, ladder)
    await on_duty(database, everyone.binh)
    call = await calls(database, everyone.lan, everyone.mai)
    await later(database, call, 301)
    return (await owed(database, call)).id


async def reread(database: Database, callback_id: UUID) -> Callback:
    async with database.transaction() as session:
        return await session.get_one(Callback, callback_id)


async def test_the_owner_is_alerted_again_and_again_then_the_deputy_too(
    database: Database, everyone: Everyone, alerted: Alerted
) -> None:
    task = await nobody_answers(database, everyone)
    ha, deputy = everyone.ha.account_id, everyone.administrator.account_id
    await task_passes(database, task, 1)
    await task_passes(database, task, 61)
    assert alerted == [[ha], [ha]]
    await task_passes(database, task, 30)
    assert len(alerted) == 2, "not more often than set"
    await task_passes(database, task, 300)
    assert alerted[2:] == [[ha, deputy]]


async def test_an_acknowledged_task_is_quiet_until_due_and_then_alarms_anew(
    database: Database, everyone: Everyone, alerted: Alerted
) -> None:
    task = await nobody_answers(database, everyone)
    async with database.transaction() as session:
        await handling.acknowledge(session, task, PROVINCE, everyone.ha.account_id, handles=False)
    alerted.clear()
    await task_passes(database, task, 500)
    assert alerted == []
    assert (await reread(database, task)).acknowledged_by == everyone.ha.account_id
    await task_passes(database, task, 200)
    assert alerted == [[everyone.ha.account_id, everyone.administrator.account_id]]
    assert (await reread(database, task)).acknowledged_at is None


async def test_without_an_owner_the_managers_stand_in(database: Database, everyone: Everyone, alerted: Alerted) -> None:
    await on_duty(database, everyone.binh)
    call = await calls(database, everyone.lan, everyone.mai)
    await later(database, call, 301)
    assert (await owed(database, call)).owner_account == everyone.ha.account_id


async def test_a_claim_nobody_finished_is_open_again_and_alarms(
    database: Database, everyone: Everyone, alerted: Alerted
) -> None:
    task = await nobody_answers(database, everyone)
    assert everyone.binh.practitioner_id
    async with database.transaction() as session:
        await handling.claim(session, task, PROVINCE, everyone.binh.practitioner_id)
    alerted.clear()
    await task_passes(database, task, CLAIM_LAPSES.total_seconds() - 10)
    assert (await reread(database, task)).state == "claimed"
    assert alerted == []
    await task_passes(database, task, 11)
    assert ((await reread(database, task)).state, (await reread(database, task)).claimed_by) == ("open", None)
    assert len(alerted) == 1


async def test_the_claim_of_an_emergency_lapses_sooner(
    database: Database, everyone: Everyone, alerted: Alerted
) -> None:
    task = await nobody_answers(database, everyone)
    assert everyone.binh.practitioner_id
    async with database.transaction() as session:
        await session.execute(update(Callback).where(Callback.id == task).values(priority=3))
        await handling.claim(session, task, PROVINCE, everyone.binh.practitioner_id)
    alerted.clear()
    await task_passes(database, task, URGENT_CLAIM_LAPSES.total_seconds() + 1)
    assert (await reread(database, task)).state == "open"
    assert len(alerted) == 1


async def test_whoever_is_not_reached_is_due_a_little_later(database: Database, everyone: Everyone) -> None:
    task = await nobody_answers(database, everyone)
    assert everyone.binh.practitioner_id
    async with database.transaction() as session:
        await handling.claim(session, task, PROVINCE, everyone.binh.practitioner_id)
    before = await reread(database, task)
    async with database.transaction() as session:
        await handling.put_back(session, task, everyone.binh.practitioner_id)
    after = await reread(database, task)
    assert (after.state, after.attempts, after.claimed_by) == ("open", 1, None)
    assert after.due_at and before.claimed_at and after.due_at >= before.claimed_at + TRY_AGAIN


async def test_of_two_who_take_a_call_back_one_has_it_until_handed_over(database: Database, everyone: Everyone) -> None:
    task = await nobody_answers(database, everyone)
    binh, thu = everyone.binh.practitioner_id, everyone.thu.practitioner_id
    assert binh and thu
    async with database.transaction() as session:
        await handling.claim(session, task, PROVINCE, binh)
    with pytest.raises(Conflict, match="already-taken"):
        async with database.transaction() as session:
            await handling.claim(session, task, PROVINCE, thu)
    async with database.transaction() as session:
        await handling.offer(session, task, binh, thu)
    assert (await reread(database, task)).claimed_by == binh, "until the yes it is his"
    async with database.transaction() as session:
        await handling.claim(session, task, PROVINCE, thu)
    assert (await reread(database, task)).claimed_by == thu


async def test_an_emergencys_call_back_is_due_at_once_and_first(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    routine = await calls(database, everyone.quy)
    await later(database, routine, 301)
    grave = await calls(database, everyone.lan, everyone.mai)
    await triaged(database, grave, Priority.EMERGENCY)
    await later(database, grave, 301)
    task = await owed(database, grave)
    assert task.due_at and (task.due_at - task.created_at).total_seconds() < 2
    async with database.transaction() as session:
        assert [row.call_id for row in await callbacks.pending(session, PROVINCE)] == [grave, routine]


async def test_speaking_settles_it_and_the_same_call_dropped_again_opens_it_again(
    database: Database, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh)
    call = await calls(database, everyone.lan, everyone.mai)
    await later(database, call, 301)
    await accepts(database, everyone.binh, call)
    assert (await owed(database, call)).state == "done"
    async with database.transaction() as session:
        await service.seat_changed(session, call, "caller", False)
    await later(database, call, 121)
    assert (await call_now(database, call)).end_reason == "dropped"
    task = await owed(database, call)
    assert (task.state, task.source, task.for_practitioner) == ("open", "dropped", everyone.binh.practitioner_id)
    assert (task.done_at, task.outcome, task.claimed_by) == (None, None, None)


async def test_the_doctor_who_was_speaking_is_alerted_too(
    database: Database, everyone: Everyone, alerted: Alerted
) -> None:
    await written(database, everyone, answered_for_by(DEFAULT, owner=everyone.ha.account_id))
    await on_duty(database, everyone.binh)
    call = await calls(database, everyone.lan, everyone.mai)
    await accepts(database, everyone.binh, call)
    async with database.transaction() as session:
        await service.seat_changed(session, call, "caller", False)
    await later(database, call, 121)
    await task_passes(database, (await owed(database, call)).id, 1)
    assert alerted[-1] == [everyone.ha.account_id, everyone.binh.account_id]


async def test_a_call_back_that_reached_nobody_by_video_is_open_again(database: Database, everyone: Everyone) -> None:
    task = await nobody_answers(database, everyone)
    async with database.transaction() as session:
        call = await session.scalar(select(Callback.call_id).where(Callback.id == task))
        assert call
    await later(database, call, 1900)
    binh = await principal_of(database, everyone.binh)
    assert everyone.binh.practitioner_id
    async with database.transaction() as session:
        row = await handling.claim(session, task, PROVINCE, everyone.binh.practitioner_id)
        back = await ringing_back.call_back(session, binh, row, "device-of-binh")
    await later(database, back, 121)
    assert (await call_now(database, back)).end_reason == "not_reached"
    after = await reread(database, task)
    assert (after.state, after.attempts) == ("open", 1)


async def test_the_owner_may_acknowledge_a_nurse_may_not_and_no_number_is_told(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    task = await nobody_answers(database, everyone)
    path = f"/api/callbacks/{task}/acknowledge"
    nurse = await sign_in(database, settings, everyone.nurse, audience="clinic")
    async with http.post(path, headers=nurse, json={}) as answer:
        assert (answer.status, (await answer.json())["code"]) == (403, "not-yours")
    ha = await sign_in(database, settings, everyone.ha)
    async with http.post(path, headers=ha, json={}) as answer:
        told = await answer.json()
        assert answer.status == 200, told
    assert told["acknowledged_at"] is not None
    assert everyone.lan.phone[-6:] not in str(told)
    assert "Mai" not in str(told)


async def test_a_manager_reads_the_ladder_and_cannot_write_it(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    ha = await sign_in(database, settings, everyone.ha)
    async with http.get("/api/ladder", headers=ha) as answer:
        stands = await answer.json()
    edit = {"version": stands["version"], "ladder": stands["ladder"]}
    async with http.put("/api/ladder", headers=ha, json=edit) as answer:
        assert answer.status == 403
    tuan = await sign_in(database, settings, everyone.administrator)
    async with http.put("/api/ladder", headers=tuan, json=edit) as answer:
        assert (await answer.json())["version"] == 1
    async with http.put("/api/ladder", headers=tuan, json=edit) as answer:
        refused = await answer.json()
        assert (answer.status, refused["code"]) == (409, "changed-meanwhile"), refused
