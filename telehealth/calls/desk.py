"""Handlers of the duty page: the big switch, the queue, the call-backs."""

from datetime import datetime
from uuid import UUID

from aiohttp import web
from sqlalchemy import select

from telehealth import clock
from telehealth.accounts.directory import facility, practitioner_views
from telehealth.accounts.permissions import Permission, Principal
from telehealth.accounts.shapes import PractitionerView
from telehealth.calls import aftermath, service
from telehealth.calls.here import may_here, must_here
from telehealth.calls.models import CallRow
from telehealth.calls.shapes import Accept
from telehealth.calls.states import State
from telehealth.db import Session
from telehealth.duty import callbacks, claims
from telehealth.duty.models import Callback
from telehealth.duty.shapes import (
    CallbackDone,
    CallbackList,
    CallbackView,
    DutyView,
    OnDuty,
    StartDuty,
    StartedCall,
    TelephoneOutcome,
    WaitingCall,
)
from telehealth.endpoint import path_id, principal, settings, transaction
from telehealth.errors import Denied, Invalid
from telehealth.patients import service as patients
from telehealth.patients.shapes import PatientView
from telehealth.records import service as records

P = Permission


async def read_duty(request: web.Request) -> DutyView:
    """The duty page's state."""
    async with transaction(request) as session:
        return await _view(session, principal(request), settings(request).province_code)


async def start_duty(request: web.Request, body: StartDuty) -> DutyView:
    """Go on duty at a facility where the role is held; calls that wait are rung at once."""
    who, province = principal(request), settings(request).province_code
    async with transaction(request) as session:
        place = _facility(who, body.facility_id)
        await claims.start(session, service.clinician(who).practitioner_id, place)
        await aftermath.wake_waiting(session, province)
        return await _view(session, who, province)


async def stop_duty(request: web.Request) -> DutyView:
    """Go off duty; a ring is passed on."""
    who = principal(request)
    async with transaction(request) as session:
        await service.go_off_duty(session, service.clinician(who).practitioner_id)
        return await _view(session, who, settings(request).province_code)


def _facility(who: Principal, wanted: UUID | None) -> UUID:
    mine = who.facilities_for(P.ANSWER_CALLS)
    if wanted is None and len(mine) == 1:
        return next(iter(mine))
    if wanted is None:
        raise Invalid("facility-needed", "Say at which facility.", field="facility_id")
    if wanted not in mine:
        raise Denied("role-needed", "You have no such role at this facility.")
    return wanted


async def _view(session: Session, who: Principal, province: str) -> DutyView:
    """What of the queue this person's role lets them see: whoever cannot answer sees no complaint, and whoever handles
    no call-backs sees none of their numbers."""
    mine = who.practitioner_id
    here = await may_here(session, who, P.VIEW_QUEUE, province)
    answers = await may_here(session, who, P.ANSWER_CALLS, province)
    handles = await may_here(session, who, P.HANDLE_CALLBACKS, province)
    duty = await claims.current(session, mine) if mine else None
    held = await session.scalar(select(CallRow.id).where(CallRow.holder_id == mine, CallRow.state == "connected"))
    return DutyView(
        on_duty=duty is not None,
        since=duty.started_at if duty else None,
        facility_name=(await facility(session, duty.facility_id)).name if duty else None,
        colleagues=[one for one in await on_duty(session, province) if one.practitioner.id != mine] if here else [],
        waiting=await _waiting(session, province, answers) if here else [],
        callbacks=await _callbacks(session, province) if handles else [],
        rung_call=duty.engaged_call if duty and duty.engaged_call != held else None,
        held_call=held,
    )


async def on_duty(session: Session, province: str) -> list[OnDuty]:
    """Everyone on duty, longest first."""
    rows = await claims.on_duty(session, province)
    people = await practitioner_views(session, {practitioner for practitioner, _, _ in rows})
    return [OnDuty(practitioner=people[one], since=since, engaged=engaged) for one, since, engaged in rows]


