"""Where encrypted segments lie. Small on purpose, so that an S3-compatible store is one class of the same shape."""

import asyncio
import os
import re
import shutil
from pathlib import Path
from typing import Protocol
from uuid import uuid4

SAFE = re.compile(r"[0-9a-f-]{36}/[0-9]{5}-[0-9a-f]{24}")
"""blob id / segment number - nonce. Nothing a client sends becomes part of a name."""


class Missing(Exception):
    """There is no such object."""


class BlobStore(Protocol):
    """Objects by name. An object is written whole or not at all, and never changed."""

    async def put(self, name: str, content: bytes) -> None:
        """Keep it; it outlives a power cut once this returns."""
        ...

    async def get(self, name: str) -> bytes:
        """The object; Missing when there is none."""
        ...

    async def delete(self, name: str) -> None:
        """Let go of one object; harmless when there is none."""
        ...

    async def delete_all(self, blob: str) -> None:
        """Let go of every object of a blob; harmless when there is none."""
        ...

    async def has_room(self, length: int) -> bool:
        """Whether that many more bytes may come."""
        ...


class DiskStore:
    """Files under one folder. Several processes may share it."""

    RESERVE = 512 * 1024 * 1024
    """Bytes of the disk left alone: the database may live on it, and calls matter more than messages."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, name: str, content: bytes) -> None:
        await asyncio.to_thread(self._put, self._path(name), content)

    async def get(self, name: str) -> bytes:
        try:
            return await asyncio.to_thread(self._path(name).read_bytes)
        except FileNotFoundError:
            raise Missing(name) from None

    async def delete(self, name: str) -> None:
        await asyncio.to_thread(self._path(name).unlink, missing_ok=True)

    async def delete_all(self, blob: str) -> None:
        await asyncio.to_thread(shutil.rmtree, self._path(f"{blob}/00000-{'0' * 24}").parent, ignore_errors=True)

    async def has_room(self, length: int) -> bool:
        return await asyncio.to_thread(self._free) - length > self.RESERVE

    def _free(self) -> int:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return shutil.disk_usage(self._folder).free

    def _path(self, name: str) -> Path:
        if not SAFE.fullmatch(name):
            raise ValueError("not a name of ours")
        return self._folder / name[:2] / name

    def _put(self, path: Path, content: bytes) -> None:
        """Written beside, made durable, then named: a crash leaves the whole object or none."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_name(f".{uuid4().hex}")
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
