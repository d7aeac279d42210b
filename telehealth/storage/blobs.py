"""Blobs in the database: made, grown segment by segment, read, shredded. The bytes themselves pass through Vault."""

from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from telehealth.db import Session
from telehealth.storage import segments
from telehealth.storage.keys import MasterKeys, new_data_key
from telehealth.storage.models import Blob, BlobSegment


async def create(session: Session, keys: MasterKeys, length: int) -> Blob:
    """An empty blob that will have `length` bytes."""
    blob_id = uuid4()
    row = Blob(
        id=blob_id,
        length=length,
        segment_size=segments.size_for(length),
        key_id=keys.present,
        wrapped_key=keys.wrap(blob_id, new_data_key()),
    )
    session.add(row)
    await session.flush()
    return row


async def grow(session: Session, blob: Blob, number: int, nonce: bytes) -> bool:
    """Segment `number` has arrived. False when it is not the next one: of two who send it, one wins."""
    before = number * blob.segment_size
    grown = await session.execute(
        update(Blob)
        .where(Blob.id == blob.id, Blob.received == before, Blob.wrapped_key.is_not(None))
        .values(received=before + segments.length_of(number, blob.length, blob.segment_size))
        .returning(Blob.received)
        .execution_options(synchronize_session=False)
    )
    if grown.first() is None:
        return False
    await session.execute(insert(BlobSegment).values(blob_id=blob.id, number=number, nonce=nonce))
    return True


def last_number(blob: Blob) -> int:
    """The number of its last segment."""
    return segments.count(blob.length, blob.segment_size) - 1


async def nonces(session: Session, blob_id: UUID) -> dict[int, bytes]:
    """Segment number → nonce."""
    rows = await session.execute(select(BlobSegment.number, BlobSegment.nonce).where(BlobSegment.blob_id == blob_id))
    return {row.number: row.nonce for row in rows}


async def shred(session: Session, blob_id: UUID) -> None:
    """Forget its key: from the commit on nobody can read it, wherever copies of its bytes may lie."""
    await session.execute(
        update(Blob)
        .where(Blob.id == blob_id, Blob.wrapped_key.is_not(None))
        .values(wrapped_key=None, shredded_at=func.now())
        .execution_options(synchronize_session=False)
    )


async def shredded(session: Session, limit: int = 100) -> list[UUID]:
    """Blobs whose objects can go."""
    rows = await session.scalars(
        select(Blob.id).where(Blob.shredded_at.is_not(None), Blob.removed_at.is_(None)).limit(limit)
    )
    return list(rows)


async def removed(session: Session, blob_id: UUID) -> None:
    """Its objects are gone."""
    await session.execute(update(Blob).where(Blob.id == blob_id).values(removed_at=func.now()))


async def rewrap(session: Session, keys: MasterKeys, limit: int = 500) -> int:
    """Wrap data keys of older master keys with the present one; the bytes stay as they are. Returns how many it did."""
    rows = await session.scalars(
        select(Blob)
        .where(Blob.wrapped_key.is_not(None), Blob.key_id != keys.present)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    done = 0
    for row in rows:
        data_key = keys.unwrap(row.id, row.wrapped_key or b"", row.key_id)
        row.wrapped_key, row.key_id = keys.wrap(row.id, data_key), keys.present
        done += 1
    return done
