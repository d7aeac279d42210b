"""A health worker finds or adds people of the own commune: nobody else's, a bounded number, every look in the log."""

from typing import Any

import pytest
from sqlalchemy import func, select, true

from telehealth.accounts.permissions import Grant, Principal
from telehealth.audit import AuditEvent
from telehealth.db import Database
from telehealth.errors import Invalid, NotFound
from telehealth.patients import commune
from telehealth.patients.models import Patient, RelatedPerson
from telehealth.patients.shapes import CommuneAdded, CommuneFound, CommuneSearch, NewCommunePatient
from tests.bedside import add_station, health_worker, next_commune, villager
from tests.people import Everyone, Staff, principal_of
from tests.visits import audited


async def looks_for(database: Database, who: Staff, name: str, birth_year: int | None = None) -> CommuneFound:
    worker = await principal_of(database, who)
    async with database.transaction() as session:
        return await commune.search(session, worker, CommuneSearch(name=name, birth_year=birth_year))


async def adds(database: Database, worker: Principal, **said: Any) -> CommuneAdded:
    new = {"name": "Hồ Thị Kăn", "birth_year": 1958, "sex": "female"} | said
    async with database.transaction() as session:
        return await commune.add(session, worker, NewCommunePatient.model_validate(new))


def names(found: CommuneFound) -> list[str]:
    return [one.name for one in found.patients]


@pytest.mark.parametrize("typed", ["Mai", "mai", "HOÀNG", "hoang thi mai", "Mai Hoàng", "hòang mã"])
async def test_anh_pa_finds_ba_mai_however_he_types_her(database: Database, everyone: Everyone, typed: str) -> None:
    assert names(await looks_for(database, everyone.health_worker, typed)) == ["Hoàng Thị Mai"]


async def test_half_a_word_in_the_middle_is_no_beginning(database: Database, everyone: Everyone) -> None:
    assert names(await looks_for(database, everyone.health_worker, "oang")) == []


async def test_a_percent_sign_is_no_wildcard(database: Database, everyone: Everyone) -> None:
    for typed in ("%%", "__", "%ai", "m%i"):
        assert names(await looks_for(database, everyone.health_worker, typed)) == []


async def test_the_birth_year_narrows_and_the_nearest_comes_first(database: Database, everyone: Everyone) -> None:
    for year in (1930, 1955, 1956):
        await villager(database, "Hoàng Thị Mai", year, "Yên Hòa")
    found = await looks_for(database, everyone.health_worker, "mai", 1955)
    assert [one.birth_year for one in found.patients] == [1955, 1954, 1956]


async def test_one_letter_is_too_little(database: Database, everyone: Everyone) -> None:
    with pytest.raises(Invalid):
        await looks_for(database, everyone.health_worker, "m")


async def test_a_common_name_shows_twenty_and_says_that_there_are_more(database: Database, everyone: Everyone) -> None:
    for number in range(30):
        await villager(database, f"Hồ Thị Kăn {number}", 1960, "xã Yên Hoà")
    found = await looks_for(database, everyone.health_worker, "kan")
    assert (len(found.patients), found.more) == (20, True)


async def test_nobody_of_the_next_commune_is_found(database: Database, everyone: Everyone) -> None:
    there = await next_commune(database)
    here = await looks_for(database, everyone.health_worker, "Hoàng Thị Mai", 1954)
    assert [one.id for one in here.patients] == [everyone.mai]
    theirs = await looks_for(database, there.dung, "Hoàng Thị Mai", 1954)
    assert [one.id for one in theirs.patients] == [there.namesake]


async def test_sabotage_without_the_commune_filter_the_neighbour_is_found(
    database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commune, "_within", lambda _: true())
    with pytest.raises(AssertionError):
        await test_nobody_of_the_next_commune_is_found(database, everyone)


async def test_a_patient_without_a_commune_is_nobodys(database: Database, everyone: Everyone) -> None:
    nowhere = await villager(database, "Trần Thị Lạc", 1950, "")
    blank = await health_worker(
        database, "Y Blank", "blank", await add_station(database, "44199", "xã ", "02333000199")
    )
    for who in (everyone.health_worker, blank):
        assert names(await looks_for(database, who, "lạc")) == []
    worker = await principal_of(database, blank)
    async with database.transaction() as session:
        assert await commune.station_for(session, worker, nowhere) is None


