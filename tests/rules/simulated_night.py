"""A night on paper: callers come, wait, give up; doctors answer by the real rules of the queue. Seconds from 18:00.

Load model: docs of the domain (arrivals by hour, talk lognormal mean 8 min SD 5 min, notes 3–4 min, 5 % emergencies, 27 %
urgent). Patience and the time to pick up are assumptions, stated here.
"""

import heapq
import itertools
import math
import random
from dataclasses import dataclass, field

from telehealth.duty.waiting import Waited, place, wait_range

ARRIVALS = (11, 13, 13.5, 12, 9.5, 7, 5, 3.8, 3.2, 2.8, 2.8, 3.7, 5.5, 7.2)
"""Per cent of a night's calls in each hour from 18:00."""
TALK_MEAN, TALK_SD = 480.0, 300.0
NOTES = (180.0, 240.0)
PRIORITIES = ((3, 0.05), (2, 0.27), (1, 0.68))
PICK_UP = (4.0, 25.0)
"""Assumed: seconds from the ring to the tap on "Nghe"."""
TRIAGE = (20.0, 70.0)
"""Assumed: seconds until the questions are answered; until then a call ranks as urgent."""
UNTRIAGED = 0.2
"""Assumed: share of callers who answer no question."""
PATIENCE = 2400.0
"""Assumed: mean of an exponential patience."""
GIVES_UP = 1800.0
"""Seconds after which a call becomes a call-back task."""
_SIGMA = math.sqrt(math.log(1 + (TALK_SD / TALK_MEAN) ** 2))


@dataclass
class Call:
    """One caller of the night."""

    at: float
    patience: float
    final: int
    triaged_at: float
    place: float = 0.0
    priority: int = 2
    shown: tuple[int, int] | None = None
    shown_later: tuple[int, int] | None = None
    """What it is told when its questions are answered, and when that was."""
    told_at: float = 0.0
    answered_at: float | None = None
    gone_at: float | None = None

    def waited(self, now: float) -> Waited:
        """As the estimator hears of it."""
        until = self.answered_at or self.gone_at or now
        return Waited(until - self.at, self.answered_at is not None, self.place, self.priority)


@dataclass
class Night:
    """One simulated night. calls: expected number; doctors: on duty; leaving: when one of them goes (seconds), if at all."""

    rng: random.Random
    calls: int
    doctors: int
    leaving: float | None = None
    made: list[Call] = field(default_factory=list)
    queue: list[Call] = field(default_factory=list)
    ringing: int = 0
    busy: int = 0

    def run(self) -> "Night":
        """From dusk to the last caller."""
        self._order = itertools.count()
        self._due: list[tuple[float, int, str, Call | None]] = []
        for at in self._taps():
            self._plan(at, "tap", self._caller(at))
        if self.leaving:
            self._plan(self.leaving, "leaves", None)
        while self._due:
            self.now, _, what, call = heapq.heappop(self._due)
            getattr(self, f"_{what}")(call)
            self._ring()
        return self

    # ---- what happens

    def _tap(self, call: Call) -> None:
        call.place = place(len(self.queue), self._free(), self.doctors)
        call.shown = wait_range(self._known(), call.place)
        self.made.append(call)
        self.queue.append(call)
        self._plan(call.triaged_at, "triaged", call)
        self._plan(call.at + min(call.patience, GIVES_UP), "gone", call)

    def _triaged(self, call: Call) -> None:
        call.priority = call.final
        if call in self.queue:
            call.told_at = self.now
            call.shown_later = wait_range(self._known(), call.place, call.priority, self.now - call.at)

    def _gone(self, call: Call) -> None:
        if call in self.queue:
            self.queue.remove(call)
            call.gone_at = self.now

    def _answered(self, call: Call) -> None:
        call.answered_at = self.now
        talk = self.rng.lognormvariate(math.log(TALK_MEAN) - _SIGMA**2 / 2, _SIGMA)
        self._plan(self.now + talk + self.rng.uniform(*NOTES), "done", call)

    def _done(self, _: Call) -> None:
        self.busy -= 1

    def _leaves(self, _: None) -> None:
        self.doctors -= 1

    def _ring(self) -> None:
        while self.queue and self._free() > 0:
            call = min(self.queue, key=self._rank)
            self.queue.remove(call)
            self.busy += 1
            self._plan(self.now + self.rng.uniform(*PICK_UP), "answered", call)

    # ---- what is known

    def _rank(self, call: Call) -> tuple[int, float]:
        """Higher first, then oldest."""
        return -call.priority, call.at

    def _free(self) -> int:
        return max(0, self.doctors - self.busy)

    def _known(self) -> list[Waited]:
        return [call.waited(self.now) for call in self.made]

    # ---- who comes

    def _taps(self) -> list[float]:
        taps = []
        for hour, share in enumerate(ARRIVALS):
            at, pace = 0.0, self.calls * share / 100 / 3600
            while (at := at + self.rng.expovariate(pace)) < 3600:
                taps.append(hour * 3600 + at)
        return taps

    def _caller(self, at: float) -> Call:
        (final,) = self.rng.choices([one for one, _ in PRIORITIES], [share for _, share in PRIORITIES])
        triage = math.inf if self.rng.random() < UNTRIAGED else self.rng.uniform(*TRIAGE)
        return Call(at, self.rng.expovariate(1 / PATIENCE), final, at + triage)

    def _plan(self, at: float, what: str, call: Call | None) -> None:
        if at < math.inf:
            heapq.heappush(self._due, (at, next(self._order), what, call))
