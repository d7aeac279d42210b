"""Gather the facts, let access.decide() judge, write the audit row. Every way into the record comes through here."""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select, text

from telehealth import audit, clock
from telehealth.accounts.models import Device
from telehealth.accounts.permissions import Principal
from telehealth.db import Session
from telehealth.patients import service as patients
from telehealth.records.access import Act, Decision, Matter, Reader, Subject, decide
from telehealth.records.models import Encounter

NEVER = datetime.max.replace(tzinfo=UTC)

# The call's tables belong to the domain above this one, so they are asked by name here, not imported.
_LIVE = text(
    "SELECT c.holder_id = :me AND c.state = 'connected' AS holds FROM call c"
    " WHERE c.state <> 'ended' AND (c.patient_id = :patient OR c.id = :call)"
    " AND ((c.holder_id = :me AND c.state = 'connected') OR EXISTS (SELECT 1 FROM call_ring r"
    " WHERE r.call_id = c.id AND r.practitioner_id = :me AND r.outcome = 'ringing'))"
    " ORDER BY holds DESC LIMIT 1"
)
_CALLED_HERE = text("SELECT EXISTS (SELECT 1 FROM call WHERE id = :call AND session_id = :session)")


async def judge(session: Session, who: Principal, encounter: Encounter, matter: Matter, act: Act) -> Decision:
    """Whether `who` may do this with this encounter."""
    gather = _as_family if who.audience == "patient" else _as_clinician
    return decide(Reader.of(who), await gather(session, who, encounter, matter), act, clock.now())


async def judge_history(session: Session, who: Principal, patient_id: UUID) -> Decision:
    """Whether `who` may see a patient's past visits: by a live call, or by having cared for them."""
    now = clock.now()
    subject = Subject(
        matter="history",
        at=now,
        live=await _live(session, who, patient_id, None),
        last_cared=await _last_cared(session, who, patient_id),
    )
    return decide(Reader.of(who), subject, "read", now)


async def log(
    session: Session,
    who: Principal,
    decision: Decision,
    action: str,
    *,
    encounter: Encounter | None = None,
    patient_id: UUID | None = None,
) -> None:
    """Write what was decided: the encounter when there is one, else the patient."""
    await audit.write(
        session,
        action,
        "encounter" if encounter else "patient",
        entity_id=encounter.id if encounter else patient_id,
        account_id=who.account_id,
        session_id=who.session_id,
        patient_id=encounter.patient_id if encounter else patient_id,
        allowed=decision.allowed,
        reason=decision.reason,
    )


async def reader_since(session: Session, who: Principal) -> datetime | None:
    """From when on an unidentified session (a recycled number) may see anything; None: no such bound."""
    if who.identified:
        return None
    came = await session.scalar(select(Device.created_at).where(Device.id == who.device_id))
    return came or NEVER


async def _as_clinician(session: Session, who: Principal, encounter: Encounter, matter: Matter) -> Subject:
    return Subject(
        matter=matter,
        at=encounter.started_at,
        ended_at=encounter.ended_at,
        practitioner_id=encounter.practitioner_id,
        facility_id=encounter.facility_id,
        unnamed=encounter.patient_id is None,
        live=await _live(session, who, encounter.patient_id, encounter.call_id),
        last_cared=await _last_cared(session, who, encounter.patient_id),
        called=who.account_id is not None and encounter.caller_account == who.account_id,
    )


async def _as_family(session: Session, who: Principal, encounter: Encounter, matter: Matter) -> Subject:
    patient_id = encounter.patient_id
    return Subject(
        matter=matter,
        at=encounter.started_at,
        ended_at=encounter.ended_at,
        unnamed=patient_id is None,
        acts_for=patient_id is not None and await patients.acts_for(session, who, patient_id),
        called=who.account_id is not None and encounter.caller_account == who.account_id,
        called_here=await _called_here(session, who, encounter.call_id),
        reader_since=await reader_since(session, who),
    )


async def _live(
    session: Session, who: Principal, patient_id: UUID | None, call_id: UUID | None
) -> Literal["holds", "rung"] | None:
    asked = {"me": who.practitioner_id, "patient": patient_id, "call": call_id}
    row = (await session.execute(_LIVE, asked)).one_or_none()
    if row is None:
        return None
    return "holds" if row.holds else "rung"


async def _last_cared(session: Session, who: Principal, patient_id: UUID | None) -> datetime | None:
    if patient_id is None or who.practitioner_id is None:
        return None
    return await session.scalar(
        select(func.max(Encounter.started_at)).where(
            Encounter.patient_id == patient_id, Encounter.practitioner_id == who.practitioner_id
        )
    )


async def _called_here(session: Session, who: Principal, call_id: UUID | None) -> bool:
    if call_id is None:
        return False
    return bool(await session.scalar(_CALLED_HERE, {"call": call_id, "session": who.session_id}))
