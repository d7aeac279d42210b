"""Handlers of the duty page's big switch. What the page shows is in duty_page.py, its call-backs in callback_desk.py."""

from datetime import timedelta
from uuid import UUID

from aiohttp import web

from telehealth.accounts.permissions import Permission as P
from telehealth.accounts.permissions import Principal
from telehealth.calls import aftermath, ledger, service
from telehealth.calls.duty_page import duty_view
from telehealth.duty import claims
from telehealth.duty.shapes import DutyView, LeaveSoon, StartDuty
from telehealth.endpoint import principal, settings, transaction
from telehealth.errors import Denied, Invalid


async def read_duty(request: web.Request) -> DutyView:
    """The duty page's state."""
    async with transaction(request) as session:
        return await duty_view(session, principal(request), settings(request).province_code)


async def start_duty(request: web.Request, body: StartDuty) -> DutyView:
    """Go on duty at a facility where the role is held; calls that wait are rung at once."""
    who, province = principal(request), settings(request).province_code
    async with transaction(request) as session:
        place = _facility(who, body.facility_id)
        await claims.start(session, service.clinician(who).practitioner_id, place, standby=body.standby)
        await aftermath.wake_waiting(session, province)
        return await duty_view(session, who, province)


async def stop_duty(request: web.Request) -> DutyView:
    """Go off duty; a ring is passed on."""
    who = principal(request)
    async with transaction(request) as session:
        await service.go_off_duty(session, service.clinician(who).practitioner_id)
        return await duty_view(session, who, settings(request).province_code)


async def leave_soon(request: web.Request, body: LeaveSoon) -> DutyView:
    """No new calls from now on; off duty later."""
    who = principal(request)
    async with transaction(request) as session:
        until = await ledger.database_now(session) + timedelta(minutes=body.minutes)
        await claims.leave_at(session, service.clinician(who).practitioner_id, until)
        return await duty_view(session, who, settings(request).province_code)


async def stay(request: web.Request) -> DutyView:
    """Stays on duty after all; calls that wait are rung at once."""
    who, province = principal(request), settings(request).province_code
    async with transaction(request) as session:
        await claims.leave_at(session, service.clinician(who).practitioner_id, None)
        await aftermath.wake_waiting(session, province)
        return await duty_view(session, who, province)


async def ready(request: web.Request) -> DutyView:
    """The note is written: may be rung again."""
    who, province = principal(request), settings(request).province_code
    async with transaction(request) as session:
        await claims.ready(session, service.clinician(who).practitioner_id)
        await aftermath.wake_waiting(session, province)
        return await duty_view(session, who, province)


def _facility(who: Principal, wanted: UUID | None) -> UUID:
    mine = who.facilities_for(P.ANSWER_CALLS)
    if wanted is None and len(mine) == 1:
        return next(iter(mine))
    if wanted is None:
        raise Invalid("facility-needed", "Say at which facility.", field="facility_id")
    if wanted not in mine:
        raise Denied("role-needed", "You have no such role at this facility.")
    return wanted
