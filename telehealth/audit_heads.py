"""The heads of the audit chain, noted in a file outside the database, one line each.

Copy the file to another machine now and then, and a cut log shows even when this machine's copy was cut too.
"""

import fcntl
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from telehealth.settings import Settings


@dataclass(frozen=True)
class Head:
    """A seal as noted outside the database."""

    seal: int
    last_id: int
    rows: int
    hmac: str  # hexadecimal


def heads_file(settings: Settings) -> Path:
    """Where this process notes the heads."""
    return settings.data_dir / "audit-heads.log"


def read_heads(path: Path) -> list[Head]:
    """The heads noted so far; a line torn by a power cut at the very end is left out."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="ascii", errors="replace").split("\n")[:-1]
    return [Head(**json.loads(line)) for line in lines if line]


def append_heads(path: Path, heads: Iterable[Head]) -> None:
    """Note heads durably (fsync), skipping those noted already. A torn last line is cut off first: nobody was told of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two processes may share a data folder
        whole, torn = _tail(file)
        if torn:
            file.truncate(file.seek(0, os.SEEK_END) - len(torn))
        noted = _seal_of(whole)
        lines = [json.dumps(asdict(head)) + "\n" for head in heads if head.seal > noted]
        file.write("".join(lines).encode())
        file.flush()
        os.fsync(file.fileno())


def newest_noted(path: Path) -> int:
    """The last seal in the file; 0 when there is none."""
    if not path.exists():
        return 0
    with path.open("rb") as file:
        return _seal_of(_tail(file)[0])


def _tail(file: BinaryIO) -> tuple[bytes, bytes]:
    """The last whole lines, and what was half-written after them. Only the end is read: the file grows for years."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 4096))
    whole, _, torn = file.read().rpartition(b"\n")
    return whole, torn


def _seal_of(lines: bytes) -> int:
    last = lines.rpartition(b"\n")[2]
    return int(json.loads(last)["seal"]) if last else 0
