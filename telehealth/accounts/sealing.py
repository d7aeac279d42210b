"""What the settings' secret protects: HMACs of codes and cookies, and TOTP secrets sealed at rest.

Every purpose has its own key, so that an HMAC of one kind never passes for another.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from telehealth.settings import Settings


def mac(settings: Settings, purpose: str, *parts: str) -> bytes:
    """HMAC-SHA256 (32 bytes) over the parts, each framed by its length, under a key for this purpose alone."""
    framed = b"".join(len(raw).to_bytes(4, "big") + raw for raw in (part.encode() for part in parts))
    return hmac.new(_key(settings, purpose), framed, hashlib.sha256).digest()


def seal(settings: Settings, purpose: str, plain: str) -> str:
    """Encrypt for keeping at rest (Fernet)."""
    return _box(settings, purpose).encrypt(plain.encode()).decode()


def unseal(settings: Settings, purpose: str, sealed: str) -> str | None:
    """The plain text, or None when it was sealed under another secret."""
    try:
        return _box(settings, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box(settings: Settings, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(settings, purpose)))


def _key(settings: Settings, purpose: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"telehealth {purpose}".encode())
    return derive.derive(settings.secret.get_secret_value().encode())
