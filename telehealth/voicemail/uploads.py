"""Leaving a message: begun, sent in pieces, whole. A lost network, a reload or a restart costs at most one piece.

Bytes go to the vault between transactions; each piece then becomes true by one guarded UPDATE, so two tabs that send the
same upload cannot interleave, and a piece sent again is told where to go on.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update

from telehealth.accounts.permissions import Principal
from telehealth.calls import ledger
from telehealth.calls.models import CallRow
from telehealth.db import Session
from telehealth.errors import Conflict, NotFound, TooMany
from telehealth.storage import blobs
from telehealth.storage.keys import MasterKeys
from telehealth.storage.models import Blob
from telehealth.voicemail import promises
from telehealth.voicemail.kinds import kind_of
from telehealth.voicemail.models import LeftMessage
from telehealth.voicemail.rules import LIMITS, refusal
from telehealth.voicemail.shapes import NewLeftMessage, UploadView


@dataclass(frozen=True)
class Upload:
    """A message on its way, and its blob."""

    message: LeftMessage
    blob: Blob

    def view(self) -> UploadView:
        """How far it is."""
        return UploadView(
            id=self.message.id,
            offset=self.blob.received,
            size=self.blob.length,
            piece=self.blob.segment_size,
            most=LIMITS.piece_most,
            done=self.message.uploaded_at is not None,
        )


async def begin(session: Session, who: Principal, call_id: UUID, new: NewLeftMessage, keys: MasterKeys) -> UploadView:
    """Begin, or go on with, an upload. Conflict with the rule's code, 'upload-open' while another one is on its way."""
    row = await _own_call(session, who, call_id)
    known = await session.get(LeftMessage, new.id)
    if known is not None:
        return await _again(session, row, known, new)
    _, call = await ledger.load(session, call_id)
    code = refusal(await ledger.database_now(session), await promises.situation(session, row, call))
    if code is not None:
        raise Conflict(code, "No message can be left for this call now.")
    await _must_have_room(session, call_id)
    blob = await blobs.create(session, keys, new.size)
    message = LeftMessage(
        id=new.id,
        call_id=call_id,
        blob_id=blob.id,
        kind=kind_of(new.media_type),
        media_type=new.media_type,
        seconds=new.seconds,
        size=new.size,
    )
    session.add(message)
    await session.flush()
    return Upload(message, blob).view()


async def find(session: Session, who: Principal, message_id: UUID) -> Upload:
    """The caller's own upload, for the session that made the call; NotFound for everybody else."""
    message = await session.get(LeftMessage, message_id, populate_existing=True)
    if message is None or message.dropped_at is not None:
        raise NotFound("not-found", "No such message.")
    await _own_call(session, who, message.call_id, lock=False)
    return Upload(message, await session.get_one(Blob, message.blob_id, populate_existing=True))


def must_be_at(upload: Upload, offset: int, length: int) -> None:
    """Conflict 'wrong-offset' (with where to go on) unless these bytes come next."""
    blob = upload.blob
    fits = offset == blob.received and 0 < length <= blob.length - offset
    whole = length % blob.segment_size == 0 or offset + length == blob.length
    if not (fits and whole):
        raise Conflict("wrong-offset", "Go on at the offset given.", offset=blob.received)


async def keep(session: Session, who: Principal, upload: Upload, number: int, nonce: bytes) -> Upload | None:
    """A piece is in the vault: now it counts. None when another one was first. The last piece makes the message whole."""
    if number == blobs.last_number(upload.blob):
        await _own_call(session, who, upload.message.call_id)  # the call's row is locked before call-backs
    if not await blobs.grow(session, upload.blob, number, nonce):
        return None
    if number == blobs.last_number(upload.blob):
        callback = await promises.promise(session, upload.message.call_id)
        await session.execute(
            update(LeftMessage)
            .where(LeftMessage.id == upload.message.id, LeftMessage.uploaded_at.is_(None))
            .values(uploaded_at=func.clock_timestamp(), callback_id=callback)
            .execution_options(synchronize_session=False)
        )
    return await find(session, who, upload.message.id)


async def drop(session: Session, who: Principal, message_id: UUID) -> None:
    """Give up an upload that is not whole. Conflict 'message-kept' when it already is."""
    upload = await find(session, who, message_id)
    if not await forget(session, upload.message):
        raise Conflict("message-kept", "The message has arrived already.")


async def forget(session: Session, message: LeftMessage) -> bool:
    """Shred an upload that never became whole; False when it has become whole meanwhile. The blob is locked before the
    message, as by the last piece."""
    await session.get(Blob, message.blob_id, with_for_update=True)
    dropped = await session.execute(
        update(LeftMessage)
        .where(LeftMessage.id == message.id, LeftMessage.uploaded_at.is_(None), LeftMessage.dropped_at.is_(None))
        .values(dropped_at=func.now())
        .returning(LeftMessage.id)
        .execution_options(synchronize_session=False)
    )
    if dropped.first() is None:
        return False
    await blobs.shred(session, message.blob_id)
    return True


async def _own_call(session: Session, who: Principal, call_id: UUID, *, lock: bool = True) -> CallRow:
    """The call this very session made, locked: of two uploads begun at once the second sees the first."""
    row = await session.get(CallRow, call_id, with_for_update={"key_share": True} if lock else None)
    if row is None or row.session_id is None or row.session_id != who.session_id:
        raise NotFound("not-found", "No such call.")
    return row


async def _again(session: Session, row: CallRow, known: LeftMessage, new: NewLeftMessage) -> UploadView:
    same = (row.id, new.media_type, new.size) == (known.call_id, known.media_type, known.size)
    if not same or known.dropped_at is not None:
        raise Conflict("message-id-used", "This message id is taken.")
    return Upload(known, await session.get_one(Blob, known.blob_id)).view()


async def _must_have_room(session: Session, call_id: UUID) -> None:
    rows = await session.scalars(
        select(LeftMessage).where(LeftMessage.call_id == call_id, LeftMessage.dropped_at.is_(None))
    )
    kept = rows.all()
    for message in kept:
        if message.uploaded_at is None:
            raise Conflict("upload-open", "Another message is on its way.", id=str(message.id))
    if len(kept) >= LIMITS.per_call:
        raise TooMany("too-many-messages", "This call has as many messages as it may have.", retry_after=3600)
