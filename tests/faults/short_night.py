"""A night in which half a minute of silence is two seconds: the ladder that every call of these tests carries."""

from datetime import timedelta

from telehealth.duty.ladder import Ladder, LastResort, Manner, Rung, Whom


def seconds(count: float) -> timedelta:
    """A length of time."""
    return timedelta(seconds=count)


LADDER = Ladder(
    rungs=(
        Rung(whom=Whom.STATION, lasts=seconds(6), ring_for=seconds(5), next_after=seconds(2), pause=seconds(1)),
        Rung(whom=Whom.HOSPITAL, manner=Manner.ALL_AT_ONCE, ring_for=seconds(4), pause=seconds(2)),
    ),
    last_resort=LastResort(after=seconds(8), due=seconds(5), deputy_after=seconds(2), remind_every=seconds(5)),
    give_up_after=seconds(16),
    seat=seconds(5),
    regret=seconds(3),
    offer_for=seconds(5),
    wrap_up=seconds(0),
)
FIRST = LADDER.rungs[0]
SEAT = LADDER.seat.total_seconds()
REGRET = LADDER.regret.total_seconds()
HOSPITAL = 3
"""The last doctors of the list work at the hospital, on the second rung."""
