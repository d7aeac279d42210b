"""What must hold when many do it at the same moment; each proof turns red when its guard is taken away."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import pyotp
import pytest
from sqlalchemy import TextClause, text

from telehealth.accounts import codes, devices, refresh, sessions, staff, totp
from telehealth.db import Database
from telehealth.errors import TooMany
from telehealth.settings import Settings
from tests.accounts_browser import sql
from tests.people import Everyone

LAN = "+84912000001"

UNGUARDED_TRY = text(
    """
    WITH seen AS (SELECT id, tries FROM login_code WHERE phone = :phone AND device_id = :device_id AND used_at IS NULL
                  AND expires_at > now() AND tries < :tries), waited AS (SELECT pg_sleep(0.05))
    UPDATE login_code c SET tries = seen.tries + 1 FROM seen, waited WHERE c.id = seen.id
    RETURNING c.id, c.code_hmac, c.tries
    """
)
"""Reads, thinks, writes: what the guarded statement is there to prevent."""
UNGUARDED_USE = text("UPDATE login_code SET used_at = now() WHERE id = :id RETURNING id")
UNGUARDED_ROTATION = text(
    """
    UPDATE refresh_token t SET rotated_at = now() FROM login_session s
    WHERE t.token_hmac = :token_hmac AND s.id = t.session_id AND s.revoked_at IS NULL AND s.audience = :audience
    RETURNING t.session_id
    """
)


async def at_once(count: int, act: Callable[[int], Awaitable[object]]) -> list[object]:
    return list(await asyncio.gather(*(act(number) for number in range(count))))


async def ask(database: Database, settings: Settings) -> tuple[devices.Device, str]:
    """A code asked for on Lan's phone, and what the message says."""
    async with database.transaction() as session:
        seen = await devices.find_or_make(session, settings, None)
        asked = await codes.ask(session, settings, LAN, seen.device, can_send=True)
    assert asked.text
    return seen.device, next(word.strip(",") for word in asked.text.body.split() if word.strip(",").isdigit())


async def guesses_looked_at(database: Database, settings: Settings) -> int:
    """A hundred different wrong guesses sent at once; how many were compared with the code."""
    device, code = await ask(database, settings)

    async def guess(number: int) -> str:
        async with database.transaction() as session:
            wrong = f"{(int(code) + 1 + number) % 10**6:06d}"
            return (await codes.enter(session, settings, LAN, device, wrong)).outcome

    return Counter(await at_once(20, guess))["wrong"]


async def test_twenty_guesses_at_once_are_five(database: Database, settings: Settings) -> None:
    assert await guesses_looked_at(database, settings) == codes.TRIES


async def test_without_the_guard_more_than_five_guesses_are_looked_at(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "SPEND_A_TRY", UNGUARDED_TRY)
    assert await guesses_looked_at(database, settings) > codes.TRIES


async def winners(database: Database, settings: Settings) -> int:
    """The right code entered from five tabs at once; how many signed in."""
    device, code = await ask(database, settings)

    async def enter(_: int) -> str:
        async with database.transaction() as session:
            return (await codes.enter(session, settings, LAN, device, code)).outcome

    return Counter(await at_once(5, enter))["right"]


async def test_of_five_entries_of_one_code_exactly_one_wins(database: Database, settings: Settings) -> None:
    assert await winners(database, settings) == 1


@pytest.mark.parametrize("left", [{}, {"SPEND_A_TRY": UNGUARDED_TRY}, {"USE": UNGUARDED_USE}])
async def test_either_guard_alone_keeps_it_one(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch, left: dict[str, TextClause]
) -> None:
    for name, statement in left.items():
        monkeypatch.setattr(codes, name, statement)
    assert await winners(database, settings) == 1


async def test_without_both_guards_one_code_signs_in_several(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "SPEND_A_TRY", UNGUARDED_TRY)
    monkeypatch.setattr(codes, "USE", UNGUARDED_USE)
    assert await winners(database, settings) > 1


async def test_ten_requests_at_once_send_one_message(database: Database, settings: Settings) -> None:
    async def request(_: int) -> str:
        async with database.transaction() as session:
            seen = await devices.find_or_make(session, settings, None)
            return (await codes.ask(session, settings, LAN, seen.device, can_send=True)).outcome

    assert Counter(await at_once(10, request)) == {"sent": 1, "too-soon": 9}


