"""Hearing a message: who may, and that it stands in the audit log, allowed or refused."""

from uuid import UUID

from sqlalchemy import func, select, update

from telehealth import audit, events
from telehealth.accounts.directory import practitioner_views
from telehealth.accounts.permissions import Permission, Principal
from telehealth.accounts.shapes import PractitionerView
from telehealth.audit import Judged
from telehealth.calls import ledger
from telehealth.calls.here import may_here
from telehealth.calls.models import CallRow
from telehealth.calls.seats import is_caller
from telehealth.db import Session
from telehealth.duty.callbacks import OPEN
from telehealth.duty.models import Callback
from telehealth.errors import Denied, DomainError, NotFound
from telehealth.storage.models import Blob
from telehealth.voicemail import promises
from telehealth.voicemail.models import LeftMessage
from telehealth.voicemail.rules import LIMITS, refusal
from telehealth.voicemail.shapes import LeftMessages, LeftMessageView, OwnMessage, OwnMessages
from telehealth.voicemail.uploads import Upload

WHOLE = LeftMessage.uploaded_at.is_not(None)


async def of_open_callbacks(session: Session, province: str) -> LeftMessages:
    """The messages beside the call-backs that are open in this province, oldest first."""
    rows = await session.scalars(
        select(LeftMessage)
        .join(Callback, Callback.id == LeftMessage.callback_id)
        .where(WHOLE, Callback.province_code == province, Callback.state.in_(OPEN))
        .order_by(LeftMessage.uploaded_at)
        .limit(300)
    )
    found = rows.all()
    people = await practitioner_views(session, [row.heard_by for row in found if row.heard_by])
    return LeftMessages(messages=[_line(row, people) for row in found])


async def of_call(session: Session, who: Principal, call_id: UUID) -> OwnMessages:
    """A caller's own messages of one call, and whether another may be left."""
    row, call = await ledger.load(session, call_id)
    if not is_caller(who, row):
        raise NotFound("not-found", "No such call.")
    rows = await session.execute(
        select(LeftMessage, Blob.received, Callback.state)
        .join(Blob, Blob.id == LeftMessage.blob_id)
        .outerjoin(Callback, Callback.id == LeftMessage.callback_id)
        .where(LeftMessage.call_id == call_id, LeftMessage.dropped_at.is_(None))
        .order_by(LeftMessage.created_at)
    )
    found = rows.all()
    people = await practitioner_views(session, [message.heard_by for message, _, _ in found if message.heard_by])
    code = refusal(await ledger.database_now(session), await promises.situation(session, row, call))
    mine = row.session_id == who.session_id
    opens = _opens(who, row)
    return OwnMessages(
        messages=[_own(message, received, state if opens else None, people) for message, received, state in found],
        offered=mine and code is None and len(found) < LIMITS.per_call,
    )


async def hear(session: Session, who: Principal, message_id: UUID) -> Judged[Upload]:
    """The message to be played, or the refusal to raise once its audit row is committed."""
    message = await session.scalar(select(LeftMessage).where(LeftMessage.id == message_id, WHOLE))
    if message is None:
        raise NotFound("not-found", "No such message.")
    row = await session.get_one(CallRow, message.call_id)
    verdict = await _may_hear(session, who, row, message)
    await audit.write(
        session,
        "message.listen",
        "left_message",
        entity_id=message.id,
        account_id=who.account_id,
        session_id=who.session_id,
        patient_id=row.patient_id,
        allowed=isinstance(verdict, str),
        reason=verdict if isinstance(verdict, str) else verdict.code,
    )
    if isinstance(verdict, DomainError):
        return Judged(refusal=verdict)
    return Judged(Upload(message, await session.get_one(Blob, message.blob_id)))


async def mark_heard(session: Session, who: Principal, message_id: UUID, province: str) -> LeftMessageView:
    """ "Đã nghe": the first to say so stands there; again is harmless."""
    of_province = select(Callback.id).where(Callback.province_code == province)
    row = await session.scalar(
        select(LeftMessage).where(LeftMessage.id == message_id, WHOLE, LeftMessage.callback_id.in_(of_province))
    )
    if row is None or row.callback_id is None:
        raise NotFound("not-found", "No such message.")
    marked = await session.execute(
        update(LeftMessage)
        .where(LeftMessage.id == message_id, LeftMessage.heard_at.is_(None))
        .values(heard_at=func.clock_timestamp(), heard_by=who.practitioner_id)
        .returning(LeftMessage.id)
        .execution_options(synchronize_session=False)
    )
    if marked.first() is not None:
        state = await session.scalar(select(Callback.state).where(Callback.id == row.callback_id))
        await events.record(session, events.CallbackChanged(row.callback_id, state or "open"))
    await session.refresh(row)
    return _line(row, await practitioner_views(session, [row.heard_by] if row.heard_by else []))


async def _may_hear(session: Session, who: Principal, row: CallRow, message: LeftMessage) -> str | DomainError:
    """The rule that lets them hear it, or the refusal."""
    if who.audience == "patient":
        if not is_caller(who, row):
            return NotFound("not-found", "No such message.")
        if not _opens(who, row):
            return Denied("code-needed", "Please enter a code sent to your phone first.", scope=who.scope)
        return "caller" if await _is_open(session, message) else Denied("settled", "This call-back has been settled.")
    if not who.may(Permission.HANDLE_CALLBACKS):
        return Denied("role-needed", "Your role does not allow this.")
    if not await may_here(session, who, Permission.HANDLE_CALLBACKS, row.province_code):
        return Denied("other-province", "You work in another province.")
    return "callbacks"


def _opens(who: Principal, row: CallRow) -> bool:
    """What was said into the phone is opened like a record: by the sign-in that called, by others with a code."""
    return row.session_id == who.session_id or who.scope == "full"


async def _is_open(session: Session, message: LeftMessage) -> bool:
    found = select(Callback.id).where(Callback.id == message.callback_id, Callback.state.in_(OPEN))
    return await session.scalar(found) is not None


def _line(row: LeftMessage, people: dict[UUID, PractitionerView]) -> LeftMessageView:
    assert row.callback_id is not None
    assert row.uploaded_at is not None
    return LeftMessageView.model_validate(
        {
            "id": row.id,
            "callback_id": row.callback_id,
            "call_id": row.call_id,
            "kind": row.kind,
            "media_type": row.media_type,
            "seconds": row.seconds,
            "uploaded_at": row.uploaded_at,
            "heard_at": row.heard_at,
            "heard_by": people.get(row.heard_by) if row.heard_by else None,
        }
    )


def _own(row: LeftMessage, received: int, state: str | None, people: dict[UUID, PractitionerView]) -> OwnMessage:
    return OwnMessage.model_validate(
        {
            "id": row.id,
            "kind": row.kind,
            "media_type": row.media_type,
            "seconds": row.seconds,
            "size": row.size,
            "offset": received,
            "uploaded_at": row.uploaded_at,
            "heard_at": row.heard_at,
            "heard_by": people.get(row.heard_by) if row.heard_by else None,
            "can_hear": row.uploaded_at is not None and state in OPEN,
        }
    )