async def test_every_search_and_every_opened_identity_is_in_the_log_without_a_name(
    database: Database, everyone: Everyone
) -> None:
    await looks_for(database, everyone.health_worker, "mai")
    worker = await principal_of(database, everyone.health_worker)
    async with database.transaction() as session:
        opened = (await commune.open_patient(session, worker, everyone.mai)).answer()
    assert opened.patient.id == everyone.mai
    pa = everyone.health_worker.account_id
    assert await audited(database, "patient.search") == [(pa, "allowed", "own-commune")]
    assert await audited(database, "patient.open") == [(pa, "allowed", "own-commune")]
    async with database.transaction() as session:
        for row in await session.scalars(select(AuditEvent)):
            assert "mai" not in str(row.detail).lower()


async def test_opening_somebody_of_another_commune_is_refused_and_kept(database: Database, everyone: Everyone) -> None:
    there = await next_commune(database)
    worker = await principal_of(database, everyone.health_worker)
    async with database.transaction() as session:
        judged = await commune.open_patient(session, worker, there.namesake)
    with pytest.raises(NotFound):
        judged.answer()
    assert await audited(database, "patient.open") == [(everyone.health_worker.account_id, "refused", "other-commune")]


@pytest.mark.parametrize("role", ["receptionist", "ha", "nurse", "administrator", "dpo"])
async def test_no_other_staff_stands_at_a_bedside(database: Database, everyone: Everyone, role: str) -> None:
    assert names(await looks_for(database, getattr(everyone, role), "mai")) == []


async def test_anh_pa_adds_somebody_of_his_commune(database: Database, everyone: Everyone) -> None:
    worker = await principal_of(database, everyone.health_worker)
    done = await adds(database, worker, family_phone="0912 000 777")
    assert done.added and done.alike == []
    assert done.added.patient.commune_name == "Yên Hòa"
    assert done.added.family_phone == "+84912000777"
    assert names(await looks_for(database, everyone.health_worker, "kan", 1959)) == ["Hồ Thị Kăn"]
    async with database.transaction() as session:
        linked = select(func.count()).where(RelatedPerson.patient_id == done.added.patient.id)
        assert await session.scalar(linked) == 0  # a number to telephone gives nobody the record


async def test_who_is_almost_the_same_is_shown_first(database: Database, everyone: Everyone) -> None:
    worker = await principal_of(database, everyone.health_worker)
    twin = await adds(database, worker, name="hoàng thị mai", birth_year=1955)
    assert twin.added is None
    assert [one.id for one in twin.alike] == [everyone.mai]
    other = await adds(database, worker, name="Hoàng Thị Mai", birth_year=1955, new_person=True)
    assert other.added and other.added.patient.id != everyone.mai


async def test_two_taps_at_once_add_one_person(database: Database, everyone: Everyone) -> None:
    worker = await principal_of(database, everyone.health_worker)
    first, second = await adds(database, worker), await adds(database, worker)
    assert first.added and second.added is None
    assert [one.id for one in second.alike] == [first.added.patient.id]


async def test_a_worker_of_two_stations_says_at_which(database: Database, everyone: Everyone) -> None:
    there = await next_commune(database)
    pa = await principal_of(database, everyone.health_worker)
    both = Principal(
        pa.session_id, pa.account_id, "clinic", "full", grants=(*pa.grants, Grant(there.station, there.dung.role))
    )
    with pytest.raises(Invalid) as refusal:
        await adds(database, both)
    assert refusal.value.code == "facility-needed"
    done = await adds(database, both, facility_id=there.station)
    assert done.added and done.added.patient.commune_name == "Hải An"


async def test_a_phone_that_is_none_is_said_so(database: Database, everyone: Everyone) -> None:
    worker = await principal_of(database, everyone.health_worker)
    with pytest.raises(Invalid) as refusal:
        await adds(database, worker, family_phone="12")
    assert refusal.value.code == "phone"
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).where(Patient.name_key == "ho thi kan")) == 0
