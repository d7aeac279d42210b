"""One phone, a whole family: chị Lan cares for bà Mai and bé Na; ông Quý must never see them."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from telehealth import clock
from telehealth.accounts.permissions import Principal
from telehealth.audit import AuditEvent
from telehealth.db import Database
from telehealth.errors import Conflict, Denied, Invalid, NotFound
from telehealth.patients import service
from telehealth.patients.models import Patient, RelatedPerson
from telehealth.patients.rules import FAMILY_LIMIT
from telehealth.patients.shapes import NewPatient, PatientEdit, PatientView
from tests.people import Everyone
from tests.visits import audited, on_new_device, signed_in


def uncle(name: str = "Hoàng Văn Út", **said: object) -> NewPatient:
    return NewPatient.model_validate({"name": name, "birth_year": 1960, "sex": "male", "relation": "other", **said})


async def family_of(database: Database, who: Principal) -> list[str]:
    async with database.transaction() as session:
        return [person.given_name for person in await service.family(session, who)]


async def add(database: Database, who: Principal, new: NewPatient) -> PatientView:
    async with database.transaction() as session:
        return await service.create(session, who.account_id, new, by=who)


async def edit(database: Database, who: Principal, patient_id: UUID, **said: object) -> PatientView:
    async with database.transaction() as session:
        judged = await service.edit(session, who, patient_id, PatientEdit.model_validate(said))
    return judged.answer()


async def remove(database: Database, who: Principal, patient_id: UUID) -> None:
    async with database.transaction() as session:
        judged = await service.remove(session, who, patient_id)
    judged.answer()


async def test_lan_sees_her_family_by_given_name_and_quy_sees_his(database: Database, everyone: Everyone) -> None:
    lan = await signed_in(database, everyone.lan)
    assert await family_of(database, lan) == ["Lan", "Mai", "Na"]
    assert await family_of(database, await signed_in(database, everyone.quy)) == ["Tý"]
    assert await family_of(database, await signed_in(database, None)) == []
    async with database.transaction() as session:
        mai = await service.view(session, everyone.mai, lan.account_id)
        assert (mai.name, mai.birth_year, mai.relation) == ("Hoàng Thị Mai", 1954, "child")
        assert (await service.view(session, everyone.mai, everyone.quy.account_id)).relation is None


async def test_lan_adds_her_uncle_once_however_often_she_taps(database: Database, everyone: Everyone) -> None:
    lan = await signed_in(database, everyone.lan)
    first = await add(database, lan, uncle(birth_date="1960-02-03"))
    assert (first.birth_date, first.relation) == (date(1960, 2, 3), "other")
    again = await asyncio.gather(*(add(database, lan, uncle("hoàng văn  út")) for _ in range(4)))
    assert {person.id for person in again} == {first.id}
    assert await family_of(database, lan) == ["Lan", "Mai", "Na", "Út"]
    assert await audited(database, "patient.create") == [(lan.account_id, "allowed", "")]


async def test_a_family_has_a_limit_that_two_taps_do_not_pass(database: Database, everyone: Everyone) -> None:
    lan = await signed_in(database, everyone.lan)
    for number in range(FAMILY_LIMIT - 4):
        await add(database, lan, uncle(f"Cháu Thứ {number}"))
    taps = await asyncio.gather(*(add(database, lan, uncle(f"Cuối {n}")) for n in range(4)), return_exceptions=True)
    assert [getattr(tap, "code", "added") for tap in taps].count("family-full") == 3
    assert len(await family_of(database, lan)) == FAMILY_LIMIT
    with pytest.raises(Conflict):
        await add(database, lan, uncle("Nữa"))


async def test_births_that_cannot_be_are_refused(database: Database, everyone: Everyone) -> None:
    lan = await signed_in(database, everyone.lan)
    tomorrow = clock.now() + timedelta(days=2)
    for said in ({"birth_date": tomorrow.date(), "birth_year": None}, {"birth_year": tomorrow.year + 1}):
        with pytest.raises(Invalid):
            await add(database, lan, uncle(**said))
    with pytest.raises(Invalid):
        await edit(database, lan, everyone.mai, birth_date="1899-12-31")


async def test_lan_edits_bà_mai_and_the_log_says_what_but_not_to_what(database: Database, everyone: Everyone) -> None:
    lan = await signed_in(database, everyone.lan)
    mai = await edit(database, lan, everyone.mai, name="Hoàng Thị Mãi", birth_date="1953-05-06", commune_name="Yên Hòa")
    assert (mai.name, mai.birth_year, mai.birth_date) == ("Hoàng Thị Mãi", 1953, date(1953, 5, 6))
    mai = await edit(database, lan, everyone.mai, birth_year=1954)
    assert (mai.birth_year, mai.birth_date) == (1954, None)
    async with database.transaction() as session:
        assert await session.scalar(select(Patient.name_key).where(Patient.id == everyone.mai)) == "hoang thi mai"
        events = (await session.execute(select(AuditEvent))).scalars().all()
    details = [event.detail for event in events if event.action == "patient.edit"]
    assert details == [{"fields": ["name", "birth_year", "birth_date"]}, {"fields": ["birth_year", "birth_date"]}]


async def test_quy_can_neither_edit_nor_remove_nor_notice_bà_mai(database: Database, everyone: Everyone) -> None:
    quy = await signed_in(database, everyone.quy)
    for attempt in (edit(database, quy, everyone.mai, name="Kẻ Khác"), remove(database, quy, everyone.mai)):
        with pytest.raises(NotFound):
            await attempt
    with pytest.raises(NotFound):
        await edit(database, quy, UUID(int=1), name="Không Có")
    refusals = await audited(database, "patient.edit") + await audited(database, "patient.unlink")
    assert refusals == [(quy.account_id, "refused", "not-family")] * 3
    async with database.transaction() as session:
        assert (await service.view(session, everyone.mai)).name == "Hoàng Thị Mai"


async def test_the_doctor_does_not_act_for_patients(database: Database, everyone: Everyone) -> None:
    binh = await signed_in(database, everyone.binh)
    async with database.transaction() as session:
        assert not await service.acts_for(session, binh, everyone.mai)


async def test_taking_somebody_out_of_the_family_keeps_the_record(database: Database, everyone: Everyone) -> None:
    lan = await signed_in(database, everyone.lan)
    await remove(database, lan, everyone.mai)
    assert await family_of(database, lan) == ["Lan", "Na"]
    async with database.transaction() as session:
        assert not await service.acts_for(session, lan, everyone.mai)
        assert (await service.view(session, everyone.mai)).name == "Hoàng Thị Mai"
    with pytest.raises(NotFound):
        await remove(database, lan, everyone.mai)
    back = await add(database, lan, uncle("Hoàng Thị Mai", birth_year=1954, sex="female", relation="child"))
    assert back.id != everyone.mai  # a link is not found again by a name alone: that would open her record to anybody


async def test_a_recycled_number_sees_only_whom_it_added_itself(database: Database, everyone: Everyone) -> None:
    """Six months after chị Lan gave up her number, ông Tư has it. Her family is not his."""
    async with database.transaction() as session:
        await session.execute(update(RelatedPerson).values(added_at=clock.now() - timedelta(days=300)))
    tu = await on_new_device(database, everyone.lan, clock.now() - timedelta(minutes=1))
    assert await family_of(database, tu) == []
    async with database.transaction() as session:
        assert not await service.acts_for(session, tu, everyone.mai)
    with pytest.raises(NotFound):
        await edit(database, tu, everyone.mai, name="Lê Văn Tư")
    mine = await add(database, tu, uncle("Hoàng Thị Mai", birth_year=1954, sex="female"))
    assert mine.id != everyone.mai  # even the same name does not open hers
    assert await family_of(database, tu) == ["Mai"]
    assert len(await family_of(database, await signed_in(database, everyone.lan))) == 4


async def test_without_a_device_an_unidentified_session_sees_nobody(database: Database, everyone: Everyone) -> None:
    tu = await on_new_device(database, everyone.lan, clock.now() - timedelta(days=1))
    bare = Principal(tu.session_id, tu.account_id, "patient", "full", identified=False)
    assert await family_of(database, tu) == ["Lan", "Mai", "Na"]
    assert await family_of(database, bare) == []


async def test_bác_sĩ_bình_corrects_who_it_is_and_chị_hà_may_not(database: Database, everyone: Everyone) -> None:
    binh, ha = await signed_in(database, everyone.binh), await signed_in(database, everyone.ha)
    async with database.transaction() as session:
        mai = await service.correct(session, binh, everyone.mai, name="Hoàng Thị Mơ", birth_year=1955, sex="female")
    assert (mai.name, mai.birth_year) == ("Hoàng Thị Mơ", 1955)
    assert await audited(database, "patient.correct") == [(binh.account_id, "allowed", "")]
    async with database.transaction() as session:
        with pytest.raises(Denied):
            await service.correct(session, ha, everyone.mai, name="Khác")
        with pytest.raises(NotFound):
            await service.correct(session, binh, UUID(int=1), name="Khác")


async def test_a_person_without_a_family_can_be_recorded_too(database: Database, everyone: Everyone) -> None:
    async with database.transaction() as session:
        stranger = await service.create(session, None, uncle("Người Qua Đường"))
        assert stranger.relation is None
        assert stranger.id not in {one.id for one in await service.family_of_account(session, everyone.lan.account_id)}
