"""A blob as encrypted segments. Pure: bytes in, bytes out.

    plain   ──► cut into pieces of one size (the last may be shorter)
    piece n ──► AES-256-GCM(data key, fresh nonce, AAD = blob id ‖ n ‖ "more" or "last")

Each piece can be opened by itself, so that ranges can be read. The AAD ties it to its blob, its place and to being the
end: pieces moved, doubled, taken from another blob or cut off at the tail are refused (STREAM of Hoang, Reyhanitabar,
Rogaway and Vizár, 2015, with random nonces).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
SMALL, LARGE = 16 * 1024, 64 * 1024
"""Bytes of a piece: 2 s at 64 kb/s for what is short, fewer files for what is long."""
LONG = 1024 * 1024


class Tampered(Exception):
    """A segment is not what was stored: changed, moved, or cut."""


@dataclass(frozen=True)
class Cut:
    """The part of one segment that a range needs: bytes start to stop of segment `number`."""

    number: int
    start: int
    stop: int


def size_for(length: int) -> int:
    """Bytes of a segment for a blob of this many bytes."""
    return SMALL if length <= LONG else LARGE


def count(length: int, size: int) -> int:
    """How many segments a blob of `length` bytes has."""
    return -(-length // size)


def length_of(number: int, length: int, size: int) -> int:
    """Plain bytes of segment `number`, counted from 0."""
    return min(size, length - number * size)


def seal(key: bytes, blob: UUID, number: int, nonce: bytes, plain: bytes, *, last: bool) -> bytes:
    """The segment as it is stored: ciphertext and tag. A nonce is used once under one key."""
    return AESGCM(key).encrypt(nonce, plain, _place(blob, number, last))


def unseal(key: bytes, blob: UUID, number: int, nonce: bytes, stored: bytes, *, last: bool) -> bytes:
    """The plain bytes; Tampered when this is not segment `number` of this blob as it was stored."""
    try:
        return AESGCM(key).decrypt(nonce, stored, _place(blob, number, last))
    except InvalidTag:
        raise Tampered("This segment was changed after it was stored.") from None


def cuts(start: int, stop: int, size: int) -> Iterator[Cut]:
    """What bytes start to stop (exclusive) of a blob need of its segments, in order."""
    for number in range(start // size, count(stop, size)):
        first = number * size
        yield Cut(number, max(start - first, 0), min(stop - first, size))


def _place(blob: UUID, number: int, last: bool) -> bytes:
    return blob.bytes + number.to_bytes(4, "big") + (b"last" if last else b"more")
