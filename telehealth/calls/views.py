"""A call as one viewer may see it. What the viewer may not see is null: decided here, once."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from telehealth import audit, clock
from telehealth.accounts.directory import practitioner_views
from telehealth.accounts.models import Account
from telehealth.accounts.permissions import Permission, Principal
from telehealth.accounts.phones import mask
from telehealth.audit import Judged
from telehealth.calls import ledger, passing, place, triage_views
from telehealth.calls.callers import station_of
from telehealth.calls.here import may_here
from telehealth.calls.models import CallRow
from telehealth.calls.seats import answered, part_of
from telehealth.calls.shapes import CallerView, CallView, PastVisit
from telehealth.calls.states import Call, Outcome, Priority, State
from telehealth.db import Session
from telehealth.duty import claims, waits
from telehealth.duty.rules import wait_words
from telehealth.duty.waiting import wait_range
from telehealth.errors import Denied, DomainError, NotFound
from telehealth.patients import consents
from telehealth.patients import service as patients
from telehealth.patients.shapes import ConsentView, PatientView
from telehealth.records import reading
from telehealth.records import service as records
from telehealth.records.views import vitals_of

Viewer = Literal["caller", "holder", "rung", "staff"]


def viewer_of(who: Principal, row: CallRow, call: Call) -> Viewer | DomainError:
    """As what this principal may look at the call, or the refusal to raise once it is in the audit log."""
    part = part_of(who, row, call)
    if part is not None:
        return part
    if answered(who, call):
        return "holder"
    if who.may(Permission.VIEW_QUEUE):
        return "staff"
    if who.audience == "patient":
        return NotFound("not-found", "No such call.")
    return Denied("role-needed", "Your role does not allow this.")


async def view(session: Session, who: Principal, call_id: UUID, device: str | None = None) -> Judged[CallView]:
    """The call as `who` may see it, or the refusal to raise once its audit row is committed."""
    row, call = await ledger.load(session, call_id)
    viewer = viewer_of(who, row, call)
    if viewer == "staff" and not await may_here(session, who, Permission.VIEW_QUEUE, row.province_code):
        viewer = Denied("other-province", "You work in another province.")
    if isinstance(viewer, DomainError):
        await _audit(session, who, row, False, viewer.code)
        return Judged(refusal=viewer)
    if viewer != "caller" or who.audience != "patient":
        await _audit(session, who, row, True, viewer)
    now = await ledger.database_now(session)
    people = await practitioner_views(session, _named(call))
    clinical = viewer in ("holder", "rung")
    patient = await _patient(session, row, viewer)
    seen = CallView(
        id=row.id,
        version=row.version,
        state=call.state.value,
        end_reason=call.end_reason.value if call.end_reason else None,
        media="audio" if row.media == "audio" else "video",
        viewer=viewer,
        requested_at=call.requested_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        server_time=now,
        reason=row.reason if viewer != "staff" else "",
        patient=patient,
        patient_confirmed=row.patient_confirmed_at is not None,
        caller=await _caller(session, row, viewer),
        priority=int(call.priority),
        red_flag=call.red_flag,
        knock=any(ring.knock and ring.practitioner == who.practitioner_id for ring in call.live_rings),
        on_hold=call.state is State.ON_HOLD,
        handover_to=people.get(call.offered_to) if clinical and call.offered_to else None,
        handover_until=call.offered_until if clinical else None,
        **(await _waiting(session, row, call)),
        ringing=people.get(last) if (last := _last_rung(call)) else None,
        rings_until=_rings_until(who, call),
        holder=people.get(call.holder) if call.holder else None,
        holder_here=(device is not None and device == call.holder_device) if viewer == "holder" else None,
        **(await _urgency(session, row, call, viewer)),
        holder_lost=call.holder_lost_at is not None,
        caller_lost=call.caller_lost_at is not None,
        seat_until=passing.seat_until(call),
        callback=call.callback,
        consent=await _consent(session, row, viewer),
        encounter_id=await records.encounter_of_call(session, row.id) if viewer == "holder" else None,
        family=await _family(session, row) if viewer == "holder" else None,
        history=await _history(session, who, row) if clinical else None,
        vitals=await vitals_of(session, row.id, patient) if viewer != "staff" else [],
    )
    return Judged(seen)


async def _audit(session: Session, who: Principal, row: CallRow, allowed: bool, reason: str) -> None:
    await audit.write(
        session,
        "call.read",
        "call",
        entity_id=row.id,
        account_id=who.account_id,
        session_id=who.session_id,
        patient_id=row.patient_id,
        allowed=allowed,
        reason=reason,
    )


def _named(call: Call) -> set[UUID]:
    last = _last_rung(call)
    return {one for one in (call.holder, call.offered_to, last) if one is not None}


def _last_rung(call: Call) -> UUID | None:
    return call.live_rings[-1].practitioner if call.state is State.RINGING and call.live_rings else None


def _rings_until(who: Principal, call: Call) -> datetime | None:
    mine = [ring.until for ring in call.live_rings if ring.practitioner == who.practitioner_id]
    return mine[0] if mine else None


async def _patient(session: Session, row: CallRow, viewer: Viewer) -> PatientView | None:
    if row.patient_id is None or viewer == "staff":
        return None
    return await patients.view(session, row.patient_id, row.account_id)


async def _consent(session: Session, row: CallRow, viewer: Viewer) -> ConsentView | None:
    if viewer == "staff":
        return None
    found = await consents.latest(session, row.id)
    # The reason of an emergency is the doctor's note to colleagues; the family is asked again instead.
    return found.model_copy(update={"reason": None}) if found and viewer == "caller" else found


async def _caller(session: Session, row: CallRow, viewer: Viewer) -> CallerView:
    name = await session.scalar(select(Account.display_name).where(Account.id == row.account_id)) or ""
    open_number = viewer in ("caller", "holder", "rung")
    return CallerView(
        phone=row.caller_phone if open_number else mask(row.caller_phone),
        verified=row.caller_verified,
        name=name if open_number else "",
        relation=row.relation,
        station=await station_of(session, row),
    )


async def _waiting(session: Session, row: CallRow, call: Call) -> dict[str, object]:
    if not call.is_open:
        return {"ahead": None, "wait_words": None}
    ahead = await session.scalar(
        select(func.count()).where(
            CallRow.province_code == row.province_code,
            CallRow.state.in_(("waiting", "ringing")),
            or_(
                CallRow.priority > row.priority,
                and_(CallRow.priority == row.priority, CallRow.requested_at < row.requested_at),
            ),
        )
    )
    on_duty, free = await claims.counts(session, row.province_code)
    known = await _range(session, row, call)
    ringing = any(ring.outcome is Outcome.RINGING for ring in call.rings)
    return {"ahead": ahead or 0, "wait_words": wait_words(on_duty, free + int(ringing), ahead or 0, known)}


async def _range(session: Session, row: CallRow, call: Call) -> tuple[int, int] | None:
    """From now on, for this caller. Before the questions are answered a call only ranks as urgent: nothing is known of it."""
    if row.place is None:
        return None
    priority = None if call.priority is Priority.URGENT else int(call.priority)
    waited = (clock.now() - call.requested_at).total_seconds()
    return wait_range(await waits.tonight(session, row.province_code), row.place, priority, max(0.0, waited))


async def _urgency(session: Session, row: CallRow, call: Call, viewer: Viewer) -> dict[str, object]:
    """Why it is urgent, for the doctor. Staff see the priority only; the family has a route of its own for its answers,
    which ends with the call (triage_views.py)."""
    clinical = viewer in ("holder", "rung")
    here = clinical or (viewer == "caller" and call.state is not State.ENDED)
    return {
        "triage": await triage_views.for_doctor(session, row) if clinical else None,
        "place": await place.place_of(session, row) if here else None,
        "dialled_115": triage_views.dialled_view(call) if here else None,
        "no_message": call.self_harm,
    }


async def _family(session: Session, row: CallRow) -> list[PatientView]:
    return await patients.family_of_caller(session, row.account_id, row.session_id) if row.account_id else []


async def _history(session: Session, who: Principal, row: CallRow) -> list[PastVisit]:
    if row.patient_id is None:
        return []
    visits = (await reading.open_history(session, who, row.patient_id)).value or []
    return [
        PastVisit(
            encounter_id=visit.encounter_id,
            started_at=visit.started_at,
            practitioner_name=visit.practitioner_name,
            summary=visit.summary,
        )
        for visit in visits
    ]
