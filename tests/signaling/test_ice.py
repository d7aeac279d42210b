"""TURN credentials: what coturn will check, for an hour at most, and nobody's name in its log."""

import base64
import hashlib
import hmac
import time

from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from telehealth import ice
from telehealth.db import Database
from telehealth.settings import Settings
from tests.conftest import client_of, running
from tests.people import Everyone, sign_in

TURN = {
    "turn_urls": ("turn:turn.example:3478?transport=udp", "turns:turn.example:443?transport=tcp"),
    "turn_secret": SecretStr("shared with coturn"),
    "stun_urls": ("stun:turn.example:3478",),
}


def coturn_accepts(secret: str, username: str, credential: str, now: float) -> bool:
    """What coturn does with use-auth-secret (its documentation of --use-auth-secret)."""
    expected = base64.b64encode(hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()).decode()
    return hmac.compare_digest(expected, credential) and int(username.split(":")[0]) > now


def test_a_known_credential() -> None:
    """Computed with: printf '1700000000:lan' | openssl dgst -sha1 -hmac north -binary | base64"""
    assert ice.credentials("north", "lan", 1700000000) == ("1700000000:lan", "mzocJ5C0YZiUiTRdYhdAiPtgtZk=")


@given(st.integers(-5, 100_000), st.integers(1_700_000_000, 2_000_000_000))
def test_never_longer_than_an_hour_and_good_until_then(ttl: int, now: int) -> None:
    settings = Settings(turn_ttl=ttl, **TURN)
    answer = ice.servers(settings, "session", now)
    username, credential = answer.ice_servers[-1].username, answer.ice_servers[-1].credential
    assert 0 < answer.ttl <= 3600
    assert username is not None and credential is not None
    assert int(username.split(":")[0]) == now + answer.ttl
    assert coturn_accepts("shared with coturn", username, credential, now)
    assert not coturn_accepts("shared with coturn", username, credential, now + answer.ttl)
    assert not coturn_accepts("another secret", username, credential, now)


def test_without_turn_there_is_none_to_tell() -> None:
    assert ice.servers(Settings(), "session", 0).ice_servers == []
    only_urls = Settings(turn_urls=("turn:turn.example",))
    assert ice.servers(only_urls, "session", 0).ice_servers == []


async def test_chi_lan_gets_credentials_and_a_stranger_none(
    settings: Settings, database: Database, everyone: Everyone
) -> None:
    settings = settings.model_copy(update=TURN)
    headers = await sign_in(database, settings, everyone.lan)
    async with running(settings) as server, client_of(server) as http:
        async with http.get("/api/ice") as answer:
            assert answer.status == 401
        async with http.get("/api/ice", headers=headers) as answer:
            told = await answer.json()
            assert answer.headers["Cache-Control"] == "no-store"
    stun, turn = told["ice_servers"]
    assert stun["urls"] == ["stun:turn.example:3478"]
    assert turn["urls"] == list(TURN["turn_urls"])
    assert coturn_accepts("shared with coturn", turn["username"], turn["credential"], time.time())
    assert str(everyone.lan.account_id) not in str(told)
