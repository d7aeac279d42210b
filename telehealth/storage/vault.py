"""Bytes on their way in and out: encrypted before the store sees them, judged before anybody else does.

Nothing here runs inside a transaction; rows are in blobs.py.
"""

import os
from collections.abc import AsyncIterator, Mapping
from uuid import UUID

from aiohttp import web

from telehealth.db import Database
from telehealth.settings import Settings
from telehealth.storage import blobs, segments
from telehealth.storage.keys import MasterKeys
from telehealth.storage.models import Blob
from telehealth.storage.segments import Tampered
from telehealth.storage.store import BlobStore, DiskStore, Missing


class Vault:
    """A store and the keys to it."""

    def __init__(self, store: BlobStore, keys: MasterKeys) -> None:
        self.store = store
        self.keys = keys

    async def put(self, blob: Blob, number: int, plain: bytes) -> bytes:
        """Encrypt and keep a segment. Returns the nonce that names it; until a row says so it counts for nothing."""
        nonce = os.urandom(segments.NONCE_BYTES)
        sealed = segments.seal(self._key(blob), blob.id, number, nonce, plain, last=number == blobs.last_number(blob))
        await self.store.put(_name(blob.id, number, nonce), sealed)
        return nonce

    async def drop(self, blob: Blob, number: int, nonce: bytes) -> None:
        """A segment that came second."""
        await self.store.delete(_name(blob.id, number, nonce))

    async def read(self, blob: Blob, nonces: Mapping[int, bytes], start: int, stop: int) -> AsyncIterator[bytes]:
        """Bytes start to stop (exclusive). Tampered before a changed byte would be handed out."""
        key = self._key(blob)
        for cut in segments.cuts(start, stop, blob.segment_size):
            plain = await self._segment(key, blob, cut.number, nonces)
            yield plain[cut.start : cut.stop]

    async def remove(self, blob_id: UUID) -> None:
        """Let go of everything of a shredded blob."""
        await self.store.delete_all(str(blob_id))

    async def _segment(self, key: bytes, blob: Blob, number: int, nonces: Mapping[int, bytes]) -> bytes:
        if number not in nonces:
            raise Tampered("A segment is missing.")
        nonce = nonces[number]
        try:
            stored = await self.store.get(_name(blob.id, number, nonce))
        except Missing:
            raise Tampered("A segment is missing.") from None
        return segments.unseal(key, blob.id, number, nonce, stored, last=number == blobs.last_number(blob))

    def _key(self, blob: Blob) -> bytes:
        if blob.wrapped_key is None:
            raise Tampered("This blob was shredded.")
        return self.keys.unwrap(blob.id, blob.wrapped_key, blob.key_id)


VAULT = web.AppKey("vault", Vault)


def vault_from(settings: Settings) -> Vault:
    """The vault these settings ask for: files under data_dir/blobs."""
    older = [key.get_secret_value() for key in settings.storage_old_keys]
    keys = MasterKeys(settings.storage_key.get_secret_value(), older)
    return Vault(DiskStore(settings.data_dir / "blobs"), keys)


async def rewrap_all(database: Database, settings: Settings) -> int:
    """Wrap every data key with the present master key. Returns how many there were; closes the database."""
    done, keys = 0, vault_from(settings).keys
    try:
        while True:
            async with database.transaction() as session:
                now = await blobs.rewrap(session, keys)
            if not now:
                return done
            done += now
    finally:
        await database.close()


def _name(blob: UUID, number: int, nonce: bytes) -> str:
    return f"{blob}/{number:05d}-{nonce.hex()}"
