"""Master keys: they wrap the data key of each blob, and encrypt nothing else. Pure.

A wrapped key names its master key by an id, so that a new master key can be set while the old ones still open what they
wrapped. Without its wrapped key a blob is noise: deleting that is deleting the blob (crypto-shredding).
"""

import hashlib
import hmac
import os
from collections.abc import Iterable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from telehealth.storage.segments import KEY_BYTES, NONCE_BYTES, Tampered


class UnknownKey(Exception):
    """No master key of this installation wrapped this data key."""


class MasterKeys:
    """The present master key, and older ones that only unwrap. secrets: the settings' texts."""

    def __init__(self, present: str, older: Iterable[str] = ()) -> None:
        self.present = key_id(present)
        self._keys = {key_id(secret): _derive(secret) for secret in (present, *older)}

    def wrap(self, blob: UUID, data_key: bytes) -> bytes:
        """The data key under the present master key, tied to its blob."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self._keys[self.present]).encrypt(nonce, data_key, _tie(blob, self.present))

    def unwrap(self, blob: UUID, wrapped: bytes, by: str) -> bytes:
        """The data key; UnknownKey when its master key is not here, Tampered when it is another blob's or changed."""
        if by not in self._keys:
            raise UnknownKey("Set the master key of that time in TELEHEALTH_STORAGE_OLD_KEYS.")
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return AESGCM(self._keys[by]).decrypt(nonce, sealed, _tie(blob, by))
        except InvalidTag:
            raise Tampered("This wrapped key was changed, or belongs to another blob.") from None


def new_data_key() -> bytes:
    """A key for one blob."""
    return os.urandom(KEY_BYTES)


def key_id(secret: str) -> str:
    """The public name of a master key: tells keys apart, and nothing of the key."""
    return hmac.new(_derive(secret), b"telehealth storage key id", hashlib.sha256).hexdigest()[:16]


def _derive(secret: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"telehealth storage master key")
    return derive.derive(secret.encode())


def _tie(blob: UUID, by: str) -> bytes:
    return blob.bytes + by.encode()
