"""Leaving a message as a browser does it, for the tests: begin, send pieces, hear."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
from sqlalchemy import text

from telehealth.db import Database
from telehealth.settings import Settings

Headers = dict[str, str]
WEBM = bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d4287810442858102")
SECRET = "BÀ MAI SỐT CAO TỪ CHIỀU, NÔN BA LẦN ".encode()
"""What the family says, in clear: it must be found nowhere on the disk."""


def recording(length: int = 40_000) -> bytes:
    """A voice message of this many bytes: begins as WebM does, and no two places of it are alike."""
    parts, made = [WEBM, SECRET], len(WEBM) + len(SECRET)
    number = 0
    while made < length:
        parts.append(hashlib.sha256(str(number).encode()).digest() + b"nobody answered ")
        made, number = made + len(parts[-1]), number + 1
    return b"".join(parts)[:length]


@dataclass
class Told:
    """What the server answered."""

    status: int
    body: dict[str, Any]

    @property
    def code(self) -> str:
        return str(self.body.get("code", ""))


async def told(answer: aiohttp.ClientResponse) -> Told:
    empty = answer.status == 204
    return Told(answer.status, {} if empty else await answer.json())


async def begin(
    http: aiohttp.ClientSession, who: Headers, call: str, content: bytes, message: str = "", **more: Any
) -> Told:
    """Announce a recording."""
    body = {"id": message or str(uuid4()), "media_type": "audio/webm", "size": len(content), "seconds": 3} | more
    return await told(await http.post(f"/api/calls/{call}/message", json=body, headers=who))


async def send(http: aiohttp.ClientSession, who: Headers, message: str, offset: int, content: bytes) -> Told:
    """One PATCH."""
    headers = {**who, "Upload-Offset": str(offset), "Content-Type": "application/octet-stream"}
    return await told(await http.patch(f"/api/left-messages/{message}/upload", data=content, headers=headers))


async def leave(http: aiohttp.ClientSession, who: Headers, call: str, content: bytes) -> str:
    """A whole message, in pieces. Returns its id."""
    begun = await begin(http, who, call, content)
    assert begun.status == 201, begun
    message, at = str(begun.body["id"]), 0
    while at < len(content):
        sent = await send(http, who, message, at, content[at : at + begun.body["piece"]])
        assert sent.status == 200, sent
        at = sent.body["offset"]
    return message


async def hear(http: aiohttp.ClientSession, who: Headers, message: str, **headers: str) -> tuple[int, bytes]:
    """Play it: status, and the bytes that came whole."""
    answer = await http.get(f"/api/left-messages/{message}/recording", headers={**who, **headers})
    return answer.status, await answer.read()


async def rings_unanswered(database: Database, call: str, seconds: int = 61) -> None:
    """It has rung for so long."""
    async with database.transaction() as session:
        await session.execute(
            text(
                "UPDATE call SET requested_at = requested_at - make_interval(secs => :s) WHERE id = CAST(:id AS uuid)"
            ),
            {"s": seconds, "id": call},
        )


def on_disk(settings: Settings) -> dict[Path, bytes]:
    """Every byte that storage keeps."""
    folder = settings.data_dir / "blobs"
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
