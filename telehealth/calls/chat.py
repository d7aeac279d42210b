"""In-call text chat, kept in the database. Message ids are made by the client, so a repeat is stored once."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from telehealth import events
from telehealth.accounts.models import Practitioner
from telehealth.accounts.permissions import Principal
from telehealth.calls import ledger
from telehealth.calls.models import CallRow, ChatMessage
from telehealth.calls.seats import answered, is_caller
from telehealth.calls.shapes import MessageView, NewMessage
from telehealth.calls.states import Call, State
from telehealth.db import Session
from telehealth.errors import Conflict, NotFound, TooMany

PAGE = 200
PER_CALL = 1000
"""Messages one call keeps: a caller without a microphone types for an hour and is far from it."""


async def post(session: Session, who: Principal, call_id: UUID, new: NewMessage) -> MessageView:
    """Keep a message of the caller or the holder. The same id again answers with what is stored.

    Conflict('message-id-used') when the id belongs to another message; NotFound for outsiders.
    """
    await _one_after_the_other(session, call_id)
    row, call = await ledger.load(session, call_id)
    author = _author(who, row, call)
    if call.state is State.ENDED:
        stored = await session.get(ChatMessage, new.id)
        if stored is None:
            raise Conflict("call-ended", "This call has ended.")
    elif await _written(session, call_id) >= PER_CALL:
        raise TooMany("too-many", "This call has no room for more messages.", retry_after=600)
    kept = await session.execute(
        insert(ChatMessage)
        .values(id=new.id, call_id=call_id, author=author, author_account=who.account_id, body=new.body)
        .on_conflict_do_nothing(index_elements=["id"])
        .returning(ChatMessage.id)
    )
    if kept.first():
        await events.record(session, events.MessagePosted(call_id, new.id))
    stored = await session.get_one(ChatMessage, new.id)
    if (stored.call_id, stored.author, stored.body) != (call_id, author, new.body):
        raise Conflict("message-id-used", "This message id is taken.")
    return _view(stored, author, await _holder_name(session, call))


async def _one_after_the_other(session: Session, call_id: UUID) -> None:
    """Messages of one call commit in the order of their numbers: whoever reads on from the last number they know would
    never see one that got a smaller number and was kept later."""
    await session.execute(select(CallRow.id).where(CallRow.id == call_id).with_for_update(key_share=True))


async def messages(session: Session, who: Principal, call_id: UUID, after: int) -> list[MessageView]:
    """The messages after a number, oldest first, at most 200."""
    row, call = await ledger.load(session, call_id)
    mine = _author(who, row, call)
    rows = await session.scalars(
        select(ChatMessage)
        .where(ChatMessage.call_id == call_id, ChatMessage.number > after)
        .order_by(ChatMessage.number)
        .limit(PAGE)
    )
    name = await _holder_name(session, call)
    return [_view(message, mine, name) for message in rows]


def _author(who: Principal, row: CallRow, call: Call) -> str:
    if is_caller(who, row):
        return "caller"
    if answered(who, call):
        return "holder"
    raise NotFound("not-found", "No such call.")


async def _written(session: Session, call_id: UUID) -> int:
    return await session.scalar(select(func.count()).where(ChatMessage.call_id == call_id)) or 0


async def _holder_name(session: Session, call: Call) -> str:
    if call.holder is None:
        return ""
    return await session.scalar(select(Practitioner.name).where(Practitioner.id == call.holder)) or ""


def _view(message: ChatMessage, mine: str, holder_name: str) -> MessageView:
    return MessageView(
        id=message.id,
        number=message.number,
        author="caller" if message.author == "caller" else "holder",
        author_name=holder_name if message.author == "holder" else "",
        mine=message.author == mine,
        body=message.body,
        sent_at=message.sent_at,
    )
