"""The key pair by which push services know this installation (VAPID, RFC 8292).

Browsers bind a subscription to the public key, so the pair is made once and kept: in data_dir/vapid.pem, or in
TELEHEALTH_VAPID_KEY where processes do not share a folder. A new pair makes every subscription worthless.
"""

import os
from base64 import urlsafe_b64encode
from pathlib import Path
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from py_vapid import Vapid02

from telehealth.settings import Settings

CONTACT = "mailto:push@localhost"
"""Where no public address is set (demo); push services want some way to reach whoever sends."""


class Vapid:
    """Signs as this installation."""

    def __init__(self, private: ec.EllipticCurvePrivateKey, contact: str) -> None:
        self._signer = Vapid02(private_key=private)
        self._contact = contact
        point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public_key = urlsafe_b64encode(point).rstrip(b"=").decode()
        """What the browser subscribes with: the P-256 point, base64url."""

    @classmethod
    def load(cls, settings: Settings) -> "Vapid":
        """The pair of these settings; made at the first start."""
        given = settings.vapid_key.get_secret_value()
        private = Vapid02.from_string(given).private_key if given else _kept(settings.data_dir / "vapid.pem")
        public = settings.public_url if settings.public_url.startswith("https://") else ""
        return cls(private, settings.push_contact or public.rstrip("/") or CONTACT)

    def authorization(self, origin: str, expires: int) -> str:
        """The Authorization header for a push service. expires: seconds since the epoch, at most 24 h ahead."""
        claims = {"aud": origin, "exp": expires, "sub": self._contact}
        return str(self._signer.sign(claims)["Authorization"])


def _kept(path: Path) -> ec.EllipticCurvePrivateKey:
    if not path.exists():
        _make(path)
    private = load_pem_private_key(path.read_bytes(), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey), "data_dir/vapid.pem holds another kind of key"
    return private


def _make(path: Path) -> None:
    """Appear whole or not at all, and never replace: of two processes that start at once both read the first's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f".vapid-{uuid4().hex}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
