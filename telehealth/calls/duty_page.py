"""What the duty page shows: the big switch, the queue, the call-backs; each only as far as a role lets its owner see."""

from uuid import UUID

from sqlalchemy import select

from telehealth.accounts.directory import facility, practitioner_views
from telehealth.accounts.models import Account
from telehealth.accounts.permissions import Permission as P
from telehealth.accounts.permissions import Principal
from telehealth.accounts.phones import mask
from telehealth.accounts.shapes import PractitionerView
from telehealth.calls.here import may_here
from telehealth.calls.models import CallRing, CallRow
from telehealth.calls.states import State
from telehealth.db import Session
from telehealth.duty import callbacks, claims, devices
from telehealth.duty.models import Callback, Duty
from telehealth.duty.shapes import CallbackView, DutyView, OnDuty, WaitingCall
from telehealth.patients import service as patients
from telehealth.patients.shapes import PatientView


async def duty_view(session: Session, who: Principal, province: str) -> DutyView:
    """What of the queue this person's role lets them see: whoever cannot answer sees no complaint, and whoever handles
    no call-backs sees none of their numbers."""
    mine = who.practitioner_id
    here = await may_here(session, who, P.VIEW_QUEUE, province)
    answers = await may_here(session, who, P.ANSWER_CALLS, province)
    handles = await may_here(session, who, P.HANDLE_CALLBACKS, province)
    duty = await claims.current(session, mine) if mine else None
    on_now = await on_duty(session, province)
    engaged = await _engagements(session, mine, duty) if mine else {}
    return DutyView(
        on_duty=duty is not None and not duty.standby,
        since=duty.started_at if duty else None,
        facility_name=(await facility(session, duty.facility_id)).name if duty else None,
        colleagues=[one for one in on_now if one.practitioner.id != mine] if here else [],
        waiting=await _waiting(session, province, answers) if here else [],
        callbacks=await callback_views(session, province) if handles else [],
        standby=duty is not None and duty.standby,
        leaving_at=duty.leaving_at if duty else None,
        busy_until=duty.busy_until if duty else None,
        last_on_duty=duty is not None and not any(stays(one) for one in on_now if one.practitioner.id != mine),
        rung_call=engaged.get("rung"),
        held_call=engaged.get("held"),
        knocking_call=engaged.get("knocking"),
        offered_call=engaged.get("offered"),
        on_hold_calls=await _on_hold(session, mine) if mine else [],
    )


def stays(one: OnDuty) -> bool:
    """Whether they are on duty and not about to leave: somebody a new call would ring."""
    return not one.standby and one.leaving_at is None


async def _engagements(session: Session, mine: UUID, duty: Duty | None) -> dict[str, UUID | None]:
    held = await session.scalar(select(CallRow.id).where(CallRow.holder_id == mine, CallRow.state == "connected"))
    on_hold = await _on_hold(session, mine)
    engaged = duty.engaged_call if duty else None
    knocks = select(CallRing.call_id).where(
        CallRing.practitioner_id == mine, CallRing.outcome == "ringing", CallRing.knock
    )
    offered = select(CallRow.id).where(CallRow.offered_to == mine, CallRow.state.in_(("connected", "on_hold")))
    return {
        "held": held,
        "rung": engaged if engaged not in (None, held, *on_hold) else None,
        "knocking": await session.scalar(knocks.limit(1)),
        "offered": await session.scalar(offered.limit(1)),
    }


async def _on_hold(session: Session, mine: UUID) -> list[UUID]:
    waits = select(CallRow.id).where(CallRow.holder_id == mine, CallRow.state == State.ON_HOLD.value)
    return list(await session.scalars(waits.order_by(CallRow.on_hold_since.desc())))


async def on_duty(session: Session, province: str) -> list[OnDuty]:
    """Everyone on duty or on standby, longest first."""
    rows = await claims.on_duty(session, province)
    people = await practitioner_views(session, {row.practitioner_id for row in rows})
    awake = await devices.ringable(session, province)
    return [
        OnDuty(
            practitioner=people[row.practitioner_id],
            since=row.started_at,
            engaged=row.engaged_call is not None,
            standby=row.standby,
            leaving_at=row.leaving_at,
            busy_until=row.busy_until,
            missed_in_row=row.missed_in_row,
            sound_confirmed=row.confirmed_sound_at is not None,
            ringable=row.practitioner_id in awake,
        )
        for row in rows
    ]


async def _waiting(session: Session, province: str, clinical: bool) -> list[WaitingCall]:
    found = await session.scalars(
        select(CallRow)
        .where(CallRow.province_code == province, CallRow.state.in_((State.WAITING.value, State.RINGING.value)))
        .order_by(CallRow.priority.desc(), CallRow.requested_at)
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
        priority=row.priority,
        red_flag=row.red_flag,
    )


async def callback_views(session: Session, province: str) -> list[CallbackView]:
    """What is open, the most urgent first."""
    return await _promises(session, await callbacks.pending(session, province))


async def callback_view(session: Session, row: Callback, *, phones: bool = True) -> CallbackView:
    """One of them; phones: whether the viewer may see whose it is and the number."""
    view = (await _promises(session, [row]))[0]
    return (
        view
        if phones
        else view.model_copy(update={"phone": mask(view.phone), "reason": "", "name": "", "patient_name": None})
    )


async def _promises(session: Session, rows: list[Callback]) -> list[CallbackView]:
    people = await patients.views(session, (row.patient_id for row in rows))
    doctors = {one for row in rows for one in (row.claimed_by, row.for_practitioner, row.offered_to) if one}
    takers = await practitioner_views(session, doctors)
    owners = select(Account.id, Account.display_name).where(Account.id.in_({row.owner_account for row in rows}))
    names = {row.id: row.display_name for row in await session.execute(owners)}
    return [_promise(row, people, takers, names) for row in rows]


def _promise(
    row: Callback, people: dict[UUID, PatientView], takers: dict[UUID, PractitionerView], names: dict[UUID, str]
) -> CallbackView:
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
        priority=row.priority,
        due_at=row.due_at,
        owner_name=names.get(row.owner_account, "") if row.owner_account else "",
        acknowledged_at=row.acknowledged_at,
        for_practitioner=takers.get(row.for_practitioner) if row.for_practitioner else None,
        offered_to=takers.get(row.offered_to) if row.offered_to else None,
        attempts=row.attempts,
        can_ring=row.account_id is not None,
        encounter_id=row.encounter_id,
    )
