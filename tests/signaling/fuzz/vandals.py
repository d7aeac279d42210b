"""Clients that break WebSocket itself: half frames, half-closed sockets, nonsense bytes, strangers who never say who they are."""

import asyncio
import random
import time

from tests.signaling.fuzz.frames import PREFIXES
from tests.signaling.fuzz.report import Report
from tests.signaling.raw import PATH

UPGRADE = (
    "GET " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
FRAMES = {
    "half a frame": b"\x81\xfe\x10\x00abcd" + b"x" * 40,
    "no UTF-8": b"\x81\x82\0\0\0\0\xff\xfe",
    "no such opcode": b"\x83\x80\0\0\0\0",
    "reserved bits": b"\xf1\x80\0\0\0\0",
    "a frame without end": b"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0",
    "a message never finished": b"\x01\x81\0\0\0\0x" * 50,
    "a continuation of nothing": b"\x80\x81\0\0\0\0x",
    "a ping too long": b"\x89\xfe\x01\x00\0\0\0\0" + b"x" * 256,
    "a close of one byte": b"\x88\x81\0\0\0\0x",
    "compressed without asking": b"\xc1\x81\0\0\0\0x",
    "unmasked": b"\x81\x0242",
}
HOST = "127.0.0.1"
PATIENCE = 15.0


async def vandal(port: int, report: Report, rng: random.Random) -> None:
    """Upgrade, write bytes that are no frames, perhaps close one's own half; the server must end it soon."""
    reader, writer = await asyncio.open_connection(HOST, port)
    began = time.monotonic()
    kind = rng.choice([*FRAMES, "half a request", "reset"])
    report.sockets["vandal"] += 1
    report.sent["broken WebSocket"] += 1
    try:
        writer.write(UPGRADE[:-2].encode() if kind == "half a request" else UPGRADE.encode())
        writer.write(FRAMES.get(kind, b""))
        await writer.drain()
        if kind == "reset" or (kind == "half a request" and rng.random() < 0.5):
            writer.transport.abort()
            return
        if kind == "half a request" or rng.random() < 0.5:
            writer.write_eof()
        await _until_closed(reader, report, began, kind)
    except ConnectionError:
        pass
    finally:
        writer.transport.abort()


async def stranger(port: int, report: Report, rng: random.Random) -> None:
    """Upgrade and never be admitted, while talking a lot; the server must close it within its five seconds."""
    reader, writer = await asyncio.open_connection(HOST, port)
    began = time.monotonic()
    report.sockets["stranger"] += 1
    try:
        writer.write(UPGRADE.encode())
        for _ in range(rng.choice([0, 1, 40])):
            text = rng.choice([*PREFIXES, '40{"token":"a.b.c"}', '421["call.join",{}]']).encode()[:120]
            writer.write(bytes([0x81, 0x80 | len(text)]) + b"\0\0\0\0" + text)
            report.sent["stranger's"] += 1
        await writer.drain()
        await _until_closed(reader, report, began, "a stranger")
    except ConnectionError:
        report.strangers.append(time.monotonic() - began)
    finally:
        writer.transport.abort()


async def _until_closed(reader: asyncio.StreamReader, report: Report, began: float, kind: str) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            while await reader.read(65536):
                pass
    except TimeoutError:
        report.fault(f"{kind}: the socket stayed open")
    report.strangers.append(time.monotonic() - began)
