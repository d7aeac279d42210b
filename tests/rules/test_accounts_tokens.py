"""Access tokens: whose they are, for which page, for how long, and what becomes of them when keys change."""

import base64
import hashlib
import hmac
import json
import stat
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from telehealth.accounts import tokens
from telehealth.accounts.tokens import LIFE, RESCAN, Keyring
from telehealth.errors import Unidentified
from telehealth.settings import Settings

SESSION = UUID(int=7)


@pytest.fixture
def installation(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def ring(installation: Settings) -> Keyring:
    return Keyring.load(installation)


def lans_token(ring: Keyring, life: int = LIFE) -> str:
    return ring.sign(session_id=SESSION, subject="lan", audience="patient", scope="full", life=life)


def shift_time(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """The keys' own clock; the token's expiry is judged by the library's."""
    real, monotonic = time.time, time.monotonic
    monkeypatch.setattr(tokens.time, "time", lambda: real() + seconds)
    monkeypatch.setattr(tokens.time, "monotonic", lambda: monotonic() + seconds)


def test_a_token_names_its_session_audience_and_key(ring: Keyring) -> None:
    token = lans_token(ring)
    header, claims = jwt.get_unverified_header(token), jwt.decode(token, options={"verify_signature": False})
    assert header["alg"] == "EdDSA" and header["kid"]
    assert set(claims) == {"iss", "aud", "sub", "sid", "scope", "iat", "exp"}
    assert claims["exp"] - claims["iat"] == 15 * 60
    assert ring.verify(token).session_id == SESSION
    assert ring.verify(token, "patient").audience == "patient"


def test_lans_token_does_not_open_the_doctors_page(ring: Keyring) -> None:
    with pytest.raises(Unidentified):
        ring.verify(lans_token(ring), "doctor")


def test_a_token_ends(ring: Keyring) -> None:
    with pytest.raises(Unidentified):
        ring.verify(lans_token(ring, life=-1))


def test_keys_are_files_of_the_owner_alone(installation: Settings, ring: Keyring) -> None:
    folder = installation.data_dir / "keys"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = list(folder.iterdir())
    assert len(files) == 1
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600]


def test_a_restart_keeps_the_tokens(installation: Settings, ring: Keyring) -> None:
    assert Keyring.load(installation).verify(lans_token(ring)).session_id == SESSION


def test_after_rotation_the_new_key_signs_and_the_old_still_verifies(ring: Keyring) -> None:
    before = lans_token(ring)
    kid = ring.rotate()
    after = lans_token(ring)
    assert jwt.get_unverified_header(after)["kid"] == kid != jwt.get_unverified_header(before)["kid"]
    assert ring.verify(before) == ring.verify(after)


def test_another_process_verifies_with_a_key_made_after_it_started(
    installation: Settings, ring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Keyring.load(installation)
    ring.rotate()
    shift_time(monkeypatch, 5)
    assert other.verify(lans_token(ring)).session_id == SESSION


def test_another_process_signs_with_the_new_key_within_a_minute(
    installation: Settings, ring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Keyring.load(installation)
    kid = ring.rotate()
    shift_time(monkeypatch, RESCAN + 1)
    assert jwt.get_unverified_header(lans_token(other))["kid"] == kid


def test_an_old_key_verifies_no_longer_than_its_tokens_live(
    installation: Settings, ring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    stolen = lans_token(ring, life=10**6)
    ring.rotate()
    shift_time(monkeypatch, LIFE + RESCAN + 2)
    with pytest.raises(Unidentified):
        ring.verify(stolen)
    assert ring.forget_expired() == 1
    assert len(list((installation.data_dir / "keys").iterdir())) == 1


def test_the_signing_key_renews_itself_in_time(ring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    first = jwt.get_unverified_header(lans_token(ring))["kid"]
    ring.renew()
    assert jwt.get_unverified_header(lans_token(ring))["kid"] == first
    shift_time(monkeypatch, tokens.RENEW + 5)
    ring.renew()
    assert jwt.get_unverified_header(lans_token(ring))["kid"] != first


def test_a_file_that_is_not_the_key_its_name_says_stops_the_start(installation: Settings, ring: Keyring) -> None:
    (file,) = (installation.data_dir / "keys").iterdir()
    file.rename(file.with_name(f"{int(time.time()):012d}-{'0' * 16}.pem"))
    with pytest.raises(ValueError, match="not the Ed25519 key"):
        Keyring.load(installation)


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def forged(ring: Keyring, how: str) -> str:
    """A token a stranger might try, made from one of Lan's."""
    good = lans_token(ring)
    header, claims = jwt.get_unverified_header(good), jwt.decode(good, options={"verify_signature": False})
    if how == "no signature":
        return f"{part({**header, 'alg': 'none'})}.{part(claims)}."
    if how == "the public key as an HMAC secret":
        public = ring._keys[-1].private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        signed = f"{part({**header, 'alg': 'HS256'})}.{part(claims)}"
        tag = base64.urlsafe_b64encode(hmac.new(public, signed.encode(), hashlib.sha256).digest())
        return f"{signed}.{tag.rstrip(b'=').decode()}"
    if how == "another key under our kid":
        return jwt.encode(claims, Ed25519PrivateKey.generate(), algorithm="EdDSA", headers={"kid": header["kid"]})
    if how == "two audiences":
        claims["aud"] = ["patient", "doctor"]
    if how == "no session":
        del claims["sid"]
    if how == "no end":
        del claims["exp"]
    if how == "somebody else's issuer":
        claims["iss"] = "elsewhere"
    if how == "a session that is no id":
        claims["sid"] = {"$ne": 1}
    kid = {"no kid": None, "a list as kid": ["x"], "a path as kid": "../../etc/passwd"}.get(how, header["kid"])
    if how == "a list as kid":
        return f"{part({**header, 'kid': kid})}.{part(claims)}.AAAA"
    return jwt.encode(claims, ring._keys[-1].private, algorithm="EdDSA", headers={"kid": kid} if kid else {})


@pytest.mark.parametrize(
    "how",
    [
        "no signature", "the public key as an HMAC secret", "another key under our kid", "two audiences", "no session",
        "no end", "somebody else's issuer", "a session that is no id", "no kid", "a list as kid", "a path as kid",
    ],
)  # fmt: skip
def test_a_forged_token_is_refused(ring: Keyring, how: str) -> None:
    with pytest.raises(Unidentified):
        ring.verify(forged(ring, how))


def test_the_forger_signs_well_when_nothing_is_forged(ring: Keyring) -> None:
    """Otherwise the test above would pass for the wrong reason."""
    assert ring.verify(forged(ring, "nothing")).session_id == SESSION


@pytest.mark.parametrize("rubbish", ["", "x", "a.b.c", "é.é.é", ".." * 50, "e30.e30.e30", "\x00"])
def test_rubbish_is_refused(ring: Keyring, rubbish: str) -> None:
    with pytest.raises(Unidentified):
        ring.verify(rubbish)
