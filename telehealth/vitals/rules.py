"""Which numbers are believed, who may say them as what, and when a child breathes fast. Pure.

A number outside its plausible range is refused with its range. Blood pressure is often told in cmHg ("14/9" for 140/90):
a value that looks like that is never guessed at in silence, but asked about once, and kept in mmHg beside what was typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from telehealth.errors import Invalid

Source = Literal["reported", "measured", "device"]
Part = Literal["family", "health_worker", "clinician"]
CM_TO_MM = 10
"""cmHg, as people say blood pressure here, to mmHg."""
OLDEST = timedelta(hours=24)
"""A vital told in a call was taken at most so long before."""
CLOCKS_DIFFER = timedelta(minutes=2)

SOURCES: dict[Part, frozenset[Source]] = {
    "family": frozenset({"reported"}),
    "health_worker": frozenset({"reported", "measured", "device"}),
    "clinician": frozenset({"reported", "measured", "device"}),
}
"""A family tells; whoever is trained may also have measured, or read it off a device."""


@dataclass(frozen=True)
class Kind:
    """One LOINC code with its UCUM unit, how wide a living person ranges in it, and how finely it is told.

    short: the range in which a value looks like the short form (cmHg for mmHg); None where there is no short form.
    """

    code: str
    measure: str
    unit: str
    low: Decimal
    high: Decimal
    decimals: int
    short: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class Band:
    """A child younger than so many months breathes fast from this rate on (a minute)."""

    below_months: int
    from_rate: int


def believed(kind: Kind, value: Decimal, *, confirmed: bool) -> Decimal:
    """The value as it is kept, in the kind's unit.

    Raises Invalid 'vital-short-form' (with what it would `mean`) until confirmed, and 'vital-range' with low and high.
    """
    if kind.short is not None and kind.short[0] <= value <= kind.short[1]:
        meant = value * CM_TO_MM
        if not confirmed:
            raise Invalid(
                "vital-short-form",
                f"{value} looks like the short form of {meant} {kind.unit}; please confirm.",
                measure=kind.measure,
                means=float(meant),
            )
        value = meant
    if not kind.low <= value <= kind.high:
        raise Invalid(
            "vital-range",
            f"This lies outside {kind.low} to {kind.high} {kind.unit}.",
            measure=kind.measure,
            low=float(kind.low),
            high=float(kind.high),
        )
    return value.quantize(Decimal(1).scaleb(-kind.decimals))


def check_pressures(systolic: Decimal | None, diastolic: Decimal | None) -> None:
    """Invalid 'vital-pressures' when the lower number is not lower: they were swapped."""
    if systolic is not None and diastolic is not None and diastolic >= systolic:
        raise Invalid("vital-pressures", "The second number of a blood pressure is the lower one.", measure="diastolic")


def check_source(part: Part, source: Source) -> None:
    """Invalid 'vital-source' when this part may not say so."""
    if source not in SOURCES[part]:
        raise Invalid("vital-source", "Only trained staff may say that it was measured.", field="source")


def taken_at(said: datetime | None, now: datetime) -> datetime:
    """When it was taken: now unless said. Invalid 'vital-time' in the future or longer ago than OLDEST."""
    if said is None:
        return now
    if said > now + CLOCKS_DIFFER or said < now - OLDEST:
        raise Invalid("vital-time", "This was not taken in the last 24 hours.", field="measured_at")
    return min(said, now)


def breathes_fast(rate: Decimal, youngest: int, oldest: int, bands: Sequence[Band]) -> bool:
    """Whether a child breathes fast. youngest, oldest: the ages in months that fit what is known of the birth.

    A birth known by its year only leaves a span of ages: the lowest threshold that may apply counts, since missing a
    fast breath costs more than looking twice.
    """
    floor = 0
    for band in bands:
        if oldest >= floor and youngest < band.below_months and rate >= band.from_rate:
            return True
        floor = band.below_months
    return False