async def test_the_budget_holds_for_many_phones_at_once(database: Database, settings: Settings) -> None:
    """Twelve messages a day: browsers never seen before get a quarter of it in one hour."""
    tight = settings.model_copy(update={"sms_daily_budget": 12})

    async def request(number: int) -> str:
        async with database.transaction() as session:
            seen = await devices.find_or_make(session, tight, None)
            return (await codes.ask(session, tight, f"+8497700{number:04d}", seen.device, can_send=True)).outcome

    assert Counter(await at_once(10, request)) == {"sent": 3, "unavailable": 7}


async def begin_chain(database: Database, settings: Settings, everyone: Everyone) -> str:
    async with database.transaction() as session:
        opened = await sessions.open_session(
            session, audience="patient", scope="full", account_id=everyone.lan.account_id, proved=True
        )
        return await refresh.first_token(session, settings, opened.id)


async def rotate(database: Database, settings: Settings, token: str) -> refresh.Refreshed:
    async with database.transaction() as session:
        return await refresh.rotate(session, settings, "patient", token)


async def test_ten_tabs_waking_at_once_get_the_same_successor(
    everyone: Everyone, database: Database, settings: Settings
) -> None:
    token = await begin_chain(database, settings, everyone)
    results = await at_once(10, lambda _: rotate(database, settings, token))
    assert {result.outcome for result in results} == {"ok"}  # type: ignore[attr-defined]
    assert len({result.token for result in results}) == 1  # type: ignore[attr-defined]
    assert await sql(database, "SELECT count(*) FROM refresh_token") == [(2,)]


async def thief_is_noticed(database: Database, settings: Settings, everyone: Everyone) -> bool:
    token = await begin_chain(database, settings, everyone)
    await rotate(database, settings, token)
    await sql(database, "UPDATE refresh_token SET rotated_at = rotated_at - interval '61 seconds'")
    return (await rotate(database, settings, token)).outcome == "reused"


async def test_a_token_used_again_later_is_a_theft(everyone: Everyone, database: Database, settings: Settings) -> None:
    assert await thief_is_noticed(database, settings, everyone)


async def test_without_its_guard_the_rotation_never_notices(
    everyone: Everyone, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "ROTATE", UNGUARDED_ROTATION)
    assert not await thief_is_noticed(database, settings, everyone)


async def test_one_authenticator_code_opens_one_session(
    everyone: Everyone, database: Database, settings: Settings
) -> None:
    secret = totp.new_secret()
    now = (await sql(database, "SELECT extract(epoch FROM now())::float"))[0][0]

    async def accept(_: int) -> bool:
        async with database.transaction() as session:
            return await totp.accept(
                session,
                settings,
                everyone.binh.account_id,
                totp.sealed(settings, secret),
                pyotp.TOTP(secret).at(int(now)),
                now,
            )

    assert Counter(await at_once(5, accept)) == {True: 1, False: 4}


async def test_tries_sent_at_once_are_all_counted(everyone: Everyone, database: Database, settings: Settings) -> None:
    async def begin(_: int) -> str:
        try:
            async with database.transaction() as session:
                await staff.begin(session, settings, "binh", None)
        except TooMany:
            return "wait"
        return "try"

    assert Counter(await at_once(20, begin)) == {"try": staff.FREE_TRIES, "wait": 20 - staff.FREE_TRIES}


async def test_five_sign_outs_at_once_end_a_session_once(
    everyone: Everyone, database: Database, settings: Settings
) -> None:
    async with database.transaction() as session:
        opened = await sessions.open_session(
            session, audience="patient", scope="full", account_id=everyone.lan.account_id
        )

    async def revoke(_: int) -> int:
        async with database.transaction() as session:
            return await sessions.revoke(session, opened.id, "sign-out")

    assert sorted(await at_once(5, revoke)) == [0, 0, 0, 0, 1]  # type: ignore[type-var]
    assert await sql(database, "SELECT count(*) FROM event WHERE type = 'session.revoked'") == [(1,)]
