"""How long one waits, said honestly: a range from tonight's own calls, never a promise. Pure.

A call's *place* at the tap is how many calls must be finished before a doctor is free for it, for each doctor on duty: 0 when
a doctor is free; with 2 on duty, both busy, and 3 already waiting, (3 + 1) / 2 = 2. Tonight's calls with a place say how long
one place took: their wait divided by their place. The range shown is the p50 and p80 of that, times the place of now. Calls
that found a doctor free speak only for those that find one free.

Who hung up, or still waits, waited *at least* so long. Leaving them out would count only the lucky; they are kept as such
(the product-limit estimate of Kaplan and Meier, 1958), and where fewer than 80 % are known to have been answered by any
time, there is no p80 and no figure is shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

HONEST_SAMPLE = 20
"""Under this many answered calls of tonight like this one we say words only, no figures (product rule)."""
NEAREST = 60
"""Calls with the most similar place that are asked; a long queue moves more evenly than a short one."""
LOW, HIGH = 0.5, 0.8


@dataclass(frozen=True)
class Waited:
    """One call of tonight: seconds until its answer, or, when not `answered`, until it hung up or until now."""

    seconds: float
    answered: bool
    place: float
    priority: int = 2


def place(ahead: int, free: int, on_duty: int) -> float:
    """The place of a call with `ahead` before it, `free` of `on_duty` doctors idle."""
    return 0.0 if ahead < free else (ahead - free + 1) / max(on_duty, 1)


def wait_range(
    tonight: Iterable[Waited], at: float, priority: int | None = None, waited: float = 0.0
) -> tuple[int, int] | None:
    """(p50, p80) in seconds from now for a call at this place; None when too little is known to be honest.

    priority: once it is known, calls of the same priority are asked when there are enough of them.
    waited: seconds since its tap; only calls that waited longer than that can say how it goes on.
    """
    alike = [one for one in tonight if (one.place > 0) == (at > 0)]
    ranked = [one for one in alike if one.priority == priority]
    if _answered(ranked) >= HONEST_SAMPLE:
        alike = ranked
    if _answered(alike) < HONEST_SAMPLE:
        return None
    if at > 0:
        alike = sorted(alike, key=lambda one: abs(one.place / at if one.place > at else at / one.place))[:NEAREST]
    scaled = [(one.seconds * at / one.place if at > 0 else one.seconds, one.answered) for one in alike]
    scaled = [(seconds - waited, answered) for seconds, answered in scaled if seconds > waited]
    low, high = quantile(scaled, LOW), quantile(scaled, HIGH)
    return None if low is None or high is None else (round(low), round(high))


def quantile(waits: Iterable[tuple[float, bool]], share: float) -> float | None:
    """The time by which this share is answered, from (seconds, answered); None when it is never reached."""
    known: list[tuple[float, bool]] = sorted(waits, key=_seconds)
    left, waiting = len(known), 1.0
    for seconds, group in groupby(known, key=_seconds):
        outcomes = [answered for _, answered in group]
        waiting *= 1 - sum(outcomes) / left
        left -= len(outcomes)
        if waiting <= 1 - share + 1e-12:
            return seconds
    return None


def _seconds(one: tuple[float, bool]) -> float:
    return one[0]


def _answered(calls: list[Waited]) -> int:
    return sum(one.answered for one in calls)
