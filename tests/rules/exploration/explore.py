"""Breadth first over everything that may happen, to a stated depth; and from every state found, letting time alone go on."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from telehealth.calls import machine, states
from telehealth.errors import DomainError
from tests.rules.exploration import invariants, world
from tests.rules.exploration.canonical import Key, key
from tests.rules.exploration.world import Rules, World

PATIENCE = 400
"""Steps of time alone after which a world is called a dead end; the longest that is none takes about sixty."""


class Broken(AssertionError):
    """An invariant does not hold; says which, and the shortest way there."""


@dataclass
class Found:
    """What an exploration saw."""

    depth: int = 0
    states: int = 0
    steps: int = 0
    refused: int = 0
    seconds: float = 0.0
    whole: bool = True
    """Whether every state at the stated depth was reached before time ran out."""
    by_depth: list[int] = field(default_factory=list)

    def table(self) -> str:
        """For people."""
        layers = " ".join(f"{count:,}" for count in self.by_depth)
        return (
            f"depth {self.depth}{'' if self.whole else ' (cut off)'}: {self.states:,} different states, {self.steps:,} steps tried,"
            f" {self.refused:,} refused, in {self.seconds:.0f} s; new states by depth: {layers}"
        )


@dataclass
class Explorer:
    """One exploration of one set of rules."""

    rules: Rules = field(default_factory=Rules)
    found: Found = field(default_factory=Found)
    _seen: dict[Key, tuple[Key | None, str]] = field(default_factory=dict)
    _settles: set[Key] = field(default_factory=set)

    def run(self, starts: Iterable[World], depth: int, at_most: float) -> Found:
        """Explore to this depth, or until `at_most` seconds of this processor have gone. Broken at the first state or step that is not allowed."""
        began, layer = time.process_time(), [start for start in starts if self._new(start, None, "the start")]
        self.found.by_depth.append(len(layer))
        for level in range(depth):
            following: list[World] = []
            for here in layer:
                if time.process_time() - began > at_most:
                    self.found.whole = False
                    break
                following += self._expand(here)
            if not self.found.whole:
                break
            layer, self.found.depth = following, level + 1
            self.found.by_depth.append(len(layer))
        self.found.states, self.found.seconds = len(self._seen), time.process_time() - began
        return self.found

    def _expand(self, here: World) -> Iterator[World]:
        origin = key(here)
        for what, event, after in self._steps(here):
            self.found.steps += 1
            if after is here:
                continue
            for step in invariants.STEPS:
                try:
                    step(here, event, after)
                except AssertionError as fault:
                    raise self._broken(step.__name__, fault, origin, what) from None
            if self._new(after, origin, what):
                yield after

    def _steps(self, here: World) -> Iterator[tuple[str, states.Event | None, World]]:
        if not world.is_over(here):
            yield from self._events(here)
            for at in world.instants(self.rules, here):
                yield f"{(at - here.now).total_seconds():.0f} s pass", None, replace(here, now=at)
            again = world.looks_again(here)
            if again is not None:
                yield "nobody is free", None, again
        for after in world.of_the_task(here):
            yield "the call-back moves", None, after

    def _events(self, here: World) -> Iterator[tuple[str, states.Event | None, World]]:
        possible = (*world.events_of_people(here.call), *world.events_of_duty(here), states.Ticked())
        for event in possible:
            try:
                after = world.happened(self.rules, here, event)
            except DomainError:
                self.found.refused += 1
                continue
            yield _words(event), event, after

    def _new(self, here: World, origin: Key | None, what: str) -> bool:
        mine = key(here)
        if mine in self._seen:
            return False
        self._seen[mine] = origin, what
        for invariant in (*invariants.STATES, self.time_alone_ends_well):
            try:
                invariant(here)
            except AssertionError as fault:
                raise self._broken(invariant.__name__, fault, origin, what) from None
        return True

    def time_alone_ends_well(self, here: World) -> None:
        """Nobody acts any more: rings go unheard, timers run. It ends with a call-back owed, unless somebody speaks to the caller."""
        way, mine = [], key(here)
        while mine not in self._settles:
            way.append(mine)
            assert len(way) < PATIENCE, "time alone never ends it"
            if world.is_over(here):
                break
            due = self.rules.deadline(here.call)
            if due is None:
                call = here.call
                speaking = (
                    call.state is states.State.CONNECTED and call.caller_lost_at is None and call.holder_lost_at is None
                )
                assert speaking, f"a dead end: {call.state}, and no time at which anything happens"
                break
            here = self._unheard(replace(here, now=max(here.now, due)))
            mine = key(here)
        if world.is_over(here):
            invariants.every_end_is_a_good_end(here)
        self._settles.update(way)

    def _unheard(self, here: World) -> World:
        """The timer's tick, then whoever is left is rung and does not hear it."""
        here = world.happened(self.rules, here, states.Ticked())
        if machine.ring_is_due(here.call, here.now):
            event = next(world.events_of_duty(here), None)
            looked = None if event is None else world.happened(self.rules, here, event)
            here = looked if looked is not None and looked.call != here.call else world.looks_again(here) or here
        return here

    def _broken(self, promise: str, fault: AssertionError, origin: Key | None, what: str) -> Broken:
        way = [what]
        while origin is not None:
            origin, what = self._seen[origin]
            way.append(what)
        return Broken(
            f"{promise}: {fault}\n" + "\n".join(f"  {number}. {step}" for number, step in enumerate(reversed(way)))
        )


def _words(event: states.Event) -> str:
    return repr(event).replace("UUID('00000000-0000-0000-0000-00000000000", "doctor(")
