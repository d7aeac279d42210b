"""Access tokens: EdDSA JWTs of 15 minutes, and the keys that sign them.

One file a key, `<created>-<kid>.pem`, in data_dir/keys (folder 0700, files 0600). The newest signs. An older one verifies
until every token it may have signed has expired: other processes notice a new key within RESCAN seconds.
A token only names a session; whether that session lives is asked of the database on every request.
"""

import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from telehealth.accounts.permissions import Audience, Scope
from telehealth.errors import Unidentified
from telehealth.settings import Settings

ALGORITHM = "EdDSA"
ISSUER = "telehealth"
LIFE = 15 * 60
"""Seconds an access token lives."""
RESCAN = 60
"""Seconds after which a process looks for keys made by another one."""
RENEW = 30 * 24 * 3600
"""Seconds after which a key stops signing."""
AUDIENCES = ("patient", "doctor", "clinic")
_CLAIMS = ["iss", "aud", "sub", "sid", "scope", "iat", "exp"]


@dataclass(frozen=True)
class Key:
    """One signing key. `created` is seconds since the epoch."""

    created: int
    kid: str
    private: Ed25519PrivateKey


@dataclass(frozen=True)
class Claims:
    """What a valid token says."""

    session_id: UUID
    audience: str
    scope: str


class Keyring:
    """The keys of one installation, shared by its processes through their folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys: list[Key] = []  # oldest first
        self._scanned = 0.0

    @classmethod
    def load(cls, settings: Settings) -> "Keyring":
        """Open data_dir/keys; makes the first key when there is none."""
        ring = cls(settings.data_dir / "keys")
        ring._scan()
        if not ring._keys:
            ring.rotate()
        return ring

    def sign(self, *, session_id: UUID, subject: str, audience: Audience, scope: Scope, life: int = LIFE) -> str:
        """A token for one session. life: seconds."""
        if time.monotonic() - self._scanned > RESCAN:
            self._scan()
        key, issued = self._keys[-1], int(time.time())
        claims = {
            "iss": ISSUER, "aud": audience, "sub": subject, "sid": str(session_id), "scope": scope,
            "iat": issued, "exp": issued + life,
        }  # fmt: skip
        return jwt.encode(claims, key.private, algorithm=ALGORITHM, headers={"kid": key.kid})

    def verify(self, token: str, audience: Audience | None = None) -> Claims:
        """The claims of a token of ours; audience: the only one accepted. Raises Unidentified."""
        try:
            key = self._verifier(jwt.get_unverified_header(token).get("kid"))
            claims = jwt.decode(
                token,
                key.private.public_key(),
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                audience=audience or AUDIENCES,
                options={"require": _CLAIMS, "verify_iat": False},  # machines' clocks differ by seconds; exp decides
            )
            return Claims(UUID(claims["sid"]), _one_audience(claims), str(claims["scope"]))
        except (jwt.PyJWTError, LookupError, ValueError, TypeError, AttributeError):
            raise Unidentified("token", "This sign-in is not valid here.") from None

    def rotate(self) -> str:
        """Make a new key; it signs from now on, the old ones verify what they signed. Returns the new kid."""
        private = Ed25519PrivateKey.generate()
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        kid = _thumbprint(private)
        created = max(int(time.time()), self._keys[-1].created + 1 if self._keys else 0)
        self._write(f"{created:012d}-{kid}.pem", pem)
        self._scan()
        return kid

    def renew(self, max_age: int = RENEW) -> None:
        """Rotate when the signing key is older than max_age (seconds), and delete what verifies nothing any more."""
        self._scan()
        if not self._keys or time.time() - self._keys[-1].created > max_age:
            self.rotate()
        self.forget_expired()

    def forget_expired(self) -> int:
        """Delete the files of keys that verify nothing any more; returns how many."""
        dead = [key for key in self._keys if not self._verifies(key)]
        for key in dead:
            (self._folder / f"{key.created:012d}-{key.kid}.pem").unlink(missing_ok=True)
        self._scan()
        return len(dead)

    def _verifier(self, kid: object) -> Key:
        found = self._find(kid)
        if found is None and time.monotonic() - self._scanned > 1:  # another process may have rotated
            self._scan()
            found = self._find(kid)
        if found is None:
            raise LookupError("no such key")
        return found

    def _find(self, kid: object) -> Key | None:
        return next((key for key in self._keys if key.kid == kid and self._verifies(key)), None)

    def _verifies(self, key: Key) -> bool:
        """The newest always; an older one as long as a token it signed may live."""
        newer = [other.created for other in self._keys if other.created > key.created]
        return not newer or time.time() < min(newer) + LIFE + RESCAN

    def _scan(self) -> None:
        files = sorted(self._folder.glob("*-*.pem")) if self._folder.is_dir() else []
        self._keys = [_read(path) for path in files]
        self._scanned = time.monotonic()

    def _write(self, name: str, pem: bytes) -> None:
        """Appear whole or not at all: another process may be reading the folder."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self._folder / f".{uuid4().hex}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self._folder / name)


def _read(path: Path) -> Key:
    created, kid = path.stem.split("-", 1)
    private = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey) or _thumbprint(private) != kid:
        raise ValueError(f"{path.name} is not the Ed25519 key its name says")
    return Key(int(created), kid, private)


def _thumbprint(private: Ed25519PrivateKey) -> str:
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def _one_audience(claims: Mapping[str, Any]) -> str:
    if not isinstance(claims["aud"], str):
        raise ValueError("a token of ours has one audience")
    return claims["aud"]
