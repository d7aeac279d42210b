"""Reads the letters that other processes left for this one in the database, when its bell rings (telehealth/live/letters.py)."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final
from uuid import UUID

from signaling.limits import DATABASE
from signaling.quiet import Quiet
from telehealth.db import Database
from telehealth.live import letters

RETRY: Final = 1.0


class Letterbox:
    """From start() to close(): what is read is handed on in order, then removed. Handed on again if removing fails."""

    def __init__(self, database: Database, process_id: UUID, on_letter: Callable[[bytes], None]) -> None:
        self._database = database
        self._process_id = process_id
        self._on_letter = on_letter
        self._quiet = Quiet(logging.getLogger("signaling"))
        self._bell = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to read."""
        self._task = asyncio.create_task(self._run(), name="letterbox")

    async def close(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def ring(self) -> None:
        """There may be letters."""
        self._bell.set()

    async def _run(self) -> None:
        while True:
            await self._bell.wait()
            self._bell.clear()
            try:
                async with asyncio.timeout(DATABASE):
                    await self._read()
            except Exception as fault:
                self._quiet.warning(f"signaling: letters could not be read ({type(fault).__name__})")
                self.ring()
                await asyncio.sleep(RETRY)

    async def _read(self) -> None:
        async with self._database.transaction() as session:
            found = await letters.waiting_for(session, self._process_id)
        for _, message in found:
            self._on_letter(message)
        if found:
            self.ring()  # until none is left
            async with self._database.transaction() as session:
                await letters.forget(session, [id_ for id_, _ in found])
