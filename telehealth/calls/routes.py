"""Handlers of the call. Rules are in states.py, deeds in service.py, what a viewer sees in views.py."""

from typing import Literal
from uuid import UUID

from aiohttp import web
from sqlalchemy import select

from telehealth import idempotency
from telehealth.accounts.permissions import Principal
from telehealth.calls import chat, handover, service, views
from telehealth.calls.callers import is_callers_side
from telehealth.calls.models import CallRow
from telehealth.calls.people import choose_patient, correct_patient, say_reason, tell
from telehealth.calls.seats import is_caller
from telehealth.calls.shapes import (
    Accept,
    CallView,
    CurrentCall,
    Decline,
    Handover,
    HangUp,
    MessageList,
    MessageView,
    NewCall,
    NewMessage,
    PatientChoice,
    Reason,
    WhoIsThePatient,
)
from telehealth.db import Session
from telehealth.duty import claims
from telehealth.endpoint import path_id, principal, settings, transaction, whole_number
from telehealth.errors import Denied, NotFound
from telehealth.patients import consents
from telehealth.patients.shapes import ConsentGiven, EmergencyConsent


async def seen(request: web.Request, session: Session, call_id: UUID) -> CallView:
    """The call as the caller of this route sees it, inside a transaction that did something as them."""
    return (await views.view(session, principal(request), call_id, request.query.get("device"))).answer()


async def request_call(request: web.Request, body: NewCall) -> CallView:
    """Ring now."""
    async with transaction(request) as session:
        stored = await idempotency.replay(session, request, body, CallView)
        if stored is not None:
            return stored
        call_id = await service.request(session, principal(request), body, settings(request).province_code)
        answer = await seen(request, session, call_id)
        await idempotency.keep(session, request, body, answer)
    return answer


async def current_call(request: web.Request) -> CurrentCall:
    """The caller's live call; for a practitioner the call they hold, else the one that rings them."""
    who = principal(request)
    async with transaction(request) as session:
        call_id = await _current(session, who)
        return CurrentCall(call=await seen(request, session, call_id) if call_id else None)


async def _current(session: Session, who: Principal) -> UUID | None:
    if is_callers_side(who):
        return await service.live_call_of(session, who)
    if who.practitioner_id is None:
        return None
    held = select(CallRow.id).where(CallRow.holder_id == who.practitioner_id, CallRow.state == "connected")
    duty = await claims.current(session, who.practitioner_id)
    return await session.scalar(held) or (duty.engaged_call if duty else None)


async def read_call(request: web.Request) -> CallView:
    """One call. A refusal is in the audit log before it is answered."""
    async with transaction(request) as session:
        judged = await views.view(session, principal(request), path_id(request), request.query.get("device"))
    return judged.answer()


async def accept(request: web.Request, body: Accept) -> CallView:
    """Answer on this device."""
    call_id = path_id(request)
    async with transaction(request) as session:
        await service.accept(session, principal(request), call_id, body.device)
        return (await views.view(session, principal(request), call_id, body.device)).answer()


async def resume(request: web.Request, body: Accept) -> CallView:
    """Go on at this device."""
    call_id = path_id(request)
    async with transaction(request) as session:
        await service.resume(session, principal(request), call_id, body.device)
        return (await views.view(session, principal(request), call_id, body.device)).answer()


async def decline(request: web.Request, body: Decline) -> None:
    """Say no; the next is rung."""
    async with transaction(request) as session:
        await service.decline(session, principal(request), path_id(request), body.reason)


async def offer_handover(request: web.Request, body: Handover) -> CallView:
    """Ask a colleague to take the call over."""
    async with transaction(request) as session:
        await handover.offer(session, principal(request), path_id(request), body.practitioner_id)
        return await seen(request, session, path_id(request))


async def accept_handover(request: web.Request, body: Accept) -> CallView:
    """Take it over, on this device."""
    call_id = path_id(request)
    async with transaction(request) as session:
        await handover.accept(session, principal(request), call_id, body.device)
        return (await views.view(session, principal(request), call_id, body.device)).answer()


async def decline_handover(request: web.Request) -> None:
    """No, or the holder takes the question back."""
    async with transaction(request) as session:
        await handover.decline(session, principal(request), path_id(request))


async def hang_up(request: web.Request, body: HangUp) -> CallView:
    """End the call, as its caller or its holder."""
    call_id, who = path_id(request), principal(request)
    async with transaction(request) as session:
        row = await session.get(CallRow, call_id)
        if row is None or not (is_caller(who, row) or _holds(who, row)):
            raise NotFound("not-found", "No such call.")
        by: Literal["caller", "holder"] = "caller" if is_caller(who, row) else "holder"
        await service.hang_up(session, who, call_id, by, body.no_longer_needed)
        return await seen(request, session, call_id)


def _holds(who: Principal, row: CallRow) -> bool:
    return who.practitioner_id is not None and who.practitioner_id == row.holder_id


async def _locked(session: Session, request: web.Request) -> CallRow | None:
    """The call, locked: of a family choosing and a doctor confirming at once the second sees what the first did."""
    return await session.get(CallRow, path_id(request), with_for_update={"key_share": True})


async def _as_caller(session: Session, request: web.Request) -> CallRow:
    row = await _locked(session, request)
    if row is None or not is_caller(principal(request), row):
        raise NotFound("not-found", "No such call.")
    return row


async def _as_holder(session: Session, request: web.Request) -> CallRow:
    who = principal(request)
    row = await _locked(session, request)
    if row is None:
        raise NotFound("not-found", "No such call.")
    if not _holds(who, row):
        raise Denied("not-holder", "Only the clinician who holds this call may do this.")
    return row


async def reason(request: web.Request, body: Reason) -> CallView:
    """Say why, while it rings."""
    async with transaction(request) as session:
        await say_reason(session, await _as_caller(session, request), body.reason)
        return await seen(request, session, path_id(request))


async def patient_choice(request: web.Request, body: PatientChoice) -> CallView:
    """Say for whom, while it rings."""
    async with transaction(request) as session:
        row = await _as_caller(session, request)
        await choose_patient(session, principal(request), row, body)
        return await seen(request, session, row.id)


async def who_is_the_patient(request: web.Request, body: WhoIsThePatient) -> CallView:
    """The doctor confirms or corrects who the patient is."""
    async with transaction(request) as session:
        row = await _as_holder(session, request)
        await correct_patient(session, principal(request), row, body)
        return await seen(request, session, row.id)


async def consent(request: web.Request, body: ConsentGiven) -> CallView:
    """Consent, given or refused by whoever holds the phone."""
    async with transaction(request) as session:
        row = await _as_caller(session, request)
        await consents.give(session, row.id, row.patient_id, principal(request), body)
        await tell(session, row)
        return await seen(request, session, row.id)


async def emergency_consent(request: web.Request, body: EmergencyConsent) -> CallView:
    """ "Cấp cứu, chưa lấy được sự đồng ý", with the doctor's reason."""
    async with transaction(request) as session:
        row = await _as_holder(session, request)
        await consents.emergency(session, row.id, row.patient_id, principal(request), body.reason)
        await tell(session, row)
        return await seen(request, session, row.id)


async def messages(request: web.Request) -> MessageList:
    """The chat after a number."""
    after = whole_number(request, "after", 0, 0, 2**62)
    async with transaction(request) as session:
        return MessageList(messages=await chat.messages(session, principal(request), path_id(request), after))


async def post_message(request: web.Request, body: NewMessage) -> MessageView:
    """Keep a message."""
    async with transaction(request) as session:
        return await chat.post(session, principal(request), path_id(request), body)
