"""Logs may be read by whoever runs the server: they hold no name, phone, id, code or token. Whoever writes them."""

import asyncio
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from telehealth import logs, metrics
from telehealth.db import Database
from telehealth.settings import Settings
from tests.people import Everyone, open_session, sign_in, token_of

PHONE = "+84912000001"
TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJNYWkifQ.c2lnbmF0dXJl"
ID = "0198c0de-0000-7000-8000-000000000001"


@pytest.fixture
def configured() -> Iterator[None]:
    """Logging as in production, put back afterwards."""
    logs.configure(Settings())
    yield
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What reached stderr, line by line; every line is JSON."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.usefixtures("configured")
def test_only_listed_keys_pass(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("telehealth.calls").info(
        "ring", state="ringing", phone=PHONE, name="Hoàng Thị Mai", call_id=ID, token=TOKEN, reason="đau ngực"
    )
    (line,) = lines(capsys)
    assert line["event"] == "ring" and line["state"] == "ringing" and line["dropped"] == 5
    assert line.keys() == {"event", "state", "dropped", "level", "logger", "timestamp"}


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize("secret", [PHONE, "0912 000 001", "0912.000.001", TOKEN, ID, ID.upper(), "482913", "x" * 43])
def test_texts_are_searched_for_what_slipped_into_them(capsys: pytest.CaptureFixture[str], secret: str) -> None:
    structlog.get_logger("telehealth.x").warning(f"could not ring {secret} tonight", state=secret, code=secret)
    (line,) = lines(capsys)
    assert secret not in json.dumps(line) and "could not ring" in line["event"]


@pytest.mark.usefixtures("configured")
def test_a_code_is_no_number_among_others(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("telehealth.x").info("x", code=482913, status=200, ms=12.5)
    (line,) = lines(capsys)
    assert (line["code"], line["status"], line["ms"]) == ("[…]", 200, 12.5)


@pytest.mark.usefixtures("configured")
def test_of_an_exception_the_place_stays_and_the_message_goes(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError(f"no patient Hoàng Thị Mai {PHONE}")
    except ValueError:
        structlog.get_logger("telehealth.x").exception("failed")
    (line,) = lines(capsys)
    assert line["error"] == "ValueError"
    assert any("test_of_an_exception_the_place_stays" in place for place in line["trace"])
    assert "Mai" not in json.dumps(line, ensure_ascii=False)


@pytest.mark.usefixtures("configured")
def test_libraries_are_held_to_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    fault = ValueError(f"Mai {PHONE}")
    logging.getLogger("aiohttp.server").error("Error handling request from %s", "203.0.113.7", exc_info=fault)
    logging.getLogger("asyncio").error(f"Task exception was never retrieved\nfuture: <Task {fault!r}>", exc_info=fault)
    logging.getLogger("some.library").warning("row %s of %s", ID, "Mai", extra={"phone": PHONE})
    logging.getLogger("signaling").warning("%s: %d more", "refused", 3)
    said = lines(capsys)
    assert [line["event"] for line in said] == [
        "Error handling request from %s",
        "Task exception was never retrieved",
        "row %s of %s",
        "refused: 3 more",
    ]
    dumped = json.dumps(said, ensure_ascii=False)
    assert not any(secret in dumped for secret in ("Mai", PHONE, ID, "203.0.113.7"))


@pytest.mark.usefixtures("configured")
async def test_the_databases_own_words_stay_without_the_row(
    database: Database, everyone: Everyone, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(IntegrityError) as caught:
        async with database.transaction() as session:
            again = text("INSERT INTO account (kind, phone) VALUES ('patient', :phone)")
            await session.execute(again, {"phone": everyone.lan.phone})
    assert everyone.lan.phone in str(caught.value), "the exception itself quotes the row"
    structlog.get_logger("telehealth.x").error("insert_failed", exc_info=caught.value)
    (line,) = lines(capsys)
    assert (line["sqlstate"], line["constraint"]) == ("23505", "uq_account_phone")
    assert everyone.lan.phone not in json.dumps(line)


async def test_a_whole_night_leaves_nothing_in_the_logs(
    http: aiohttp.ClientSession,
    database: Database,
    settings: Settings,
    everyone: Everyone,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Sign-in, call, chat, note, refusals and nonsense: afterwards not one of these values is in a line or a metric."""
    row = await open_session(database, everyone.lan)
    token = token_of(settings, row)
    lan, binh = {"Authorization": f"Bearer {token}"}, await sign_in(database, settings, everyone.binh)
    ids = [str(everyone.mai), str(everyone.lan.account_id), str(row.id)]

    async def say(path: str, headers: dict[str, str], **body: object) -> dict[str, Any]:
        async with http.post(path, json=body, headers=headers) as answer:
            return dict(await answer.json(content_type=None) if answer.status != 204 else {})

    await say("/api/auth/code", {"Sec-Fetch-Site": "same-origin"}, phone=everyone.lan.phone)
    await say("/api/auth/code/verify", {"Sec-Fetch-Site": "same-origin"}, phone=everyone.lan.phone, code="482913")
    await say("/api/duty/start", binh)
    call = (await say("/api/calls", lan, patient_id=str(everyone.mai), reason="bà Mai đau ngực"))["id"]
    answered = await say(f"/api/calls/{call}/accept", binh, device="dev-binh-1")
    await say(f"/api/calls/{call}/messages", lan, id=ID, body="số của con là 0912000001")
    await say("/api/callbacks", {}, phone="0912000007", name="Hồ Thị Nga", reason="sốt cao")
    for path in (f"/api/calls/{call}?device={PHONE}", f"/api/{PHONE}", f"/{PHONE}?token={token}", "/api/calls/%00"):
        async with http.get(path, headers=lan) as answer:
            assert answer.status < 500
    await say(f"/api/calls/{call}/hang-up", lan)
    ids += [call, answered["encounter_id"]]
    await asyncio.sleep(0)

    logged = capsys.readouterr().err
    assert len(logged.splitlines()) > 10, "the night was logged at all"
    assert "/api/calls/{id}/accept" in logged
    private = [*ids, ID, token, "482913", PHONE, "912000001", "912000007", "đau ngực", "Hồ Thị Nga", "dev-binh-1"]
    people = [everyone.lan.name, everyone.binh.name, "Hoàng Thị Mai", "Trạm Y tế", "127.0.0.1"]
    page = metrics.render().decode()
    for secret in [*private, *people]:
        assert secret not in logged and secret not in page, secret
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", logged)
