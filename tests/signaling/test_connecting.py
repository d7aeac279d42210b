"""Who gets in, who is shown out and how soon, and what a connection may cost."""

import asyncio
import json
import logging
import time
from typing import Any

import aiohttp
import pytest
import socketio

from signaling import limits
from signaling.server import Signalling
from telehealth.accounts import sessions
from telehealth.events import SessionRevoked
from tests.people import open_session, token_of
from tests.signaling.fuzz.vandals import UPGRADE
from tests.signaling.night import PATIENCE, Night
from tests.signaling.raw import PATH, open_as, open_raw

SOON = 12.0
"""Seconds: the contract says 5, and the machine may be busy."""


async def refused_with(night: Night, auth: Any) -> Any:
    """What a client library reports when it is refused."""
    client = socketio.AsyncClient(reconnection=False)
    told: list[Any] = []
    client.on("connect_error", told.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(night.url, auth=auth, transports=["websocket"])
    await client.disconnect()
    return told[0]["data"] if told else None


@pytest.mark.parametrize(
    "auth",
    [None, {}, {"token": ""}, {"token": 7}, {"token": None}, {"token": "x" * 5000}, {"token": "a.b.c"}, "token", [1]],
)
async def test_without_a_good_token_nobody_gets_in(night: Night, auth: Any) -> None:
    assert await refused_with(night, auth) == {"code": "unidentified"}


async def test_an_expired_token_and_an_ended_session_are_refused(night: Night) -> None:
    row = await open_session(night.database, night.everyone.lan)
    assert await refused_with(night, {"token": token_of(night.settings, row, life=-60)}) == {"code": "unidentified"}
    async with night.database.transaction() as session:
        await sessions.revoke(session, row.id, "sign-out")
    assert await refused_with(night, {"token": token_of(night.settings, row)}) == {"code": "unidentified"}


async def test_a_token_in_the_url_counts_for_nothing(night: Night) -> None:
    token = await night.token(night.everyone.lan)
    socket = await night.http.ws_connect(f"{PATH}&token={token}", headers={"Authorization": f"Bearer {token}"})
    await socket.receive(timeout=PATIENCE)
    await socket.send_str("40")
    assert json.loads((await socket.receive_str(timeout=PATIENCE))[2:])["data"] == {"code": "unidentified"}


async def test_a_refused_socket_is_closed_and_not_heard_again(night: Night) -> None:
    raw = await open_raw(night)
    assert (await raw.greet("no token of ours")).startswith("44")
    await raw.socket.send_str("40" + json.dumps({"token": await night.token(night.everyone.lan)}))
    started = time.monotonic()
    assert await raw.until_closed(SOON) == aiohttp.WSCloseCode.POLICY_VIOLATION
    assert time.monotonic() - started < SOON
    assert night.signalling.stats()["sockets"] == 0


async def test_a_socket_that_never_says_who_it_is_is_closed(night: Night) -> None:
    raw = await open_raw(night)
    assert await raw.until_closed(SOON) == aiohttp.WSCloseCode.POLICY_VIOLATION


async def test_a_client_gone_before_it_is_greeted_writes_nothing(
    night: Night, caplog: pytest.LogCaptureFixture
) -> None:
    """Found by the fuzzer: each wrote a trace."""
    for _ in range(40):
        _, writer = await asyncio.open_connection(night.server.host, night.server.port)
        writer.write(UPGRADE.encode())
        await writer.drain()
        writer.transport.abort()
    assert (await (await open_raw(night)).greet(await night.token(night.everyone.lan))).startswith("40{")
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_socket_that_signs_off_is_closed_unless_it_signs_on_again(night: Night) -> None:
    token = await night.token(night.everyone.lan)
    raw = await open_as(night, token)
    await raw.socket.send_str("41")
    await raw.socket.send_str("40" + json.dumps({"token": token}))
    assert (await raw.frame()).startswith("40{")
    assert night.signalling.stats()["sockets"] == 1
    await raw.socket.send_str("41")
    assert await raw.until_closed(SOON) == aiohttp.WSCloseCode.POLICY_VIOLATION
    assert night.signalling.stats()["sockets"] == 0


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://127.0.0.1.elsewhere.example", "x"])
async def test_pages_of_other_sites_may_not_even_upgrade(night: Night, origin: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await night.http.ws_connect(PATH, headers={"Origin": origin})
    assert refusal.value.status == 403


async def test_our_own_page_may(night: Night) -> None:
    raw = await open_raw(night, Origin=night.url.rstrip("/"))
    assert (await raw.greet(await night.token(night.everyone.lan))).startswith("40{")


async def test_polling_is_not_spoken(night: Night) -> None:
    for path in ("/socket.io/?EIO=4&transport=polling", "/socket.io/", PATH):
        async with night.http.get(path) as answer:
            assert (answer.status, (await answer.json())["code"]) == (400, "websocket-only")
    async with night.http.post("/socket.io/?EIO=4&transport=polling", data=b"40") as answer:
        assert answer.status == 405


async def test_messages_are_not_compressed_and_death_is_noticed_in_15_seconds(night: Night) -> None:
    raw = await open_raw(night)
    assert raw.socket.compress == 0
    opened = json.loads((await raw.frame())[1:])
    assert (opened["pingInterval"], opened["pingTimeout"], opened["upgrades"]) == (5000, 10000, [])


async def test_signing_out_says_so_to_every_socket_of_that_sign_in_and_to_no_other(night: Night) -> None:
    row = await open_session(night.database, night.everyone.lan)
    token = token_of(night.settings, row)
    phone, second_tab = await night.page(night.everyone.lan, token), await night.page(night.everyone.lan, token)
    tablet = await night.page(night.everyone.lan)
    async with night.database.transaction() as session:
        await sessions.revoke(session, row.id, "sign-out")
    for page in (phone, second_tab):
        assert await page.hears("session.revoked") == {}
        await asyncio.wait_for(page.closed.wait(), PATIENCE)
    assert (await tablet.say("media", {}))["code"] == "invalid"
    assert tablet.all("session.revoked") == []


async def test_a_hostile_client_cannot_stay_after_its_session_ended(night: Night) -> None:
    row = await open_session(night.database, night.everyone.lan)
    raw = await open_as(night, token_of(night.settings, row))
    async with night.database.transaction() as session:
        await sessions.revoke(session, row.id, "sign-out")
    assert await raw.until_closed(SOON) == aiohttp.WSCloseCode.POLICY_VIOLATION


async def test_one_sign_in_opens_so_many_sockets_and_no_more(night: Night) -> None:
    token = await night.token(night.everyone.lan)
    opened = [await open_as(night, token) for _ in range(limits.SOCKETS_PER_SESSION)]
    assert await refused_with(night, {"token": token}) == {"code": "too-many"}
    await opened[0].socket.close()
    assert (await (await open_raw(night)).greet(token)).startswith("40{")


async def test_a_session_revoked_while_it_connects_does_not_slip_in(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    authenticate = sessions.authenticate

    async def slowly(*args: Any) -> Any:
        who = await authenticate(*args)
        await night.signalling.tell(SessionRevoked(who.session_id))  # told before the socket is known
        return who

    monkeypatch.setattr(sessions, "authenticate", slowly)
    assert await refused_with(night, {"token": await night.token(night.everyone.lan)}) == {"code": "unidentified"}


async def test_a_client_that_does_not_read_is_dropped_and_costs_a_bounded_backlog(night: Night) -> None:
    call, lan, binh = await night.ringing()
    deaf = await open_as(night, (await night.headers(night.everyone.lan))["Authorization"].removeprefix("Bearer "))
    await deaf.socket.send_str(
        "421" + json.dumps(["call.join", {"call": call, "device": "dev-deaf-1", "peer": "peer-deaf-1"}])
    )
    assert (await deaf.ack(1))["ok"]
    transport = deaf.socket._conn.transport  # type: ignore[union-attr]
    transport.pause_reading()  # type: ignore[union-attr]
    outboxes = [socket.queue for socket in night.signalling.sockets.server.eio.sockets.values()]
    backlog = 0
    for number in range(170):
        if binh.all("call.peer") and not binh.all("call.peer")[-1]["present"]:
            break
        await binh.client.emit("signal", {
            "call": call, "to": "peer-deaf-1", "generation": number,
            "description": {"type": "offer", "sdp": "x" * 60_000},
        })  # fmt: skip
        await asyncio.sleep(0.005)
        backlog = max(backlog, *(outbox.bytes for outbox in outboxes))
    gone = await binh.hears("call.peer", peer="peer-deaf-1", present=False)
    assert gone["call"] == call
    assert 0 < backlog <= limits.BACKLOG_BYTES
    assert (await binh.offer(call, lan))["ok"], "the others go on"


async def test_the_server_goes_and_every_client_is_told_to_come_again(night: Night) -> None:
    raw = await open_as(night, await night.token(night.everyone.lan))
    closing = asyncio.create_task(raw.until_closed(SOON))
    await night.signalling.close()
    assert await closing == aiohttp.WSCloseCode.GOING_AWAY


async def test_an_idle_socket_lives_on(night: Night) -> None:
    lan = await night.page(night.everyone.lan)
    await asyncio.sleep(limits.GREETING + 2)
    assert (await lan.say("media", {}))["code"] == "invalid"
    assert isinstance(night.signalling, Signalling)
