"""What every client was told, in the order it was told; and what the watch found of outages. The verdict reads this."""

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

OFFSET = time.time() - time.monotonic()
"""Wall clock minus monotonic clock: the database on this machine speaks of the same instants."""
Stretch = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """One thing a client was told (or did, or missed) at `at` (monotonic seconds). `sent`: when it asked."""

    at: float
    who: str
    what: str
    call: str = ""
    sent: float = 0.0
    said: dict[str, Any] = field(default_factory=dict)


class Ledger:
    """Lines in the order in which they were written."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def note(self, who: str, what: str, call: str = "", sent: float = 0.0, **said: Any) -> None:
        """Write one line, now."""
        self.lines.append(Line(time.monotonic(), who, what, call, sent, said))

    def of(self, *what: str) -> Iterator[Line]:
        """The lines of these kinds."""
        return (line for line in self.lines if line.what in what)

    def save(self, path: Path) -> None:
        """One JSON object a line, for whoever looks into a red run."""
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(line), ensure_ascii=False, default=str) + "\n" for line in self.lines)


def outages(beats: Iterable[tuple[float, float, bool]], longest: float) -> list[Stretch]:
    """Stretches in which no heartbeat came through.

    beats: (asked, answered, good) in order. From the asking of the last good beat to the answer of the next good one;
    only where that is longer than `longest` seconds, so that a slow answer counts and a quick one does not.
    """
    found: list[Stretch] = []
    last: float | None = None
    for asked, answered, good in beats:
        if not good:
            continue
        if last is not None and answered - last > longest:
            since = found.pop()[0] if found and found[-1][1] >= last else last
            found.append((since, answered))
        last = asked
    return found


def out_between(stretches: Iterable[Stretch], start: float, end: float) -> float:
    """Seconds of outage within [start, end]."""
    return sum(max(0.0, min(end, to) - max(start, since)) for since, to in stretches)
