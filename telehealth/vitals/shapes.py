"""What is said and shown of vital signs."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from telehealth.endpoint import Shape

Measure = Literal[
    "systolic",
    "diastolic",
    "heart_rate",
    "respiratory_rate",
    "spo2",
    "temperature",
    "glucose",
    "weight",
    "height",
]


class NewVital(Shape):
    """One value: LOINC code, number, UCUM unit."""

    code: Annotated[str, Field(max_length=12)]
    value: Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)]
    unit: Annotated[str, Field(max_length=12)]


class NewVitals(Shape):
    """Values taken at one time. `confirmed`: yes, "14/9" is meant as 140/90 (asked for by 'vital-short-form')."""

    vitals: Annotated[list[NewVital], Field(min_length=1, max_length=12)]
    source: Literal["reported", "measured", "device"]
    measured_at: AwareDatetime | None = None
    confirmed: bool = False


class VitalView(Shape):
    """One value as the people in the call see it."""

    id: int
    code: str
    measure: Measure
    value: float
    unit: str
    source: Literal["reported", "measured", "device"]
    by: Literal["family", "health_worker", "clinician"]
    measured_at: datetime
    current: bool  # no newer value of this measure
    fast_breathing: bool  # a child's respiratory rate at or over the threshold of its age
