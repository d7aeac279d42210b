"""The body of one PATCH: judged by its headers first, then read piece by piece, never whole."""

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web
from aiohttp.client_exceptions import ClientError

from telehealth.errors import Invalid, TooLarge
from telehealth.voicemail.rules import LIMITS

OCTETS = "application/octet-stream"
OFFSET = "Upload-Offset"
PATIENCE = 60.0
"""Seconds one piece may take to arrive."""
WHOLE_PATIENCE = 240.0
"""Seconds for all pieces of one PATCH."""


def announced(request: web.Request) -> tuple[int, int]:
    """(offset, length) as the headers say. Invalid or TooLarge before a byte is read."""
    if request.content_type != OCTETS or "Content-Encoding" in request.headers:
        raise Invalid("content-type", f"Send the bytes as {OCTETS}.")
    said = request.headers.get(OFFSET, "")
    if not (said.isascii() and said.isdigit() and len(said) <= 10):
        raise Invalid("invalid", f"{OFFSET} is a whole number of bytes.", field=OFFSET)
    length = request.content_length
    if not length:
        raise Invalid("invalid", "Say the length of what is sent.", field="Content-Length")
    if length > LIMITS.piece_most:
        raise TooLarge(limit=LIMITS.piece_most)
    return int(said), length


async def pieces(request: web.Request, length: int, size: int) -> AsyncIterator[bytes]:
    """The body in pieces of `size` bytes, the last one shorter. What a cut line left half is not handed out."""
    left = length
    while left:
        try:
            async with asyncio.timeout(PATIENCE):
                piece = await request.content.readexactly(min(size, left))
        except (asyncio.IncompleteReadError, ConnectionError, ClientError, TimeoutError):
            raise Invalid("cut-short", "Not everything arrived; ask for the offset and go on.") from None
        left -= len(piece)
        yield piece
