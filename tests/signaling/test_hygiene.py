"""The rest of the list of socket hygiene (docs/proofs.md says which test keeps which line)."""

import asyncio
import json
import logging
from typing import Any

import pytest

from signaling.handlers import HANDLERS
from signaling.quiet import PER_MINUTE
from tests.signaling.night import PATIENCE, Night
from tests.signaling.raw import Raw, open_as

DEAD_AFTER = 30.0
"""Seconds: 15 by the contract, and the machine may be busy."""


async def lan_joins_and_speaks_in_one_breath(night: Night) -> tuple[Any, Any]:
    """The acks of a call.join, which waits for the database, and of a message sent right behind it."""
    await night.on_duty(night.everyone.binh)
    call = await night.call(night.everyone.lan)
    raw = await open_as(night, await night.token(night.everyone.lan))
    await raw.socket.send_str(
        "421" + json.dumps(["call.join", {"call": call, "device": "device-1", "peer": "peer-001"}])
    )
    await raw.socket.send_str("422" + json.dumps(["media", {"call": call, "microphone": "on", "camera": "on"}]))
    found = {}
    while len(found) < 2:
        frame = await raw.frame()
        if frame.startswith("43"):
            found[frame[2]] = json.loads(frame[3:])[0]
    return found["1"], found["2"]


async def test_messages_of_one_client_are_handled_in_the_order_sent(night: Night) -> None:
    joined, spoke = await lan_joins_and_speaks_in_one_breath(night)
    assert (joined["ok"], spoke["ok"]) == (True, True)


async def test_sabotage_with_the_librarys_own_order_the_second_overtakes_the_first(night: Night) -> None:
    night.signalling.sockets.server.async_handlers = True
    _, spoke = await lan_joins_and_speaks_in_one_breath(night)
    assert spoke["code"] == "not-in-call"


async def failing(raw: Raw, monkeypatch: pytest.MonkeyPatch, fault: Exception, times: int = 1) -> list[Any]:
    """The acks of messages whose handler fails like this."""

    async def fails(*_: object) -> dict[str, Any]:
        raise fault

    monkeypatch.setitem(HANDLERS, "media", fails)
    body = {"call": "0198c0de-0000-7000-8000-000000000001", "microphone": "on", "camera": "on"}
    acks = []
    for number in range(times):
        await raw.socket.send_str(f"42{number}" + json.dumps(["media", body]))
        acks.append(await raw.ack(number))
    return acks


async def test_a_handler_that_fails_is_acked_without_a_word_of_why(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = await open_as(night, await night.token(night.everyone.lan))
    (ack,) = await failing(raw, monkeypatch, RuntimeError("bà Mai, 0912000001"))
    assert (ack["ok"], ack["code"]) == (False, "internal")
    assert "Mai" not in json.dumps(ack, ensure_ascii=False)


async def test_a_database_that_does_not_answer_is_acked_as_such(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = await open_as(night, await night.token(night.everyone.lan))
    (ack,) = await failing(raw, monkeypatch, TimeoutError())
    assert (ack["ok"], ack["code"]) == (False, "unavailable")


async def test_however_often_it_fails_the_log_has_ten_lines_a_minute(
    night: Night, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    raw = await open_as(night, await night.token(night.everyone.lan))
    await failing(raw, monkeypatch, RuntimeError("no"), times=45)
    lines = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert 0 < len(lines) <= 2 * PER_MINUTE, "ten of one minute, and ten more when the minute turns meanwhile"


async def test_a_client_that_answers_no_ping_is_gone_in_fifteen_seconds(night: Night) -> None:
    raw = await open_as(night, await night.token(night.everyone.lan))
    assert night.signalling.stats()["sockets"] == 1
    while (await raw.socket.receive(timeout=DEAD_AFTER)).data == "2":
        pass  # a ping, left unanswered
    assert raw.socket.closed
    async with asyncio.timeout(PATIENCE):
        while night.signalling.stats()["sockets"]:
            await asyncio.sleep(0.05)
