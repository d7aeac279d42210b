"""Where the patient is now, and whom to dial there."""

from telehealth.accounts.directory import facilities_in_province, facility
from telehealth.accounts.models import Facility
from telehealth.calls import ledger
from telehealth.calls.models import CallRow
from telehealth.calls.people import must_be_live, tell
from telehealth.calls.triage_shapes import NumberView, PlaceSaid, PlaceView, Text
from telehealth.db import Session
from telehealth.errors import Invalid
from telehealth.patients import service as patients
from telehealth.triage import content, places
from telehealth.triage.content import Line

HOSPITALS = 3
"""Hospitals shown at most: more numbers than one can dial are no help."""


async def say_place(session: Session, row: CallRow, said: PlaceSaid) -> None:
    """Keep where the patient is; the doctor sees it at once. Invalid('unknown-place') for a place that is none."""
    must_be_live(row)
    if places.province(said.province) is None:
        raise Invalid("unknown-place", "There is no such province.", field="province")
    commune = places.commune(said.province, said.commune) if said.commune else None
    if said.commune and commune is None:
        raise Invalid("unknown-place", "There is no such commune in this province.", field="commune")
    row.place_province = said.province
    row.place_commune = places.short(commune.name) if commune else None
    row.place_note = said.note
    row.place_said_at = await ledger.database_now(session)
    await session.flush()
    await tell(session, row)


async def place_of(session: Session, row: CallRow) -> PlaceView:
    """Where the patient is: as said; else the patient's commune; else where the caller's station is."""
    province = row.place_province or row.province_code
    if row.place_said_at:
        return _view(province, row.place_commune or "", row.place_note, said=True)
    commune = (await patients.view(session, row.patient_id)).commune_name if row.patient_id else ""
    home = commune or row.place_commune or (await facility(session, row.facility_id)).commune_name
    return _view(province, home, "", said=False)


async def numbers_at(session: Session, place: PlaceView, *, child: bool) -> list[NumberView]:
    """Whom to dial at this place: the emergency number first, then the commune's station, then hospitals."""
    data = content.numbers()
    province = data.provinces.get(place.province)
    emergency = province.emergency if province else "115"
    found = [NumberView(number=emergency, name=Text(vi="Cấp cứu", en="Emergency"), kind="emergency")]
    if child:
        found.append(_line(data.child_line, "child"))
    found += [_line(one, "province") for one in (province.lines if province else ())]
    here = await facilities_in_province(session, place.province)
    near = [one for one in here if places.bare(one.commune_name) == places.bare(place.commune)]
    stations = [one for one in near if one.kind == "commune_station"]
    hospitals = sorted((one for one in here if one.kind == "hospital"), key=lambda one: one not in near)
    return (
        found
        + [_facility(one, "station") for one in stations]
        + [_facility(one, "hospital") for one in hospitals[:HOSPITALS]]
    )


def _view(province: str, commune: str, note: str, *, said: bool) -> PlaceView:
    known = places.province(province)
    return PlaceView(
        province=province, province_name=known.name if known else "", commune=commune, note=note, said=said
    )


def _line(line: Line, kind: str) -> NumberView:
    return NumberView.model_validate({"number": line.number, "name": Text(vi=line.vi, en=line.en), "kind": kind})


def _facility(one: Facility, kind: str) -> NumberView:
    return NumberView.model_validate({"number": one.phone, "name": Text(vi=one.name, en=one.name), "kind": kind})
