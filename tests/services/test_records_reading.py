"""Opening the record: who gets in, who is turned away, and what the audit log keeps of both."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from telehealth import audit, clock
from telehealth.accounts.permissions import Grant, Principal, Role
from telehealth.audit import AuditEvent, Judged
from telehealth.calls.models import CallRing
from telehealth.db import Database
from telehealth.errors import Denied, NotFound
from telehealth.patients import service as patients
from telehealth.patients.models import RelatedPerson
from telehealth.records import notes, reading, service
from telehealth.records.shapes import AdviceView, EncounterView, NewAddendum
from tests.people import Everyone
from tests.visits import (
    DRINK,
    SOAP,
    audited,
    hang_up,
    on_new_device,
    ringing,
    sign,
    signed_in,
    visit,
    write,
)


async def opened(database: Database, who: Principal, encounter_id: UUID) -> EncounterView:
    async with database.transaction() as session:
        judged = await reading.open_encounter(session, who, encounter_id)
    return judged.answer()


async def advice(database: Database, who: Principal) -> list[AdviceView]:
    async with database.transaction() as session:
        return await reading.open_advice(session, who)


async def advice_of_call(database: Database, who: Principal, call_id: UUID) -> AdviceView:
    async with database.transaction() as session:
        judged = await reading.open_advice_of_call(session, who, call_id)
    return judged.answer()


async def history(database: Database, who: Principal, patient_id: UUID) -> list[service.Visit]:
    async with database.transaction() as session:
        judged = await reading.open_history(session, who, patient_id)
    return judged.answer()


async def test_bình_opens_his_own_encounter_and_it_is_kept(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    binh = await signed_in(database, everyone.binh)
    await write(database, binh, seen.encounter_id)
    view = await opened(database, binh, seen.encounter_id)
    assert view.patient is not None and view.patient.name == "Hoàng Thị Mai"
    assert (view.note.assessment, view.note.advice, view.may_write) == ("Nghi cúm", DRINK, True)
    assert (view.practitioner.name, view.licence) == ("Trần Văn Bình", "GPHN-BINH-0001")
    assert view.facility_name == "Bệnh viện Đa khoa tỉnh (thử)"
    assert await audited(database, "encounter.read") == [(binh.account_id, "allowed", "author")]
    await sign(database, binh, seen.encounter_id)
    assert not (await opened(database, binh, seen.encounter_id)).may_write


async def test_everybody_who_must_not_read_is_turned_away_and_kept(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    turned_away = {
        everyone.son: (Denied, "no-care-relation"),
        everyone.nurse: (Denied, "no-care-relation"),
        everyone.health_worker: (Denied, "role-never-reads-notes"),
        everyone.receptionist: (Denied, "role-never-reads-notes"),
        everyone.ha: (Denied, "role-never-reads-notes"),
        everyone.administrator: (Denied, "role-never-reads-notes"),
        everyone.dpo: (Denied, "role-never-reads-notes"),
    }
    for person, (error, reason) in turned_away.items():
        who = await signed_in(database, person)
        with pytest.raises(error):
            await opened(database, who, seen.encounter_id)
        assert (await audited(database, "encounter.read"))[-1] == (who.account_id, "refused", reason)
    for who in (seen.caller, await signed_in(database, everyone.quy), await signed_in(database, None)):
        with pytest.raises(NotFound):
            await opened(database, who, seen.encounter_id)
        refused = (await audited(database, "encounter.read"))[-1]
        assert refused == (who.account_id, "refused", "families-read-advice-only")


async def test_an_audit_row_is_kept_because_the_refusal_is_raised_after_the_commit(
    database: Database, everyone: Everyone
) -> None:
    """Sabotage: raised inside the transaction, the refusal takes its own audit row with it."""
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    son = await signed_in(database, everyone.son)
    with pytest.raises(Denied):
        async with database.transaction() as session:
            (await reading.open_encounter(session, son, seen.encounter_id)).answer()  # inside: wrong
    assert await audited(database, "encounter.read") == []
    with pytest.raises(Denied):
        await opened(database, son, seen.encounter_id)  # outside: as the handlers do
    assert await audited(database, "encounter.read") == [(son.account_id, "refused", "no-care-relation")]


async def test_thu_reads_as_a_colleague_and_sơn_only_once_the_call_rings_him(
    database: Database, everyone: Everyone
) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    thu, son = await signed_in(database, everyone.thu), await signed_in(database, everyone.son)
    assert not (await opened(database, thu, seen.encounter_id)).may_write
    with pytest.raises(Denied):
        await opened(database, son, seen.encounter_id)
    with pytest.raises(Denied):
        await history(database, son, everyone.mai)
    call = await ringing(database, everyone, everyone.son, everyone.mai)
    await opened(database, son, seen.encounter_id)
    assert [line.encounter_id for line in await history(database, son, everyone.mai)] == [seen.encounter_id]
    with pytest.raises(Denied):
        await history(database, son, everyone.lan.patients["na"])  # the call is not about her
    await hang_up(database, call)
    with pytest.raises(Denied):
        await opened(database, son, seen.encounter_id)
    reasons = [reason for _, _, reason in await audited(database, "encounter.read")]
    assert reasons == ["colleague", "no-care-relation", "live-call", "no-care-relation"]
    reasons = [reason for _, _, reason in await audited(database, "history.read")]
    assert reasons == ["no-care-relation", "live-call", "no-care-relation"]


async def test_who_has_cared_for_her_goes_on_reading_for_half_a_year(database: Database, everyone: Everyone) -> None:
    by_binh = await visit(database, everyone, everyone.binh, everyone.mai)
    await visit(database, everyone, everyone.son, everyone.mai, ago=timedelta(days=200))
    son = await signed_in(database, everyone.son)
    with pytest.raises(Denied):
        await opened(database, son, by_binh.encounter_id)
    await visit(database, everyone, everyone.son, everyone.mai, ago=timedelta(days=180))
    await opened(database, son, by_binh.encounter_id)
    await history(database, son, everyone.mai)
    assert (await audited(database, "encounter.read"))[-1][2] == "cared-recently"


async def test_a_role_lost_is_a_record_lost(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    binh = await signed_in(database, everyone.binh)
    dismissed = Principal(binh.session_id, binh.account_id, "doctor", "full", practitioner_id=binh.practitioner_id)
    with pytest.raises(Denied):
        await opened(database, dismissed, seen.encounter_id)


async def test_open_loops_lists_my_unsigned_notes_first(database: Database, everyone: Everyone) -> None:
    binh = await signed_in(database, everyone.binh)
    old = await visit(database, everyone, everyone.binh, everyone.mai, ago=timedelta(hours=5))
    new = await visit(database, everyone, everyone.binh, None, ago=timedelta(hours=1))
    done = await visit(database, everyone, everyone.binh, everyone.mai, ago=timedelta(hours=3))
    await visit(database, everyone, everyone.thu, everyone.mai)
    await write(database, binh, done.encounter_id)
    await sign(database, binh, done.encounter_id)
    async with database.transaction() as session:
        mine = await reading.open_loops(session, binh)
    assert [line.id for line in mine.unsigned] == [old.encounter_id, new.encounter_id]
    assert [(line.id, line.signed) for line in mine.recent] == [(done.encounter_id, True)]
    assert [line.patient_name for line in mine.unsigned] == ["Hoàng Thị Mai", None]
    assert len(await audited(database, "encounter.list")) == 1


async def test_the_family_reads_the_advice_from_hang_up_on_and_never_soap(
    database: Database, everyone: Everyone
) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai, over=False)
    binh, lan = await signed_in(database, everyone.binh), await signed_in(database, everyone.lan)
    await write(database, binh, seen.encounter_id)
    assert await advice(database, lan) == []
    with pytest.raises(NotFound) as early:
        await advice_of_call(database, seen.caller, seen.call_id)
    assert early.value.code == "not-yet"
    await hang_up(database, seen.call_id)
    (line,) = await advice(database, lan)
    assert (line.advice, line.signed, line.patient_name) == (DRINK, False, "Hoàng Thị Mai")
    assert line.practitioner.name == "Trần Văn Bình"
    await sign(database, binh, seen.encounter_id)
    for words, for_family in (("Đỡ sốt thì thôi thuốc.", True), ("Nghi lạm dụng thuốc", False)):
        async with database.transaction() as session:
            new = NewAddendum(body=words, for_family=for_family)
            (await notes.add(session, binh, seen.encounter_id, new)).answer()
    (line,) = await advice(database, lan)
    assert line.signed and line.signed_at is not None
    assert [added.body for added in line.addenda] == ["Đỡ sốt thì thôi thuốc."]
    text = line.model_dump_json()
    assert not any(words in text for words in [*SOAP.values(), "Nghi lạm dụng thuốc"])
    kept = await audited(database, "advice.read")
    assert kept[0] == (lan.account_id, "refused", "call-not-over")
    assert kept[1:] == [(lan.account_id, "allowed", "family")] * 2


async def test_another_family_reads_nothing(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    for who in (await signed_in(database, everyone.quy), await signed_in(database, None)):
        with pytest.raises(NotFound):
            await advice_of_call(database, who, seen.call_id)
        assert (await audited(database, "advice.read"))[-1] == (who.account_id, "refused", "stranger")
    assert await advice(database, await signed_in(database, everyone.quy)) == []
    with pytest.raises(NotFound):
        await advice_of_call(database, seen.caller, UUID(int=1))


async def test_whom_lan_no_longer_cares_for_she_no_longer_reads(database: Database, everyone: Everyone) -> None:
    await visit(database, everyone, everyone.binh, everyone.mai)
    lan = await signed_in(database, everyone.lan)
    assert len(await advice(database, lan)) == 1
    async with database.transaction() as session:
        (await patients.remove(session, lan, everyone.mai)).answer()
    assert await advice(database, lan) == []


async def test_when_the_doctor_finds_it_is_somebody_else_the_caller_does_not_read_it_next_morning(
    database: Database, everyone: Everyone
) -> None:
    """ông Quý rings as "Người khác"; the doctor finds out that it is about bà Mai."""
    seen = await visit(database, everyone, everyone.binh, None, caller=everyone.quy)
    quy, lan = await signed_in(database, everyone.quy), await signed_in(database, everyone.lan)
    assert [line.patient_name for line in await advice(database, quy)] == [None]
    async with database.transaction() as session:
        await service.set_patient(session, seen.call_id, everyone.mai)
    assert await advice(database, quy) == []
    with pytest.raises(NotFound):
        await advice_of_call(database, quy, seen.call_id)
    assert (await audited(database, "advice.read"))[-1] == (quy.account_id, "refused", "not-family")
    assert [line.patient_name for line in await advice(database, lan)] == ["Hoàng Thị Mai"]
    said = await advice_of_call(database, seen.caller, seen.call_id)  # but it was said to him, in this session
    assert said.encounter_id == seen.encounter_id


async def test_an_unverified_caller_reads_what_was_said_to_her_for_a_day(
    database: Database, everyone: Everyone
) -> None:
    seen = await visit(database, everyone, everyone.binh, None, guest=True)
    old = await visit(database, everyone, everyone.binh, None, guest=True, ago=timedelta(hours=25))
    await write(database, await signed_in(database, everyone.binh), seen.encounter_id)
    assert (await advice_of_call(database, seen.caller, seen.call_id)).advice == DRINK
    with pytest.raises(NotFound):
        await advice_of_call(database, old.caller, old.call_id)
    with pytest.raises(NotFound):
        await advice_of_call(database, await signed_in(database, None), seen.call_id)
    reasons = [reason for _, _, reason in await audited(database, "advice.read")]
    assert reasons == ["said-in-this-call", "not-family", "stranger"]


async def test_a_phone_that_only_rings_is_asked_for_a_code(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    ring = await signed_in(database, everyone.lan, scope="ring")
    with pytest.raises(Denied) as refused:
        await advice_of_call(database, ring, seen.call_id)
    assert refused.value.code == "code-needed"
    assert await advice(database, ring) == []


async def test_a_recycled_number_reads_nothing_of_the_family_before(database: Database, everyone: Everyone) -> None:
    old = [
        await visit(database, everyone, everyone.binh, about, ago=timedelta(days=200)) for about in (everyone.mai, None)
    ]
    async with database.transaction() as session:
        await session.execute(update(RelatedPerson).values(added_at=clock.now() - timedelta(days=300)))
    tu = await on_new_device(database, everyone.lan, clock.now() - timedelta(days=1))
    assert await advice(database, tu) == []
    for one in old:
        with pytest.raises(NotFound):
            await advice_of_call(database, tu, one.call_id)
    new = await visit(database, everyone, everyone.binh, None)
    assert [line.encounter_id for line in await advice(database, tu)] == [new.encounter_id]
    assert len(await advice(database, await signed_in(database, everyone.lan))) == 3


async def test_the_officer_pages_through_the_log_and_finds_no_names_in_it(
    database: Database, everyone: Everyone
) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    binh = await signed_in(database, everyone.binh)
    await write(database, binh, seen.encounter_id)
    for _ in range(5):
        await opened(database, binh, seen.encounter_id)
    async with database.transaction() as session:
        newest = await audit.page(session, None, 4)
        older = await audit.page(session, newest[-1][0].id, 4)
        everything: list[Any] = [vars(row) for row in await session.scalars(select(AuditEvent))]
    ids = [event.id for event, _ in [*newest, *older]]
    assert len(ids) == 6 and ids == sorted(ids, reverse=True)
    assert not any(sealed for _, sealed in newest)
    assert not any(word in str(everything) for word in ("Mai", "Bình", DRINK, *SOAP.values(), everyone.lan.phone))


async def test_a_doctor_elsewhere_too_is_a_colleague_where_the_role_is(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    son = await signed_in(database, everyone.son)
    grants = (*son.grants, Grant(everyone.hospital, Role.NURSE))
    helping = Principal(
        son.session_id, son.account_id, "doctor", "full", practitioner_id=son.practitioner_id, grants=grants
    )
    await opened(database, helping, seen.encounter_id)


async def test_reading_changes_nothing_but_the_log(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    binh = await signed_in(database, everyone.binh)
    async with database.transaction() as session:
        before = await session.scalar(select(func.count()).select_from(AuditEvent))
    await opened(database, binh, seen.encounter_id)
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(AuditEvent)) == (before or 0) + 1


def test_a_refusal_is_an_answer_that_raises() -> None:
    assert Judged(3).answer() == 3
    with pytest.raises(NotFound):
        Judged[int](refusal=NotFound()).answer()


async def test_who_declined_reads_no_longer_and_who_holds_may_add(database: Database, everyone: Everyone) -> None:
    """bác sĩ Sơn, of another facility, declines one call about bà Mai and later holds another one."""
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    binh, son = await signed_in(database, everyone.binh), await signed_in(database, everyone.son)
    await write(database, binh, seen.encounter_id)
    await sign(database, binh, seen.encounter_id)
    call = await ringing(database, everyone, everyone.son, everyone.mai)
    new = NewAddendum(body="Đã xem lại đơn.")
    async with database.transaction() as session:
        assert (
            await notes.add(session, son, seen.encounter_id, new)
        ).refusal is not None  # rung is not yet responsible
        await session.execute(update(CallRing).where(CallRing.call_id == call).values(outcome="declined"))
    with pytest.raises(Denied):
        await opened(database, son, seen.encounter_id)
    await ring_again(database, call)
    await visit(database, everyone, everyone.son, everyone.mai, caller=everyone.quy, over=False)
    async with database.transaction() as session:
        added = (await notes.add(session, son, seen.encounter_id, new)).answer()
    assert added.author_name == "Vũ Hồng Sơn"
    assert (await audited(database, "note.addendum"))[-1] == (son.account_id, "allowed", "live-call")


async def ring_again(database: Database, call: UUID) -> None:
    """The call he declined comes round to him again."""
    async with database.transaction() as session:
        await session.execute(update(CallRing).where(CallRing.call_id == call).values(outcome="ringing"))
