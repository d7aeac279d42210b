"""A log that a hostile client cannot fill, and that never holds what the client sent."""

import logging
import time
from typing import Final

PER_MINUTE: Final = 10


class Quiet:
    """At most PER_MINUTE lines of each kind a minute; the next minute's first line says how many were left out."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._minute: dict[str, int] = {}
        self._count: dict[str, int] = {}

    def warning(self, kind: str, exc_info: BaseException | None = None) -> None:
        """Log one line. kind: a constant, never text of a client."""
        minute = int(time.monotonic() // 60)
        if self._minute.get(kind) != minute:
            left_out = self._count.get(kind, 0) - PER_MINUTE
            self._minute[kind], self._count[kind] = minute, 0
            if left_out > 0:
                self._log.warning("%s: %d more in the last minute", kind, left_out)
        self._count[kind] += 1
        if self._count[kind] <= PER_MINUTE:
            self._log.warning("%s", kind, exc_info=exc_info)
