"""The escalation ladder of a service: whom a call rings, how, how long, and who answers for it in the end. Pure.

    rung 0   doctors on duty at the patient's commune      one by one
    rung 1   … at its neighbours                           one by one
    rung 2   … at the provincial hospital                  all at once
    rung 3   everyone reachable                            all at once, again and again
       └──── last resort: a call-back task, due at a time, owned by a named person, then a deputy

An administrator writes it; a call carries a copy from its first instant, so that editing changes no live call. In JSON
every duration is seconds. Words are those of on-call systems (escalation policy, rung, rounds): FHIR has none.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator


def _between(low: int, high: int) -> Any:
    """A duration in seconds between these, bounds included; a number in the JSON schema as it is in JSON."""

    def told(schema: dict[str, Any]) -> None:
        schema.update({"type": "number", "format": "seconds", "minimum": low, "maximum": high})
        schema.pop("default", None)  # would be told as ISO 8601

    return Field(ge=timedelta(seconds=low), le=timedelta(seconds=high), json_schema_extra=told)


class Written(BaseModel):
    """Base of the ladder's parts: frozen, nothing unknown, durations as seconds in JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_timedelta="float")


class Whom(StrEnum):
    """Who stands on a rung. Everybody on it is on duty; only the last also counts those on standby."""

    STATION = "station"  # of the commune where the patient is
    NEIGHBOURS = "neighbours"  # the stations named as that station's neighbours
    HOSPITAL = "hospital"  # any hospital of the province
    PROVINCE = "province"  # any facility of the province
    EVERYONE = "everyone"  # and whoever is on standby


class Manner(StrEnum):
    """How the people of a rung are rung."""

    ONE_BY_ONE = "one_by_one"  # rung longest ago first
    ALL_AT_ONCE = "all_at_once"


class Rung(Written):
    """One step of the ladder."""

    whom: Whom
    manner: Manner = Manner.ONE_BY_ONE
    lasts: Annotated[timedelta, _between(1, 3600)] = timedelta(seconds=300)
    """After this the next rung starts, whatever still rings. The last rung lasts until the call gives up."""
    ring_for: Annotated[timedelta, _between(1, 600)] = timedelta(seconds=120)
    """One person's devices ring so long."""
    next_after: Annotated[timedelta, _between(1, 600)] = timedelta(seconds=30)
    """One by one: after so much silence the next person is rung too."""
    rounds: Annotated[int, Field(ge=1, le=100)] = 100
    """How often the rung is gone through before the next is tried early; the last rung goes on for ever."""
    pause: Annotated[timedelta, _between(1, 600)] = timedelta(seconds=10)
    """Between two rounds."""


class LastResort(Written):
    """The call-back task that stands behind a call nobody answers."""

    after: Annotated[timedelta, _between(1, 7200)] = timedelta(seconds=300)
    """From the tap; the call rings on beside it."""
    due: Annotated[timedelta, _between(0, 86400)] = timedelta(minutes=10)
    """From the moment the task is made. For an emergency it is due at once."""
    owner: UUID | None = None
    """The account that answers for it; none: the managers of the province, the longest in office first."""
    deputy: UUID | None = None
    deputy_after: Annotated[timedelta, _between(1, 86400)] = timedelta(minutes=5)
    remind_every: Annotated[timedelta, _between(5, 3600)] = timedelta(minutes=2)
    """Owner, then also the deputy, are alerted so often until one of them acknowledges."""


class Waking(Written):
    """How a doctor who is rung is woken, counted from the ring's start."""

    push_every: Annotated[timedelta, _between(5, 600)] = timedelta(seconds=15)
    sms_after: Annotated[timedelta, _between(1, 600)] = timedelta(seconds=20)
    voice_after: Annotated[timedelta, _between(1, 600)] = timedelta(seconds=40)


class Ladder(Written):
    """Everything a clinic decides about the course of a call (product rules; the defaults are ours)."""

    rungs: Annotated[tuple[Rung, ...], Field(min_length=1, max_length=12)]
    last_resort: LastResort = LastResort()
    waking: Waking = Waking()
    give_up_after: Annotated[timedelta, _between(10, 86400)] = timedelta(minutes=30)
    """Then the call ends; its call-back does not."""
    seat: Annotated[timedelta, _between(1, 3600)] = timedelta(seconds=120)
    """A place in the call outlives its last socket so long."""
    seat_while_dialling: Annotated[timedelta, _between(1, 7200)] = timedelta(minutes=15)
    """The caller's, from the moment they dial 115."""
    regret: Annotated[timedelta, _between(0, 3600)] = timedelta(seconds=60)
    """Whoever hangs up unanswered after this long is called back, unless "Không cần nữa"."""
    hold_for: Annotated[timedelta, _between(1, 3600)] = timedelta(minutes=10)
    """A caller put on hold for an emergency goes back to the queue after this."""
    offer_for: Annotated[timedelta, _between(1, 600)] = timedelta(seconds=60)
    """A handover waits so long for the other doctor's yes."""
    wrap_up: Annotated[timedelta, _between(0, 3600)] = timedelta(minutes=3)
    """After a call its doctor writes the note, and is rung only for an emergency."""

    @model_validator(mode="after")
    def _call_back_before_giving_up(self) -> Self:
        if self.last_resort.after > self.give_up_after:
            raise ValueError("the call-back must be owed before the call gives up")
        return self

    def is_last(self, rung: int) -> bool:
        """Whether no rung comes after this one (counted from 0)."""
        return rung >= len(self.rungs) - 1


def bounds() -> dict[str, tuple[int, int]]:
    """The shortest and the longest of every duration, in seconds: "rung.lasts" → (1, 3600)."""
    parts: dict[str, type[Written]] = {"rung": Rung, "last_resort": LastResort, "waking": Waking, "ladder": Ladder}
    return {
        f"{part}.{name}": (told["minimum"], told["maximum"])
        for part, model in parts.items()
        for name, told in model.model_json_schema()["properties"].items()
        if told.get("format") == "seconds"
    }


DEFAULT = Ladder(
    rungs=(
        Rung(whom=Whom.PROVINCE, lasts=timedelta(minutes=5)),
        Rung(whom=Whom.EVERYONE, manner=Manner.ALL_AT_ONCE),
    )
)
"""Of a service nobody has written one for: everyone on duty in the province in turn, then everyone at once."""
