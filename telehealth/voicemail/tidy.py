"""What never became a message goes: abandoned uploads are shredded, and shredded bytes leave the store."""

from sqlalchemy import func, select

from telehealth.db import Database
from telehealth.storage import blobs
from telehealth.storage.vault import Vault
from telehealth.voicemail import uploads
from telehealth.voicemail.models import LeftMessage
from telehealth.voicemail.rules import LIMITS


async def forget_abandoned(database: Database, vault: Vault) -> int:
    """Shred uploads past their time, and remove the bytes of everything shredded. Returns how many blobs went."""
    async with database.transaction() as session:
        old = LeftMessage.created_at < func.now() - LIMITS.upload_lives
        rows = await session.scalars(
            select(LeftMessage).where(LeftMessage.uploaded_at.is_(None), LeftMessage.dropped_at.is_(None), old)
        )
        for message in rows.all():
            await uploads.forget(session, message)
    return await remove_shredded(database, vault)


async def remove_shredded(database: Database, vault: Vault) -> int:
    """Bytes first, then the row that says so: what a crash leaves between is removed next time."""
    async with database.transaction() as session:
        gone = await blobs.shredded(session)
    for blob_id in gone:
        await vault.remove(blob_id)
        async with database.transaction() as session:
            await blobs.removed(session, blob_id)
    return len(gone)
