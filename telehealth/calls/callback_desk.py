"""Handlers of the call-backs on the duty page."""

from datetime import datetime
from uuid import UUID

from aiohttp import web

from telehealth import clock
from telehealth.accounts.permissions import Permission as P
from telehealth.accounts.permissions import Principal
from telehealth.calls import ringing_back, service
from telehealth.calls.duty_page import callback_view, callback_views
from telehealth.calls.here import may_here, must_here
from telehealth.calls.shapes import Accept
from telehealth.db import Session
from telehealth.duty import callbacks, claims, handling
from telehealth.duty.models import Callback
from telehealth.duty.shapes import (
    CallbackDone,
    CallbackHandover,
    CallbackList,
    CallbackView,
    StartedCall,
    TelephoneOutcome,
)
from telehealth.endpoint import path_id, principal, settings, transaction
from telehealth.errors import Conflict
from telehealth.records import service as records


async def list_callbacks(request: web.Request) -> CallbackList:
    """What is open, oldest first."""
    province = settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, principal(request), P.HANDLE_CALLBACKS, province)
        return CallbackList(callbacks=await callback_views(session, province))


async def claim_callback(request: web.Request) -> CallbackView:
    """Take one; of two who tap, one wins."""
    who, province = principal(request), settings(request).province_code
    me = service.clinician(who)
    async with transaction(request) as session:
        await must_here(session, who, P.HANDLE_CALLBACKS, province)
        row = await handling.claim(session, path_id(request), province, me.practitioner_id)
        return await callback_view(session, row)


async def telephone(request: web.Request, body: TelephoneOutcome) -> CallbackDone:
    """Dialled by telephone: reached opens an encounter and closes it; not reached puts it back."""
    who = principal(request)
    me, province = service.clinician(who), settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, who, P.HANDLE_CALLBACKS, province)
        row = await handling.claim(session, path_id(request), province, me.practitioner_id)
        encounter = None
        if body.reached:
            encounter = await _phone_encounter(session, who, row, clock.now())
            await handling.close(session, row.id, me.practitioner_id, encounter)
        else:
            await handling.put_back(session, row.id, me.practitioner_id)
        done = await callback_view(session, await callbacks.get(session, row.id, province))
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
        row = await handling.claim(session, path_id(request), province, service.clinician(who).practitioner_id)
        return StartedCall(call_id=await ringing_back.call_back(session, who, row, body.device))


async def acknowledge(request: web.Request) -> CallbackView:
    """ "I see to it": alarms are quiet until it is due."""
    who, province = principal(request), settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, who, P.VIEW_QUEUE, province)
        assert who.account_id is not None  # staff have accounts
        handles = await may_here(session, who, P.HANDLE_CALLBACKS, province)
        row = await handling.acknowledge(session, path_id(request), province, who.account_id, handles=handles)
        return await callback_view(session, row, phones=handles)


async def offer_callback(request: web.Request, body: CallbackHandover) -> CallbackView:
    """Ask a colleague to take over what one has claimed."""
    who, province = principal(request), settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, who, P.HANDLE_CALLBACKS, province)
        if body.practitioner_id is not None:
            duty = await claims.current(session, body.practitioner_id)
            if duty is None or duty.province_code != province:
                raise Conflict("colleague-off-duty", "This colleague is not on duty now.")
        mine = service.clinician(who).practitioner_id
        await handling.offer(session, path_id(request), mine, body.practitioner_id)
        return await callback_view(session, await callbacks.get(session, path_id(request), province))


async def decline_callback(request: web.Request) -> CallbackView:
    """No: it stays with whoever asked. Yes is to claim it."""
    who, province = principal(request), settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, who, P.HANDLE_CALLBACKS, province)
        await handling.decline_offer(session, path_id(request), service.clinician(who).practitioner_id)
        return await callback_view(session, await callbacks.get(session, path_id(request), province))
