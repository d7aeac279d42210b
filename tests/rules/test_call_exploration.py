"""No interleaving of a caller, three doctors, their devices, timers and crashes leads anywhere it must not: all of them tried.

Deeper: python -m tests.rules.exploration --depth 8
"""

from collections.abc import Callable, Iterable

import pytest

from tests.rules.exploration import world
from tests.rules.exploration.broken import BROKEN
from tests.rules.exploration.explore import Broken, Explorer
from tests.rules.exploration.world import World

AT_MOST = 300.0
"""Seconds of one processor, for a machine ten times slower than ours: what counts is the depth."""


@pytest.mark.parametrize(
    ("where", "starts", "depth", "at_least"),
    [
        ("from the tap, and from a doctor's call back", lambda: (world.tapped(), world.called_back()), 6, 30_000),
        ("from deep inside a call", world.midway, 5, 20_000),
    ],
    ids=["from the tap", "from deep inside"],
)
def test_every_interleaving_to_a_stated_depth(
    where: str, starts: Callable[[], Iterable[World]], depth: int, at_least: int, show: Callable[[str], None]
) -> None:
    found = Explorer().run(starts(), depth, AT_MOST)
    show(f"{where}, {found.table()}")
    assert found.whole
    assert found.states > at_least, "so few states that most must have been cut off"


@pytest.mark.parametrize("what", BROKEN)
def test_sabotage_a_broken_copy_is_found(what: str) -> None:
    rules, words = BROKEN[what]
    starts = [world.tapped(), world.called_back(), *world.midway()]
    with pytest.raises(Broken) as found:
        Explorer(rules).run(starts, 4, AT_MOST)
    assert words in str(found.value)
    assert "0. the start" in str(found.value), "the way there is told"
