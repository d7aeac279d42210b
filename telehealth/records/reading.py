"""Opening the record: load → judge → audit → answer. A refusal is returned and raised after the commit."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from telehealth import audit
from telehealth.accounts.permissions import Principal
from telehealth.audit import Judged
from telehealth.db import Session
from telehealth.errors import NotFound
from telehealth.patients import service as patients
from telehealth.patients.models import Patient
from telehealth.records import service
from telehealth.records.judgement import judge, judge_history, log, reader_since
from telehealth.records.models import Encounter, Note
from telehealth.records.service import Visit
from telehealth.records.shapes import AdviceView, EncounterLine, EncounterList, EncounterView
from telehealth.records.views import advice_views, encounter_view

ADVICE_LIMIT = 50
UNSIGNED_LIMIT = 100
RECENT_LIMIT = 30


async def open_encounter(session: Session, who: Principal, encounter_id: UUID) -> Judged[EncounterView]:
    """An encounter with its whole note, for a clinician with a care relation."""
    encounter, note = await load(session, Encounter.id == encounter_id)
    decision = await judge(session, who, encounter, "note", "read")
    await log(session, who, decision, "encounter.read", encounter=encounter)
    if not decision.allowed:
        return Judged(refusal=decision.refusal)
    writing = await judge(session, who, encounter, "note", "write")
    may_write = writing.allowed and note.signed_at is None
    return Judged(await encounter_view(session, encounter, note, may_write=may_write))


async def open_history(session: Session, who: Principal, patient_id: UUID, limit: int = 3) -> Judged[list[Visit]]:
    """A patient's past visits, for the clinician whom their call rings or who has cared for them."""
    decision = await judge_history(session, who, patient_id)
    await log(session, who, decision, "history.read", patient_id=patient_id)
    if not decision.allowed:
        return Judged(refusal=decision.refusal)
    return Judged(await service.past_visits(session, patient_id, limit))


async def open_loops(session: Session, who: Principal) -> EncounterList:
    """A clinician's own work: unsigned notes first, the oldest first; then the recent ones."""
    mine = (
        select(Encounter, Note.signed_at, Patient.name)
        .join(Note, Note.encounter_id == Encounter.id)
        .outerjoin(Patient, Patient.id == Encounter.patient_id)
        .where(Encounter.practitioner_id == who.practitioner_id)
    )
    unsigned = mine.where(Note.signed_at.is_(None)).order_by(Encounter.started_at).limit(UNSIGNED_LIMIT)
    recent = mine.where(Note.signed_at.is_not(None)).order_by(Encounter.started_at.desc()).limit(RECENT_LIMIT)
    lines = EncounterList(unsigned=await _lines(session, unsigned), recent=await _lines(session, recent))
    await audit.write(
        session,
        "encounter.list",
        "practitioner",
        entity_id=who.practitioner_id,
        account_id=who.account_id,
        session_id=who.session_id,
        reason="author",
    )
    return lines


async def open_advice(session: Session, who: Principal) -> list[AdviceView]:
    """Everything the doctors told this family, newest first. Each line is judged and audited by itself."""
    found = await session.execute(
        select(Encounter, Note)
        .join(Note, Note.encounter_id == Encounter.id)
        .where(await _of_family(session, who))
        .order_by(Encounter.started_at.desc(), Encounter.id.desc())
        .limit(ADVICE_LIMIT)
    )
    readable = []
    for encounter, note in found.all():
        decision = await judge(session, who, encounter, "advice", "read")
        await log(session, who, decision, "advice.read", encounter=encounter)
        if decision.allowed:
            readable.append((encounter, note))
    return await advice_views(session, readable)


async def open_advice_of_call(session: Session, who: Principal, call_id: UUID) -> Judged[AdviceView]:
    """What was told in one call: for 24 hours to the session that made it, and to the family with a code."""
    encounter, note = await load(session, Encounter.call_id == call_id)
    decision = await judge(session, who, encounter, "advice", "read")
    await log(session, who, decision, "advice.read", encounter=encounter)
    if not decision.allowed:
        return Judged(refusal=decision.refusal)
    return Judged((await advice_views(session, [(encounter, note)]))[0])


async def load(session: Session, which: ColumnElement[bool]) -> tuple[Encounter, Note]:
    """One encounter and its note; NotFound when there is none."""
    found = await session.execute(
        select(Encounter, Note)
        .join(Note, Note.encounter_id == Encounter.id)
        .where(which)
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound()
    return row[0], row[1]


async def _of_family(session: Session, who: Principal) -> ColumnElement[bool]:
    """The same rule as access.py, as a filter, so that strangers' rows are not even fetched."""
    people = [person.id for person in await patients.family(session, who)]
    unnamed_call = and_(Encounter.patient_id.is_(None), Encounter.caller_account == who.account_id)
    of_family = and_(Encounter.status == "finished", or_(Encounter.patient_id.in_(people), unnamed_call))
    since = await reader_since(session, who)
    return of_family if since is None else and_(of_family, Encounter.started_at >= since)


async def _lines(session: Session, rows: Select[Encounter, datetime | None, str]) -> list[EncounterLine]:
    return [
        EncounterLine(
            id=encounter.id,
            patient_name=name,
            started_at=encounter.started_at,
            ended_at=encounter.ended_at,
            signed=signed_at is not None,
        )
        for encounter, signed_at, name in (await session.execute(rows)).all()
    ]
