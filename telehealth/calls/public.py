"""What strangers may ask: the truth under the call button, and to be called back."""

from aiohttp import web
from sqlalchemy import func, select

from telehealth.accounts.directory import station
from telehealth.accounts.pace import keep_pace
from telehealth.accounts.phones import normalize
from telehealth.calls.callers import may_call_for, proves
from telehealth.calls.models import CallRow
from telehealth.duty import callbacks, claims, ladders, waits
from telehealth.duty.rules import wait_words
from telehealth.duty.shapes import CallbackTaken, NewCallback, ServiceStatus
from telehealth.duty.waiting import wait_range
from telehealth.endpoint import maybe_principal, settings, transaction
from telehealth.errors import NotFound, Unidentified

EMERGENCY_NUMBER = "115"


async def status(request: web.Request) -> ServiceStatus:
    """Who is on duty, how long the wait is, whom to dial."""
    province = settings(request).province_code
    async with transaction(request) as session:
        on_duty, free = await claims.counts(session, province)
        home = await station(session, province)
        waiting = await session.scalar(
            select(func.count()).where(CallRow.province_code == province, CallRow.state.in_(("waiting", "ringing")))
        )
        known = wait_range(await waits.tonight(session, province), await waits.place_now(session, province))
    return ServiceStatus(
        on_duty=on_duty,
        waiting=waiting or 0,
        wait_words=wait_words(on_duty, free, waiting or 0, known),
        wait_range=known,
        emergency_number=EMERGENCY_NUMBER,
        station_name=home.name,
        station_phone=home.phone,
        facility_name=home.name,
    )


async def ask_callback(request: web.Request, body: NewCallback) -> CallbackTaken:
    """Keep a request to be called back; no code is asked. The answer is the same for every number."""
    config, who = settings(request), maybe_principal(request)
    phone = normalize(body.phone, config.sms_countries)
    if who is None or who.scope == "guest":
        await keep_pace(request)
    async with transaction(request) as session:
        if body.patient_id is not None:
            if who is None:
                raise Unidentified()
            if not await may_call_for(session, who, body.patient_id):
                raise NotFound("not-found", "No such patient.")
        verified = who is not None and await proves(session, who, phone, body.patient_id)
        row = await callbacks.ask(
            session,
            province=config.province_code,
            phone=phone,
            verified=verified,
            account_id=who.account_id if who and verified else None,
            patient_id=body.patient_id,
            name=body.name,
            reason=body.reason,
            resort=(await ladders.for_call(session, config.province_code)).last_resort,
        )
        return CallbackTaken(id=row.id, received_at=row.created_at)
