"""Writing the note: guarded saves, one signature, addenda afterwards.

draft ──save (version n → n+1)──▶ draft ──sign──▶ signed ──addendum──▶ signed
A save made on an older version is refused with the newer note, so that two tabs never overwrite each other.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, update

from telehealth import events
from telehealth.accounts.models import Practitioner
from telehealth.accounts.permissions import Principal
from telehealth.audit import Judged
from telehealth.db import Session
from telehealth.errors import Conflict, Invalid, NotFound
from telehealth.events import AdviceChanged
from telehealth.records.access import Decision
from telehealth.records.content import SECTIONS, fingerprint
from telehealth.records.judgement import judge, log
from telehealth.records.models import Addendum, Encounter, Note
from telehealth.records.reading import load
from telehealth.records.service import locked
from telehealth.records.shapes import AddendumView, NewAddendum, NoteEdit, NoteView
from telehealth.records.views import addendum_view, note_view


async def save(session: Session, who: Principal, encounter_id: UUID, edit: NoteEdit) -> Judged[NoteView]:
    """Autosave. Conflict 'newer-note' (with the newer note) on an older version, 'signed' after signing.

    A save that changes nothing (a repeat after a lost answer) is answered with the note as it is.
    """
    encounter, note = await load(session, Encounter.id == encounter_id)
    decision = await judge(session, who, encounter, "note", "write")
    if not decision.allowed:
        return await _refuse(session, who, decision, "note.write", encounter)
    texts = {name: getattr(edit, name) for name in SECTIONS}
    before = note.advice
    if not await _saved(session, who, encounter_id, edit.version, texts):
        return await _overtaken(session, who, decision, encounter, texts)
    await log(session, who, decision, "note.write", encounter=encounter)
    if encounter.status == "finished" and before != edit.advice:
        await events.record(session, AdviceChanged(encounter.id, encounter.patient_id))
    _, note = await load(session, Encounter.id == encounter_id)
    return Judged(await note_view(session, note))


async def sign(session: Session, who: Principal, encounter_id: UUID, version: int) -> Judged[NoteView]:
    """Sign the version the doctor has read. Signing again what one has signed is no error.

    The note may be about nobody by name ("Người khác"): it is signed all the same, and stays so.
    """
    found = await locked(session, Encounter.id == encounter_id)
    if found is None:
        raise NotFound()
    encounter, note = found
    decision = await judge(session, who, encounter, "note", "write")
    if not decision.allowed:
        return await _refuse(session, who, decision, "note.sign", encounter)
    if note.signed_at is not None and note.signed_by == who.practitioner_id and note.version == version:
        await log(session, who, decision, "encounter.read", encounter=encounter)
        return Judged(await note_view(session, note))
    if note.signed_at is not None or note.version != version:
        return await _conflict(session, who, decision, encounter, note)
    if not any(getattr(note, name).strip() for name in SECTIONS):
        return Judged(refusal=Invalid("empty-note", "There is nothing in the note to sign."))
    await _seal(session, encounter, note, who)
    await log(session, who, decision, "note.sign", encounter=encounter)
    if encounter.status == "finished":
        await events.record(session, AdviceChanged(encounter.id, encounter.patient_id))
    return Judged(await note_view(session, note))


async def add(session: Session, who: Principal, encounter_id: UUID, new: NewAddendum) -> Judged[AddendumView]:
    """Add words to a signed note. The same words by the same author twice are one addendum (a second tap)."""
    found = await locked(session, Encounter.id == encounter_id)
    if found is None:
        raise NotFound()
    encounter, note = found
    decision = await judge(session, who, encounter, "note", "add")
    if not decision.allowed:
        return await _refuse(session, who, decision, "note.addendum", encounter)
    if note.signed_at is None:
        return Judged(refusal=Conflict("not-signed", "The note is not signed yet: write into the note itself."))
    author = await session.scalar(select(Practitioner.name).where(Practitioner.id == who.practitioner_id))
    said = {"encounter_id": encounter_id, "author_id": who.practitioner_id, **new.model_dump()}
    addendum = await session.scalar(select(Addendum).filter_by(**said))
    if addendum is None:
        addendum = await _append(session, encounter, said)
        await log(session, who, decision, "note.addendum", encounter=encounter)
    return Judged(addendum_view(addendum, author or ""))


async def altered(session: Session) -> list[UUID]:
    """Encounters whose signed note no longer is what was signed (somebody went round the program)."""
    signed = select(Encounter, Note).join(Note, Note.encounter_id == Encounter.id).where(Note.signed_at.is_not(None))
    rows = await session.stream(signed.order_by(Encounter.id).execution_options(yield_per=500))
    return [encounter.id async for encounter, note in rows if note.content_sha256 != fingerprint_of(encounter, note)]


async def _saved(session: Session, who: Principal, encounter_id: UUID, version: int, texts: dict[str, str]) -> bool:
    # One guarded UPDATE: of two saves made on the same version the database lets exactly one through.
    mine = exists().where(Encounter.id == encounter_id, Encounter.practitioner_id == who.practitioner_id)
    saving = (
        update(Note)
        .where(Note.encounter_id == encounter_id, Note.version == version, Note.signed_at.is_(None), mine)
        .values(**texts, version=Note.version + 1, updated_at=func.now())
        .returning(Note.version)
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(saving)).first() is not None


async def _overtaken(
    session: Session, who: Principal, decision: Decision, encounter: Encounter, texts: dict[str, str]
) -> Judged[NoteView]:
    _, note = await load(session, Encounter.id == encounter.id)
    if note.signed_at is None and all(getattr(note, name) == text for name, text in texts.items()):
        await log(session, who, decision, "encounter.read", encounter=encounter)
        return Judged(await note_view(session, note))
    return await _conflict(session, who, decision, encounter, note)


async def _conflict(
    session: Session, who: Principal, decision: Decision, encounter: Encounter, note: Note
) -> Judged[NoteView]:
    """The answer carries the newer note, so handing it out is a read."""
    await log(session, who, decision, "encounter.read", encounter=encounter)
    newer = (await note_view(session, note)).model_dump(mode="json")
    if note.signed_at is not None:
        return Judged(refusal=Conflict("signed", "The note is signed; add an addendum instead.", note=newer))
    return Judged(refusal=Conflict("newer-note", "The note was changed elsewhere in the meantime.", note=newer))


async def _refuse(
    session: Session, who: Principal, decision: Decision, action: str, encounter: Encounter
) -> Judged[Any]:
    await log(session, who, decision, action, encounter=encounter)
    return Judged(refusal=decision.refusal)


async def _seal(session: Session, encounter: Encounter, note: Note, who: Principal) -> None:
    note.signed_at = await session.scalar(select(func.clock_timestamp()))
    note.signed_by = who.practitioner_id
    note.content_sha256 = fingerprint_of(encounter, note)
    await session.flush()


async def _append(session: Session, encounter: Encounter, said: dict[str, Any]) -> Addendum:
    addendum = Addendum(**said)
    session.add(addendum)
    await session.flush()
    await session.refresh(addendum)
    if addendum.for_family and encounter.status == "finished":
        await events.record(session, AdviceChanged(encounter.id, encounter.patient_id))
    return addendum


def fingerprint_of(encounter: Encounter, note: Note) -> str:
    """What a signature covers: who, whom, where, when, and every word. The demo signs its earlier visits with it."""
    of_encounter = (
        "call_id",
        "patient_id",
        "practitioner_id",
        "facility_id",
        "licence",
        "scope",
        "channel",
        "who_speaks",
        "started_at",
    )
    covered = {name: getattr(encounter, name) for name in of_encounter}
    covered |= {name: getattr(note, name) for name in ("encounter_id", "version", *SECTIONS, "signed_at", "signed_by")}
    return fingerprint(covered)
