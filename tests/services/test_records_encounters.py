"""One encounter to a call: opened, handed over, finished, corrected until it is signed."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from telehealth import clock
from telehealth.db import Database
from telehealth.errors import Conflict, Denied, NotFound
from telehealth.records import notes, reading, service
from telehealth.records.models import Encounter, Note
from tests.people import Everyone, Staff
from tests.visits import DRINK, encounter_row, hang_up, sign, signed_in, told, visit, write


async def open_for(database: Database, call_id: UUID | None, doctor: Staff, everyone: Everyone) -> UUID:
    assert doctor.practitioner_id
    async with database.transaction() as session:
        return await service.open_draft(
            session,
            call_id=call_id,
            patient_id=everyone.mai,
            practitioner_id=doctor.practitioner_id,
            facility_id=doctor.facility_id,
            channel="phone" if call_id is None else "video",
            who_speaks="child",
            caller_account=everyone.lan.account_id,
            started_at=clock.now(),
        )


async def test_a_call_has_one_encounter_however_often_it_is_opened(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai, over=False)
    ids = await asyncio.gather(*(open_for(database, seen.call_id, everyone.binh, everyone) for _ in range(8)))
    assert set(ids) == {seen.encounter_id}
    async with database.transaction() as session:
        assert await service.encounter_of_call(session, seen.call_id) == seen.encounter_id
        assert await service.encounter_of_call(session, UUID(int=1)) is None
        for table in (Encounter, Note):
            assert await session.scalar(select(func.count()).select_from(table)) == 1


async def test_it_copies_the_licence_so_that_it_stays_as_it_was(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    row = await encounter_row(database, seen.encounter_id)
    assert (row.licence, row.scope) == ("GPHN-BINH-0001", "Khám bệnh, chữa bệnh đa khoa")


async def test_an_unsigned_draft_follows_the_new_holder_with_its_words(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai, over=False)
    await write(database, await signed_in(database, everyone.binh), seen.encounter_id)
    assert await open_for(database, seen.call_id, everyone.thu, everyone) == seen.encounter_id
    row = await encounter_row(database, seen.encounter_id)
    assert (row.practitioner_id, row.licence) == (everyone.thu.practitioner_id, "GPHN-THU-0001")
    saved = await write(
        database, await signed_in(database, everyone.thu), seen.encounter_id, version=2, advice="Thu dặn"
    )
    assert (saved.version, saved.assessment) == (3, "Nghi cúm")
    with pytest.raises(Denied):
        await write(database, await signed_in(database, everyone.binh), seen.encounter_id, version=3, advice="Bình dặn")


async def test_a_signed_note_stays_with_who_signed_it(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai, over=False)
    binh = await signed_in(database, everyone.binh)
    await write(database, binh, seen.encounter_id)
    await sign(database, binh, seen.encounter_id)
    assert await open_for(database, seen.call_id, everyone.thu, everyone) == seen.encounter_id
    assert (await encounter_row(database, seen.encounter_id)).practitioner_id == everyone.binh.practitioner_id


async def test_hanging_up_finishes_it_once_and_tells_the_family_once(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai, over=False)
    assert await told(database) == 0
    at = clock.now()
    await hang_up(database, seen.call_id, at)
    await hang_up(database, seen.call_id, at + timedelta(minutes=1))
    row = await encounter_row(database, seen.encounter_id)
    assert (row.status, row.ended_at) == ("finished", at)
    assert await told(database) == 1
    async with database.transaction() as session:
        await service.finish(session, UUID(int=1), at)  # an unanswered call has nothing to finish
    assert await told(database) == 1


async def test_a_telephone_call_is_over_when_it_is_recorded(database: Database, everyone: Everyone) -> None:
    first, second = [await open_for(database, None, everyone.binh, everyone) for _ in range(2)]
    assert first != second
    row = await encounter_row(database, first)
    assert (row.status, row.channel, row.call_id) == ("finished", "phone", None)
    assert row.ended_at is not None and row.ended_at >= row.started_at
    await write(database, await signed_in(database, everyone.binh), first)
    async with database.transaction() as session:
        lines = await reading.open_advice(session, await signed_in(database, everyone.lan))
    assert [line.advice for line in lines] == ["", DRINK]


async def test_who_it_is_may_be_corrected_until_signing(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    na, binh = everyone.lan.patients["na"], await signed_in(database, everyone.binh)
    before = await told(database)
    async with database.transaction() as session:
        await service.set_patient(session, seen.call_id, na)
        await service.set_patient(session, seen.call_id, na)
        await service.set_patient(session, UUID(int=1), na)
    assert (await encounter_row(database, seen.encounter_id)).patient_id == na
    assert await told(database) == before + 2  # bà Mai's family and bé Na's: one may read it now, one no longer may
    await write(database, binh, seen.encounter_id)
    await sign(database, binh, seen.encounter_id)
    async with database.transaction() as session:
        with pytest.raises(Conflict) as refused:
            await service.set_patient(session, seen.call_id, everyone.mai)
    assert refused.value.code == "signed"
    assert (await encounter_row(database, seen.encounter_id)).patient_id == na


async def test_signing_and_correcting_at_the_same_moment_agree(database: Database, everyone: Everyone) -> None:
    """Whoever comes first: a correction after the signature never slips in, and the signature covers what it says."""
    binh = await signed_in(database, everyone.binh)

    async def correct(call_id: UUID) -> None:
        async with database.transaction() as session:
            await service.set_patient(session, call_id, everyone.lan.patients["na"])

    for _ in range(5):
        seen = await visit(database, everyone, everyone.binh, everyone.mai)
        await write(database, binh, seen.encounter_id)
        await asyncio.gather(sign(database, binh, seen.encounter_id), correct(seen.call_id), return_exceptions=True)
    async with database.transaction() as session:
        assert await notes.altered(session) == []


async def test_history_shows_finished_visits_and_only_signed_words(database: Database, everyone: Everyone) -> None:
    binh = await signed_in(database, everyone.binh)
    days = [1, 2, 3, 4]
    seen = [await visit(database, everyone, everyone.binh, everyone.mai, ago=timedelta(days=day)) for day in days]
    await visit(database, everyone, everyone.thu, everyone.mai, over=False)
    for one in seen[:2]:
        await write(database, binh, one.encounter_id)
    await sign(database, binh, seen[1].encounter_id)
    async with database.transaction() as session:
        history = await service.past_visits(session, everyone.mai)
    assert [line.encounter_id for line in history] == [one.encounter_id for one in seen[:3]]
    assert [line.summary for line in history] == ["", "Nghi cúm", ""]
    assert history[0].practitioner_name == "Trần Văn Bình"


async def test_no_encounter_without_a_licensed_person(database: Database, everyone: Everyone) -> None:
    ghost = Staff(everyone.ha.account_id, "", "", everyone.ha.role, everyone.station, UUID(int=1))
    with pytest.raises(NotFound):
        await open_for(database, None, ghost, everyone)