async def _waiting(session: Session, province: str, clinical: bool) -> list[WaitingCall]:
    found = await session.scalars(
        select(CallRow)
        .where(CallRow.province_code == province, CallRow.state.in_((State.WAITING.value, State.RINGING.value)))
        .order_by(CallRow.requested_at)
        .limit(100)
    )
    rows = found.all()
    people = await patients.views(session, (row.patient_id for row in rows))
    return [_line(row, people, clinical) for row in rows]


def _line(row: CallRow, people: dict[UUID, PatientView], clinical: bool) -> WaitingCall:
    patient = people.get(row.patient_id) if row.patient_id else None
    return WaitingCall(
        call_id=row.id,
        state=row.state,
        requested_at=row.requested_at,
        patient_name=patient.name if patient else None,
        age_months=patient.age_months if patient else None,
        reason=row.reason if clinical else "",
        callback=row.callback,
    )


async def _callbacks(session: Session, province: str) -> list[CallbackView]:
    return await _promises(session, await callbacks.pending(session, province))


async def _callback(session: Session, row: Callback) -> CallbackView:
    return (await _promises(session, [row]))[0]


async def _promises(session: Session, rows: list[Callback]) -> list[CallbackView]:
    people = await patients.views(session, (row.patient_id for row in rows))
    takers = await practitioner_views(session, {row.claimed_by for row in rows if row.claimed_by})
    return [_promise(row, people, takers) for row in rows]


def _promise(row: Callback, people: dict[UUID, PatientView], takers: dict[UUID, PractitionerView]) -> CallbackView:
    patient = people.get(row.patient_id) if row.patient_id else None
    return CallbackView(
        id=row.id,
        phone=row.phone,
        phone_verified=row.phone_verified,
        name=row.name,
        reason=row.reason,
        source=row.source,
        state=row.state,
        created_at=row.created_at,
        claimed_by=takers.get(row.claimed_by) if row.claimed_by else None,
        patient_name=patient.name if patient else None,
        can_ring=row.account_id is not None,
        encounter_id=row.encounter_id,
    )


async def list_callbacks(request: web.Request) -> CallbackList:
    """What is open, oldest first."""
    province = settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, principal(request), P.HANDLE_CALLBACKS, province)
        return CallbackList(callbacks=await _callbacks(session, province))


async def claim_callback(request: web.Request) -> CallbackView:
    """Take one; of two who tap, one wins."""
    who, province = principal(request), settings(request).province_code
    me = service.clinician(who)
    async with transaction(request) as session:
        await must_here(session, who, P.HANDLE_CALLBACKS, province)
        row = await callbacks.claim(session, path_id(request), province, me.practitioner_id)
        return await _callback(session, row)


async def telephone(request: web.Request, body: TelephoneOutcome) -> CallbackDone:
    """Dialled by telephone: reached opens an encounter and closes it; not reached puts it back."""
    who = principal(request)
    me, province = service.clinician(who), settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, who, P.HANDLE_CALLBACKS, province)
        row = await callbacks.claim(session, path_id(request), province, me.practitioner_id)
        encounter = None
        if body.reached:
            encounter = await _phone_encounter(session, who, row, clock.now())
            await callbacks.close(session, row.id, me.practitioner_id, encounter)
        else:
            await callbacks.put_back(session, row.id, me.practitioner_id)
        done = await _callback(session, await callbacks.get(session, row.id, province))
        return CallbackDone(callback=done, encounter_id=encounter)


async def _phone_encounter(session: Session, who: Principal, row: Callback, at: datetime) -> UUID:
    me = service.clinician(who)
    places = who.facilities_for(P.HANDLE_CALLBACKS)
    duty = await claims.current(session, me.practitioner_id)
    return await records.open_draft(
        session,
        call_id=None,
        patient_id=row.patient_id,
        practitioner_id=me.practitioner_id,
        facility_id=duty.facility_id if duty else min(places, key=str),
        channel="phone",
        who_speaks="other",
        caller_account=row.account_id,
        started_at=at,
    )


async def ring_back(request: web.Request, body: Accept) -> StartedCall:
    """Ring the family's open page by video; held by this practitioner from the start."""
    who, province = principal(request), settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, who, P.HANDLE_CALLBACKS, province)
        row = await callbacks.claim(session, path_id(request), province, service.clinician(who).practitioner_id)
        return StartedCall(call_id=await service.call_back(session, who, row, body.device))
