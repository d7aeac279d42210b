"""The two hundred stories of a night: what doctors do when rung, what the family does."""

import asyncio
import random
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Kind:
    """A story as it is told: what doctors do when rung (the last one repeats), what the family does, how it may end.

    rung: accept, decline, silent, together (wait until two are rung, then accept in the same instant), vanish (accept, and
    the page is gone), hand over (accept, then ask a colleague to go on). hospital: what its doctors do, rung together on
    the second rung. family: talks, early, late, enough ("Không cần nữa"), leaves, drops, waits.
    """

    name: str
    weight: int
    rung: tuple[str, ...]
    family: str
    hospital: str = "silent"


KINDS = (
    Kind("answered", 22, ("accept",), "talks"),
    Kind("declined, then answered", 14, ("decline", "accept"), "talks"),
    Kind("missed, then answered by the next", 14, ("silent", "accept"), "talks"),
    Kind("two doctors answer at once", 12, ("together",), "talks"),
    Kind("hung up early", 6, ("silent",), "early"),
    Kind("hung up late", 7, ("silent",), "late"),
    Kind("no longer needed", 6, ("silent",), "enough"),
    Kind("caller lost while it rings", 6, ("silent",), "leaves"),
    Kind("holder lost", 6, ("vanish", "accept"), "talks"),
    Kind("dropped and called back", 7, ("accept",), "drops"),
    Kind("handed over", 6, ("hand over",), "talks"),
    Kind("the hospital answers", 5, ("silent",), "talks", hospital="accept"),
    Kind("nobody answers", 4, ("silent",), "waits"),
)


@dataclass
class Story:
    """One call's story as it runs."""

    number: int
    kind: Kind
    rings: int = 0
    gathered: asyncio.Event = field(default_factory=asyncio.Event)
    written: set[str] = field(default_factory=set)

    @property
    def title(self) -> str:
        """Stands in the call as its reason, so that a doctor knows the part to play."""
        return f"kịch bản {self.number}"

    def next_deed(self, hospital: bool) -> str:
        """What the doctor rung now does."""
        if hospital:
            return self.kind.hospital
        deed = self.kind.rung[min(self.rings, len(self.kind.rung) - 1)]
        self.rings += 1
        if self.rings == 2:
            self.gathered.set()
        return deed


def stories(count: int, seed: int, only: Collection[str] = ()) -> list[Story]:
    """So many stories in the proportions of KINDS (or of those named), the same for the same seed."""
    kinds = [kind for kind in KINDS if not only or kind.name in only]
    all_of_them = [kind for kind in kinds for _ in range(kind.weight)]
    chosen = [all_of_them[number * len(all_of_them) // count] for number in range(count)]
    random.Random(seed).shuffle(chosen)
    return [Story(number, kind) for number, kind in enumerate(chosen)]


@dataclass
class Night:
    """All stories, and the call-backs that some families wait for."""

    stories: list[Story]
    waiting: dict[str, Story] = field(default_factory=dict)
    """phone → the story whose family waits to be called back."""
    offers: dict[str, Story] = field(default_factory=dict)
    """Calls that are being handed over."""

    def of(self, view: dict[str, Any]) -> Story:
        """The story of a call, by its reason."""
        return self.stories[int(view["reason"].rpartition(" ")[2])]
