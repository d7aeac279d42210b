"""A practitioner rings the family behind a call-back: a call towards them, held from the start."""

from uuid import UUID

from sqlalchemy import select

from telehealth.accounts.directory import station
from telehealth.accounts.permissions import Principal
from telehealth.calls import ledger, machine
from telehealth.calls.models import CallRow
from telehealth.calls.once import caller_by_caller, holding_one_call
from telehealth.calls.service import clinician, engage
from telehealth.db import Session
from telehealth.duty import ladders
from telehealth.duty.models import Callback
from telehealth.errors import Conflict


async def call_back(session: Session, who: Principal, callback: Callback, device: str) -> UUID:
    """Open a call towards the family behind a call-back: held by this practitioner from the start."""
    me = clinician(who)
    if callback.account_id is None:
        raise Conflict("telephone-only", "No account stands behind this number; please telephone.")
    await caller_by_caller(session, callback.account_id)
    if await session.scalar(
        select(CallRow.id).where(CallRow.account_id == callback.account_id, CallRow.state != "ended")
    ):
        raise Conflict("calling-now", "This family is calling right now.")
    origin = await session.get(CallRow, callback.call_id) if callback.call_id else None
    home = await station(session, callback.province_code, origin.place_commune if origin else None)
    ladder = await ladders.for_call(session, callback.province_code)
    call = machine.call_back(me.practitioner_id, device, await ledger.database_now(session), ladder)
    async with holding_one_call():
        row = await ledger.open_call(
            session,
            call,
            "practitioner",
            me.account_id,
            province_code=callback.province_code,
            facility_id=origin.facility_id if origin else home.id,
            session_id=None,
            account_id=callback.account_id,
            caller_phone=callback.phone,
            caller_verified=callback.phone_verified,
            patient_id=callback.patient_id,
            relation=origin.relation if origin else "other",
            reason=callback.reason,
            media="video",
            place_province=origin.place_province if origin else callback.province_code,
            place_commune=origin.place_commune if origin else home.commune_name,
        )
    await engage(session, me.practitioner_id, row.id, callback.province_code)
    return row.id
