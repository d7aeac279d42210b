"""Screenshots as small PNGs: 256 colours, one byte a pixel, packed as tightly as zlib can."""

import base64
import struct
import zlib

from playwright.async_api import Page

from tests.e2e.screen import HERE

PALETTE = (HERE / "palette.js").read_text(encoding="utf-8")
SIGNATURE = b"\x89PNG\r\n\x1a\n"
PALETTED = 3
"""PNG's colour type for one byte a pixel."""


async def shrink(page: Page, png: bytes) -> bytes:
    """The same picture in 256 colours. page: any empty page; the browser decodes the picture."""
    told = await page.evaluate(PALETTE, base64.b64encode(png).decode())
    width, height = told["width"], told["height"]
    pixels = base64.b64decode(told["pixels"])
    rows = b"".join(b"\0" + pixels[row * width : (row + 1) * width] for row in range(height))
    palette = b"".join(colour.to_bytes(3, "big") for colour in told["palette"])
    header = struct.pack(">IIBBBBB", width, height, 8, PALETTED, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
