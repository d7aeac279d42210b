"""What a signature covers: the note, and who it is about. Pure."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

SECTIONS = ("subjective", "objective", "assessment", "plan", "advice")


def canonical(values: Mapping[str, Any]) -> bytes:
    """One byte string for one content: sorted keys, UTC times, composed text."""
    plain = {key: _plain(value) for key, value in values.items()}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fingerprint(values: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical content, in hexadecimal."""
    return hashlib.sha256(canonical(values)).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return str(value)
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value
