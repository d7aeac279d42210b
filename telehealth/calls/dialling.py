"""A doctor is about to telephone a family: the call-back is theirs, and the family is told to pick up a strange number."""

from aiohttp import web
from sqlalchemy import func, select, text

from telehealth.accounts.codes import within_budget
from telehealth.accounts.models import SmsMessage
from telehealth.accounts.permissions import Permission
from telehealth.accounts.texting import TEXTING, Text, unaccented
from telehealth.calls import service
from telehealth.calls.here import must_here
from telehealth.db import Session
from telehealth.duty import handling
from telehealth.duty.models import Callback
from telehealth.duty.shapes import Dialling
from telehealth.endpoint import path_id, principal, settings, transaction
from telehealth.settings import Settings

KIND = "calling_back"
NOT_AGAIN_FOR = text("interval '10 minutes'")
"""Dialling again within this does not send the sentence again."""


async def dialling(request: web.Request) -> Dialling:
    """Take the call-back, and tell the family by SMS that a doctor rings now. `told`: whether a message leaves."""
    who, chosen, texting = principal(request), settings(request), request.app[TEXTING]
    me = service.clinician(who)
    async with transaction(request) as session:
        await must_here(session, who, Permission.HANDLE_CALLBACKS, chosen.province_code)
        row = await handling.claim(session, path_id(request), chosen.province_code, me.practitioner_id)
        message = await _message(session, chosen, row) if texting.available else None
        told = message is not None or await _told_lately(session, row.phone)
    if message is not None:
        texting.send_later(message)
    return Dialling(callback_id=row.id, told=told)


async def _message(session: Session, chosen: Settings, row: Callback) -> Text | None:
    """The message, counted; None when the family has it already or the day's budget is spent."""
    if await _told_lately(session, row.phone) or not await within_budget(session, chosen, row.phone_verified):
        return None
    sms = SmsMessage(phone=row.phone, kind=KIND)
    session.add(sms)
    await session.flush()
    return Text(sms.id, row.phone, wording(chosen))


async def _told_lately(session: Session, phone: str) -> bool:
    recent = (SmsMessage.created_at > func.now() - NOT_AGAIN_FOR) & (SmsMessage.state != "failed")
    lately = select(SmsMessage.id).where(SmsMessage.phone == phone, SmsMessage.kind == KIND, recent)
    return await session.scalar(lately.limit(1)) is not None


def wording(chosen: Settings) -> str:
    """Short, unaccented, and nothing of why they called."""
    return f"{unaccented(chosen.product_name)}: bac si dang goi lai. Xin nghe may, ke ca khi so la."
