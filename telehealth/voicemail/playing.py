"""Sends a recording, decrypted segment by segment: at most one segment of it is in memory."""

import re
from collections.abc import Mapping

import structlog
from aiohttp import web

from telehealth.errors import Invalid, Unavailable
from telehealth.storage.keys import UnknownKey
from telehealth.storage.segments import Tampered
from telehealth.storage.vault import Vault
from telehealth.voicemail.uploads import Upload

RANGE = re.compile(r"bytes=(\d{1,10})-(\d{0,10})")

log = structlog.get_logger(__name__)


async def stream(request: web.Request, vault: Vault, upload: Upload, nonces: Mapping[int, bytes]) -> web.StreamResponse:
    """200, or 206 for a Range. Unavailable 'recording-damaged' when not even its first byte can be trusted; a later
    segment that was changed breaks the line off: half a recording must not pass for a whole one."""
    start, stop = wanted(request.headers.get("Range"), upload.blob.length)
    parts = vault.read(upload.blob, nonces, start, stop)
    try:
        first = await anext(parts)
    except (Tampered, UnknownKey) as fault:
        log.error("recording_damaged", fault=type(fault).__name__)
        raise Unavailable("recording-damaged", "This recording cannot be played any more.") from None
    answer = _head(request, upload, start, stop)
    await answer.prepare(request)
    await answer.write(first)
    try:
        async for part in parts:
            await answer.write(part)
    except Tampered as fault:
        log.error("recording_damaged", fault=type(fault).__name__)
        if request.transport is not None:
            request.transport.abort()
        return answer
    await answer.write_eof()
    return answer


def wanted(said: str | None, length: int) -> tuple[int, int]:
    """(start, stop) of a Range header, stop exclusive; the whole without one. Invalid 'range' for what is not there."""
    if said is None:
        return 0, length
    found = RANGE.fullmatch(said)
    if found is None:
        raise Invalid("range", "One range, as bytes=first-last.")
    start, stop = int(found[1]), min(int(found[2] or length - 1) + 1, length)
    if not start < stop:
        raise Invalid("range", "There is nothing in that range.")
    return start, stop


def _head(request: web.Request, upload: Upload, start: int, stop: int) -> web.StreamResponse:
    length = upload.blob.length
    answer = web.StreamResponse(status=206 if "Range" in request.headers else 200)
    answer.content_type = upload.message.media_type
    answer.content_length = stop - start
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Content-Disposition"] = "inline"
    if answer.status == 206:
        answer.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{length}"
    return answer
