"""Keep vital signs told in a call, and read them. Who may is judged by the calls domain above."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from telehealth.db import Session
from telehealth.errors import Invalid, TooMany
from telehealth.vitals.catalogue import DIASTOLIC, FAST_BREATHING, KINDS, RESPIRATION, SYSTOLIC, VERSION, kind_of
from telehealth.vitals.models import CallVital
from telehealth.vitals.rules import Part, believed, breathes_fast, check_pressures, check_source, taken_at
from telehealth.vitals.shapes import NewVital, NewVitals, VitalView

PER_CALL = 200
"""Values one call keeps: every quarter of an hour all of them, for hours."""


@dataclass(frozen=True)
class Recorder:
    """Who enters a value, and as what."""

    part: Part
    account_id: UUID | None


async def add(session: Session, call_id: UUID, by: Recorder, new: NewVitals, now: datetime) -> int:
    """Keep these values; all or none. Returns how many. Invalid with a coded reason, TooMany past PER_CALL."""
    check_source(by.part, new.source)
    at = taken_at(new.measured_at, now)
    rows = [_row(call_id, by, one, new, at) for one in new.vitals]
    told = {row.code: row.value for row in rows}
    if len(told) < len(rows):
        raise Invalid("vital-twice", "One value of a kind at a time.", field="vitals")
    check_pressures(told.get(SYSTOLIC), told.get(DIASTOLIC))
    kept = await session.scalar(select(func.count()).where(CallVital.call_id == call_id)) or 0
    if kept + len(rows) > PER_CALL:
        raise TooMany("too-many", "This call has no room for more values.", retry_after=600)
    session.add_all(rows)
    await session.flush()
    return len(rows)


def _row(call_id: UUID, by: Recorder, said: NewVital, new: NewVitals, at: datetime) -> CallVital:
    kind = kind_of(said.code, said.unit)
    typed = Decimal(str(said.value))
    value = believed(kind, typed, confirmed=new.confirmed)
    short = kind.short is not None and value != typed.quantize(value)
    return CallVital(
        call_id=call_id,
        code=kind.code,
        value=value,
        unit=kind.unit,
        typed=typed if short else None,
        source=new.source,
        part=by.part,
        account_id=by.account_id,
        measured_at=at,
        codes_version=VERSION,
    )


async def of_call(session: Session, call_id: UUID, ages: tuple[int, int] | None) -> list[VitalView]:
    """The values of a call, newest first. ages: the youngest and oldest the patient may be, in months; None: unknown."""
    rows = await session.scalars(select(CallVital).where(CallVital.call_id == call_id).order_by(CallVital.id.desc()))
    seen: set[str] = set()
    views = []
    for row in rows:
        measure = KINDS[row.code].measure
        views.append(_view(row, measure, measure not in seen, ages))
        seen.add(measure)
    return views


def _view(row: CallVital, measure: str, current: bool, ages: tuple[int, int] | None) -> VitalView:
    fast = row.code == RESPIRATION and ages is not None and breathes_fast(row.value, *ages, FAST_BREATHING)
    return VitalView.model_validate(
        {
            "id": row.id,
            "code": row.code,
            "measure": measure,
            "value": float(row.value),
            "unit": row.unit,
            "source": row.source,
            "by": row.part,
            "measured_at": row.measured_at,
            "current": current,
            "fast_breathing": fast,
        }
    )
