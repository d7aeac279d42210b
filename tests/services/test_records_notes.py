"""The note: two tabs never overwrite each other, a signature is final, addenda follow."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update

from telehealth.accounts.permissions import Principal
from telehealth.db import Database, Session
from telehealth.errors import Conflict, Denied, Invalid, NotFound
from telehealth.postgres import Urls
from telehealth.records import notes
from telehealth.records.models import Addendum, Note
from telehealth.records.shapes import AddendumView, NewAddendum, NoteEdit
from tests import cluster
from tests.people import Everyone
from tests.visits import DRINK, SOAP, audited, hang_up, sign, signed_in, told, visit, write


async def append(
    database: Database, who: Principal, encounter_id: UUID, words: str, *, for_family: bool = False
) -> AddendumView:
    async with database.transaction() as session:
        judged = await notes.add(session, who, encounter_id, NewAddendum(body=words, for_family=for_family))
    return judged.answer()


async def note_of(database: Database, encounter_id: UUID) -> Note:
    async with database.transaction() as session:
        return await session.get_one(Note, encounter_id)


async def test_bình_writes_and_each_save_is_a_version(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai, over=False)
    binh = await signed_in(database, everyone.binh)
    first = await write(database, binh, seen.encounter_id)
    assert (first.version, first.advice, first.assessment, first.signed_at) == (2, DRINK, "Nghi cúm", None)
    second = await write(database, binh, seen.encounter_id, version=2, advice="Gọi lại nếu khó thở.")
    assert (second.version, second.advice) == (3, "Gọi lại nếu khó thở.")
    assert await audited(database, "note.write") == [(binh.account_id, "allowed", "author")] * 2


async def test_an_older_tab_gets_the_newer_note_instead_of_overwriting_it(
    database: Database, everyone: Everyone
) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai, over=False)
    binh = await signed_in(database, everyone.binh)
    await write(database, binh, seen.encounter_id, advice="Từ máy tính")
    with pytest.raises(Conflict) as refused:
        await write(database, binh, seen.encounter_id, version=1, advice="Từ điện thoại")
    assert refused.value.code == "newer-note"
    assert refused.value.extra["note"]["advice"] == "Từ máy tính"
    assert refused.value.extra["note"]["version"] == 2
    assert await audited(database, "encounter.read") == [(binh.account_id, "allowed", "author")]


async def test_a_save_repeated_after_a_lost_answer_is_answered_again(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai, over=False)
    binh = await signed_in(database, everyone.binh)
    first = await write(database, binh, seen.encounter_id)
    assert await write(database, binh, seen.encounter_id) == first


async def saves_at_once(database: Database, who: Principal, encounter_id: UUID) -> list[str]:
    """Ten tabs save different words on the same version, at once; the words of those told that they were saved."""
    words = [f"Lời dặn {number}" for number in range(10)]
    done = await asyncio.gather(
        *(write(database, who, encounter_id, version=1, advice=said) for said in words), return_exceptions=True
    )
    assert all(isinstance(one, Conflict) for one in done if isinstance(one, BaseException))
    return [said for said, one in zip(words, done, strict=True) if not isinstance(one, BaseException)]


async def test_of_ten_saves_on_one_version_exactly_one_wins(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai, over=False)
    saved = await saves_at_once(database, await signed_in(database, everyone.binh), seen.encounter_id)
    note = await note_of(database, seen.encounter_id)
    assert (saved, note.version) == ([note.advice], 2)


async def test_sabotage_without_the_guard_writes_are_lost(
    database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same ten saves with the version unguarded: several are told "saved" and only one is there."""

    async def unguarded(
        session: Session, who: Principal, encounter_id: UUID, version: int, texts: dict[str, str]
    ) -> bool:
        await session.execute(
            update(Note).where(Note.encounter_id == encounter_id).values(**texts, version=version + 1)
        )
        return True

    seen = await visit(database, everyone, everyone.binh, everyone.mai, over=False)
    monkeypatch.setattr(notes, "_saved", unguarded)
    saved = await saves_at_once(database, await signed_in(database, everyone.binh), seen.encounter_id)
    note = await note_of(database, seen.encounter_id)
    assert len(saved) > 1 and note.advice in saved


