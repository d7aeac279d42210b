"""The record over HTTP. Who may is decided in access.py; every refusal is committed to the audit log before it is raised."""

from aiohttp import web

from telehealth import audit
from telehealth.endpoint import path_id, principal, transaction, whole_number
from telehealth.records import naming, notes, reading
from telehealth.records.shapes import (
    AddendumView,
    AdviceList,
    AdviceView,
    AuditLine,
    AuditPage,
    EncounterList,
    EncounterView,
    NewAddendum,
    NoteEdit,
    NoteView,
    SignNote,
    StatedPatient,
)

AUDIT_PAGE = 100
LARGEST_ID = 2**63 - 1


async def open_loops(request: web.Request) -> EncounterList:
    """My unsigned notes first, then my recent ones."""
    async with transaction(request) as session:
        return await reading.open_loops(session, principal(request))


async def encounter(request: web.Request) -> EncounterView:
    """One encounter with its note."""
    async with transaction(request) as session:
        judged = await reading.open_encounter(session, principal(request), path_id(request))
    return judged.answer()


async def save_note(request: web.Request, body: NoteEdit) -> NoteView:
    """Autosave the note."""
    async with transaction(request) as session:
        judged = await notes.save(session, principal(request), path_id(request), body)
    return judged.answer()


async def name_patient(request: web.Request, body: StatedPatient) -> EncounterView:
    """State who a telephone encounter is about."""
    async with transaction(request) as session:
        judged = await naming.name_patient(session, principal(request), path_id(request), body)
    return judged.answer()


async def sign_note(request: web.Request, body: SignNote) -> NoteView:
    """Sign the note."""
    async with transaction(request) as session:
        judged = await notes.sign(session, principal(request), path_id(request), body.version)
    return judged.answer()


async def add_addendum(request: web.Request, body: NewAddendum) -> AddendumView:
    """Add words to a signed note."""
    async with transaction(request) as session:
        judged = await notes.add(session, principal(request), path_id(request), body)
    return judged.answer()


async def advice(request: web.Request) -> AdviceList:
    """Everything the doctors told this family."""
    async with transaction(request) as session:
        return AdviceList(advice=await reading.open_advice(session, principal(request)))


async def advice_of_call(request: web.Request) -> AdviceView:
    """What the doctor told in this call."""
    async with transaction(request) as session:
        judged = await reading.open_advice_of_call(session, principal(request), path_id(request))
    return judged.answer()


async def audit_page(request: web.Request) -> AuditPage:
    """The audit log for the data-protection officer, newest first: who, what, when, by which rule. No names, no clinical text."""
    who = principal(request)
    before = min(whole_number(request, "before", 0, 0, LARGEST_ID), LARGEST_ID)
    async with transaction(request) as session:
        rows = await audit.page(session, before or None, AUDIT_PAGE)
        await audit.write(
            session, "audit.read", "audit", account_id=who.account_id, session_id=who.session_id, reason="role"
        )
    lines = [_line(event, sealed) for event, sealed in rows]
    return AuditPage(events=lines, next_before=lines[-1].id if len(lines) == AUDIT_PAGE else None)


def _line(event: audit.AuditEvent, sealed: bool) -> AuditLine:
    return AuditLine.model_validate(
        {
            "id": event.id,
            "at": event.at,
            "account_id": event.account_id,
            "action": event.action,
            "entity": event.entity,
            "entity_id": event.entity_id,
            "outcome": event.outcome,
            "reason": event.reason,
            "sealed": sealed,
        }
    )
