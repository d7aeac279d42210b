"""What browsers record, told by its first bytes. Pure.

Sources: Matroska/WebM (RFC 9559: EBML header, DocType), Ogg (RFC 3533), Opus in Ogg (RFC 7845), ISO base media files
(ISO/IEC 14496-12: `ftyp`). MediaRecorder writes WebM in Chrome and Firefox, Ogg in older Firefox, MP4 in Safari.
"""

from typing import Literal, get_args

Kind = Literal["voice", "video"]
MediaType = Literal["audio/webm", "audio/ogg", "audio/mp4", "video/webm", "video/mp4"]
TYPES: frozenset[str] = frozenset(get_args(MediaType))
Container = Literal["webm", "ogg", "mp4"]

EBML = b"\x1a\x45\xdf\xa3"
DOC_TYPE = b"\x42\x82"
BRANDS = frozenset((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4A ", b"M4V ", b"dash"))
HEADER = 64
"""Bytes within which each of them says what it is."""


def container_of(head: bytes) -> Container | None:
    """What a file that begins like this is; None for everything that no browser records."""
    if head.startswith(EBML):
        return "webm" if _doc_type(head) == b"webm" else None
    if head.startswith(b"OggS"):
        return "ogg" if b"OpusHead" in head[:HEADER] else None
    if head[4:8] == b"ftyp" and head[8:12] in BRANDS:
        return "mp4"
    return None


def is_what_it_says(head: bytes, media_type: str) -> bool:
    """Whether bytes that begin like this are of the declared type."""
    return media_type in TYPES and container_of(head) == media_type.split("/")[1]


def kind_of(media_type: MediaType) -> Kind:
    """A picture or a voice alone."""
    return "video" if media_type.startswith("video/") else "voice"


def _doc_type(head: bytes) -> bytes | None:
    """The DocType element of an EBML header: its id, a length of one byte (0x80 + n), the text."""
    at = head[:HEADER].find(DOC_TYPE, len(EBML))
    if at < 0 or at + 3 > len(head):
        return None
    length = head[at + 2] & 0x7F
    return bytes(head[at + 3 : at + 3 + length]).rstrip(b"\x00")
