"""Nothing a client can send kills its socket, writes a stack trace or goes without a coded answer."""

import json
import logging
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signaling.packet import REFUSED, StrictPacket
from signaling.protocol import CLIENT_MESSAGES, CODES
from tests.signaling.night import Night
from tests.signaling.raw import Raw, open_as

NOBODY = "0198c0de-0000-7000-8000-000000000001"
JOIN = {"call": NOBODY, "device": "dev-caller-1", "peer": "peer-caller-1"}
OFFER: dict[str, Any] = {
    "call": NOBODY, "to": "peer-doctor-1", "generation": 1, "description": {"type": "offer", "sdp": "v=0"},
}  # fmt: skip
LINE = {"candidate": "candidate:1 1 udp 1 192.0.2.1 5000 typ host", "sdpMid": "0", "sdpMLineIndex": 0}


def but(base: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The body with some members changed; ... takes one away."""
    body = {**base, **changes}
    return {key: value for key, value in body.items() if value is not ...}


def signal(**changes: Any) -> tuple[str, Any]:
    return "signal", but(OFFER, **changes)


def candidates(*found: Any) -> tuple[str, Any]:
    return signal(description=..., candidates=list(found))


BAD: dict[str, tuple[str, tuple[str, Any]]] = {
    "no such message": ("unknown-message", ("call.listen", {})),
    "the server's own connect handler": ("unknown-message", ("connect", {"token": "x"})),
    "the server's own disconnect handler": ("unknown-message", ("disconnect", "x")),
    "the name refusals have inside": ("unknown-message", (REFUSED, "internal")),
    "a name of the other direction": ("unknown-message", ("call.changed", {})),
    "an empty name": ("unknown-message", ("", {})),
    "join: nothing": ("invalid", ("call.join", None)),
    "join: text": ("invalid", ("call.join", "hello")),
    "join: a list": ("invalid", ("call.join", [JOIN])),
    "join: a number for the call": ("invalid", ("call.join", but(JOIN, call=7))),
    "join: not a UUID": ("invalid", ("call.join", but(JOIN, call="0198c0de"))),
    "join: a UUID in braces": ("invalid", ("call.join", but(JOIN, call="{" + NOBODY + "}"))),
    "join: a UUID and a line end": ("invalid", ("call.join", but(JOIN, call=NOBODY + "\n"))),
    "join: no device": ("invalid", ("call.join", but(JOIN, device=...))),
    "join: a short device": ("invalid", ("call.join", but(JOIN, device="x"))),
    "join: a long peer": ("invalid", ("call.join", but(JOIN, peer="x" * 65))),
    "join: a peer in Vietnamese": ("invalid", ("call.join", but(JOIN, peer="peer-người-gọi"))),
    "join: something more": ("invalid", ("call.join", but(JOIN, part="holder"))),
    "join: a call that is not there": ("not-found", ("call.join", JOIN)),
    "leave: no peer": ("invalid", ("call.leave", {"call": NOBODY})),
    "signal: no seat": ("not-in-call", signal()),
    "signal: neither": ("invalid", signal(description=...)),
    "signal: both": ("invalid", signal(candidates=[None])),
    "signal: a foreign type": ("invalid", signal(description={"type": "bye", "sdp": "v=0"})),
    "signal: sdp is a number": ("invalid", signal(description={"type": "offer", "sdp": 1})),
    "signal: sdp too long": ("invalid", signal(description={"type": "offer", "sdp": "x" * 60_001})),
    "signal: half a character": ("invalid", signal(description={"type": "offer", "sdp": "v\ud800"})),
    "signal: generation as text": ("invalid", signal(generation="1")),
    "signal: generation below zero": ("invalid", signal(generation=-1)),
    "signal: generation without end": ("invalid", signal(generation=10**30)),
    "signal: generation is true": ("invalid", signal(generation=True)),
    "signal: generation NaN": ("invalid", signal(generation=float("nan"))),
    "signal: no candidates in the list": ("invalid", candidates()),
    "signal: 51 candidates": ("invalid", candidates(*[LINE] * 51)),
    "signal: a long candidate": ("invalid", candidates({"candidate": "x" * 1025})),
    "signal: a candidate of numbers": ("invalid", candidates({"candidate": 1})),
    "signal: an index below zero": ("invalid", candidates({**LINE, "sdpMLineIndex": -1})),
    "signal: a candidate with a secret member": ("invalid", candidates({**LINE, "relayProtocol": "udp"})),
    "signal: deep": ("invalid", signal(description={"type": "offer", "sdp": [[[[[[[[[[1]]]]]]]]]]})),
    "media: no camera": ("invalid", ("media", {"call": NOBODY, "microphone": "on"})),
    "media: maybe": ("invalid", ("media", {"call": NOBODY, "microphone": "on", "camera": "maybe"})),
    "media: no seat": ("not-in-call", ("media", {"call": NOBODY, "microphone": "on", "camera": "on"})),
}  # fmt: skip

RAW: dict[str, tuple[str, str]] = {
    "broken JSON": ("invalid", '427["media",{'),
    "no JSON at all": ("invalid", "427"),
    "an object": ("invalid", '427{"media":1}'),
    "an empty list": ("invalid", "427[]"),
    "a list as the name": ("invalid", '427[["media"],{}]'),
    "a number as the name": ("invalid", "427[1,{}]"),
    "thousands of brackets": ("invalid", "427" + "[" * 30_000),
    "thousands of brackets, well closed": ("invalid", '427["media",' + "[" * 30_000 + "]" * 30_000 + "]"),
    "a number of thousands of digits": ("invalid", '427["media",' + "9" * 30_000 + "]"),
    "two objects": ("invalid", '427["media",{},{}]'),
    "no object": ("invalid", '427["media"]'),
    "more than 64 KiB": ("too-large", '427["media",{"call":"' + "x" * 66_000 + '"}]'),
    "more than 64 KiB of nothing": ("too-large", "427" + "[" * 66_000),
    "a binary event": ("invalid", '451-7["media",{"_placeholder":true,"num":0}]'),
    "a binary event with a billion attachments": ("invalid", '451000000000-7["media",{"_placeholder":true,"num":0}]'),
    "a namespace that is not ours": ("invalid", '42/admin,7["media",{}]'),
}

SILENT: dict[str, str | bytes] = {
    "an empty frame": "",
    "a letter": "x",
    "a ping of its own": "2",
    "an upgrade": "5",
    "base64": "b!!!",
    "engine JSON": '4{"a":' + "[" * 20_000,
    "an ack nobody asked for": "431[]",
    "a binary ack": '461-1[{"_placeholder":true,"num":0}]',
    "a connect error": '44{"message":"no"}',
    "a second connect": '40{"token":"x"}',
    "another namespace": "40/admin,{}",
    "a disconnect elsewhere": "41/admin,",
    "bytes": b"\x00\xff",
    "an ack id of a hundred digits": "42" + "9" * 100 + '["media",{}]',
    "no ack asked for": '42["media",{}]',
}


@pytest.fixture
def no_traces(caplog: pytest.LogCaptureFixture) -> Any:
    """Nothing that follows may log an error or a trace."""
    caplog.set_level(logging.INFO)
    yield
    loud = [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR]
    assert not loud, [record.getMessage() for record in loud]


async def lan_at_the_socket(night: Night) -> tuple[Raw, str]:
    """chị Lan's call, on a bare socket that has joined."""
    await night.on_duty(night.everyone.binh)
    call = await night.call(night.everyone.lan)
    headers = await night.headers(night.everyone.lan)
    raw = await open_as(night, headers["Authorization"].removeprefix("Bearer "))
    await raw.socket.send_str("421" + json.dumps(["call.join", but(JOIN, call=call)]))
    assert (await raw.ack(1))["ok"]
    return raw, call


async def test_every_wrong_message_gets_its_code(night: Night, no_traces: None) -> None:
    token = await night.token(night.everyone.lan)
    wrong = []
    for batch in (list(BAD.items())[start : start + 20] for start in range(0, len(BAD), 20)):
        raw = await open_as(night, token)  # each socket has a budget of 50 errors
        for what, (code, message) in batch:
            await raw.socket.send_str("427" + json.dumps(list(message)))
            ack = await raw.ack(7)
            if ack.get("ok") is not False or ack["code"] != code or "Traceback" in ack["detail"]:
                wrong.append((what, ack))
    assert not wrong


async def test_every_wrong_text_gets_its_code_and_the_socket_lives(night: Night, no_traces: None) -> None:
    raw, call = await lan_at_the_socket(night)
    for what, (code, frame) in RAW.items():
        await raw.socket.send_str(frame)
        ack = await raw.ack(7)
        assert (ack["ok"], ack["code"]) == (False, code), what
    assert await raw.alive(call)


async def test_frames_that_mean_nothing_change_nothing(night: Night, no_traces: None) -> None:
    raw, call = await lan_at_the_socket(night)
    for what, frame in SILENT.items():
        await (raw.socket.send_str(frame) if isinstance(frame, str) else raw.socket.send_bytes(frame))
        assert await raw.alive(call), what


async def test_an_ack_never_says_back_what_was_sent(night: Night) -> None:
    raw = await open_as(night, await night.token(night.everyone.lan))
    for body in ('"call":"bà Mai 0912000001","microphone":"bà Mai"', f'"call":"{NOBODY}","microphone":"on","bà Mai":1'):
        await raw.socket.send_str('427["media",{"camera":"on",' + body + "}]")
        assert "Mai" not in json.dumps(await raw.ack(7), ensure_ascii=False)


async def test_a_frame_over_256_kib_closes_with_1009(night: Night, no_traces: None) -> None:
    raw = await open_as(night, await night.token(night.everyone.lan))
    await raw.socket.send_str("427" + "[" * 300_000)
    assert await raw.until_closed(5) == aiohttp.WSCloseCode.MESSAGE_TOO_BIG


async def test_fifty_errors_are_answered_the_next_closes(night: Night, no_traces: None) -> None:
    raw = await open_as(night, await night.token(night.everyone.lan))
    for _ in range(50):
        await raw.socket.send_str('427["nonsense"]')
        assert (await raw.ack(7))["code"] == "unknown-message"
    await raw.socket.send_str('427["nonsense"]')
    assert await raw.until_closed(5) == aiohttp.WSCloseCode.POLICY_VIOLATION


async def test_more_than_200_messages_at_once_close_the_socket(night: Night, no_traces: None) -> None:
    raw, call = await lan_at_the_socket(night)
    body = json.dumps(["media", {"call": call, "microphone": "on", "camera": "on"}])
    for _ in range(210):
        await raw.socket.send_str("42" + body)
    assert await raw.until_closed(5) == aiohttp.WSCloseCode.POLICY_VIOLATION


@given(
    st.one_of(st.text(max_size=60), st.binary(max_size=20), st.from_regex(r"[0-6][0-9]*-?(/[a-z]*,)?[0-9]*\[.{0,30}"))
)
def test_no_text_raises_and_every_event_has_a_name_we_know(frame: str | bytes) -> None:
    packet = StrictPacket(encoded_packet=frame or "2")
    if packet.packet_type == 2:
        assert packet.data[0] in CLIENT_MESSAGES or (packet.data[0] == REFUSED and packet.data[1] in CODES)
        assert packet.namespace is None


@given(
    st.sampled_from(sorted(CLIENT_MESSAGES)),
    st.dictionaries(st.text(max_size=5), st.integers()),
    st.integers(0, 10**15 - 1),
)
def test_what_an_honest_client_sends_is_read_as_sent(name: str, body: dict[str, int], number: int) -> None:
    packet = StrictPacket(encoded_packet=f"2{number}{json.dumps([name, body])}")
    assert (packet.id, packet.data) == (number, [name, body])