async def test_nobody_but_the_author_writes_and_the_attempt_is_kept(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    attempts = {
        everyone.thu: "not-the-author",
        everyone.nurse: "no-care-relation",
        everyone.receptionist: "role-never-reads-notes",
        everyone.ha: "role-never-reads-notes",
        everyone.son: "no-care-relation",
    }
    for person, reason in attempts.items():
        who = await signed_in(database, person)
        with pytest.raises(Denied):
            await write(database, who, seen.encounter_id)
        with pytest.raises(Denied):
            await sign(database, who, seen.encounter_id, version=1)
        assert (await audited(database, "note.write"))[-1] == (who.account_id, "refused", reason)
        assert (await audited(database, "note.sign"))[-1] == (who.account_id, "refused", reason)
    with pytest.raises(NotFound):
        await write(database, seen.caller, seen.encounter_id)
    assert (await note_of(database, seen.encounter_id)).version == 1
    with pytest.raises(NotFound):
        await write(database, await signed_in(database, everyone.binh), UUID(int=1))


async def test_a_signature_is_final(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    binh = await signed_in(database, everyone.binh)
    await write(database, binh, seen.encounter_id)
    signed = await sign(database, binh, seen.encounter_id)
    assert (signed.signed_by, signed.version) == ("Trần Văn Bình", 2)
    assert await sign(database, binh, seen.encounter_id) == signed  # a second tap
    for version in (1, 2):
        with pytest.raises(Conflict) as refused:
            await write(database, binh, seen.encounter_id, version=version, advice="Đổi ý")
        assert refused.value.code == "signed"
        assert refused.value.extra["note"]["advice"] == DRINK
    assert await audited(database, "note.sign") == [(binh.account_id, "allowed", "author")]


async def test_the_doctor_signs_what_the_doctor_has_read(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    binh = await signed_in(database, everyone.binh)
    with pytest.raises(Invalid) as empty:
        await sign(database, binh, seen.encounter_id, version=1)
    assert empty.value.code == "empty-note"
    await write(database, binh, seen.encounter_id)
    with pytest.raises(Conflict) as older:
        await sign(database, binh, seen.encounter_id, version=1)
    assert older.value.code == "newer-note"
    assert (await note_of(database, seen.encounter_id)).signed_at is None


async def test_saving_and_signing_at_once_never_changes_what_was_signed(database: Database, everyone: Everyone) -> None:
    binh = await signed_in(database, everyone.binh)
    for _ in range(5):
        seen = await visit(database, everyone, everyone.binh, everyone.mai)
        await write(database, binh, seen.encounter_id)
        await asyncio.gather(
            sign(database, binh, seen.encounter_id),
            write(database, binh, seen.encounter_id, version=2, advice="Nhanh tay"),
            return_exceptions=True,
        )
        note = await note_of(database, seen.encounter_id)
        assert (note.signed_at is not None, note.advice) in ((True, DRINK), (False, "Nhanh tay"))
    async with database.transaction() as session:
        assert await notes.altered(session) == []


async def test_a_note_about_nobody_by_name_is_signed_and_stays_visible(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, None, guest=True)
    binh = await signed_in(database, everyone.binh)
    await write(database, binh, seen.encounter_id)
    assert (await sign(database, binh, seen.encounter_id)).signed_at is not None


async def test_a_changed_signed_note_is_found(database: Database, database_urls: Urls, everyone: Everyone) -> None:
    """Sabotage: the database's owner takes the trigger away and changes a signed word."""
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    other = await visit(database, everyone, everyone.binh, everyone.mai)
    binh = await signed_in(database, everyone.binh)
    for one in (seen, other):
        await write(database, binh, one.encounter_id)
        await sign(database, binh, one.encounter_id)
    async with database.transaction() as session:
        assert await notes.altered(session) == []
    with cluster.connect(database_urls.owner) as owner:
        owner.execute("ALTER TABLE note DISABLE TRIGGER signed_is_final")
        owner.execute("UPDATE note SET plan = 'Khác' WHERE encounter_id = %s", (seen.encounter_id,))
    async with database.transaction() as session:
        assert await notes.altered(session) == [seen.encounter_id]


async def test_a_signed_note_gains_addenda_and_an_unsigned_one_does_not(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    binh, thu = await signed_in(database, everyone.binh), await signed_in(database, everyone.thu)
    await write(database, binh, seen.encounter_id)
    with pytest.raises(Conflict) as early:
        await append(database, binh, seen.encounter_id, "Thêm")
    assert early.value.code == "not-signed"
    await sign(database, binh, seen.encounter_id)
    added = await append(database, thu, seen.encounter_id, "Đã gọi lại, đỡ sốt.", for_family=True)
    assert (added.author_name, added.for_family) == ("Lê Thị Thu", True)
    assert await append(database, thu, seen.encounter_id, "Đã gọi lại, đỡ sốt.", for_family=True) == added
    await append(database, binh, seen.encounter_id, "Nội bộ")
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Addendum)) == 2
    for person in (everyone.receptionist, everyone.son, everyone.nurse):
        with pytest.raises(Denied):
            await append(database, await signed_in(database, person), seen.encounter_id, "Chen vào")
    with pytest.raises(NotFound):
        await append(database, binh, UUID(int=1), "Không có")


async def test_the_family_is_told_of_what_it_may_read_and_of_nothing_else(
    database: Database, everyone: Everyone
) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai, over=False)
    binh = await signed_in(database, everyone.binh)
    await write(database, binh, seen.encounter_id)
    assert await told(database) == 0  # the call is not over
    await hang_up(database, seen.call_id)
    assert await told(database) == 1
    await write(database, binh, seen.encounter_id, version=2, advice="Ngủ sớm.")
    assert await told(database) == 2
    async with database.transaction() as session:
        edit = NoteEdit(version=3, advice="Ngủ sớm.", **{**SOAP, "plan": "Khác"})
        (await notes.save(session, binh, seen.encounter_id, edit)).answer()
    assert await told(database) == 2  # SOAP is not the family's
    await sign(database, binh, seen.encounter_id, version=4)
    assert await told(database) == 3
    await append(database, binh, seen.encounter_id, "Nội bộ")
    assert await told(database) == 3
    await append(database, binh, seen.encounter_id, "Nhớ tái khám.", for_family=True)
    assert await told(database) == 4


async def test_the_database_itself_refuses_what_the_program_never_does(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    binh = await signed_in(database, everyone.binh)
    await write(database, binh, seen.encounter_id)
    await sign(database, binh, seen.encounter_id)
    with pytest.raises(Exception, match="final"):
        async with database.transaction() as session:
            await session.execute(text("UPDATE note SET advice = 'Khác'"))
