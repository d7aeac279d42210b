"""Provinces and communes as people type them."""

import pytest

from telehealth.triage import places


def test_thirty_four_provinces_and_all_their_communes() -> None:
    assert len(places.provinces()) == 34
    assert sum(len(places.search("", one.code)) for one in places.provinces()) == 34 * places.FOUND


@pytest.mark.parametrize("typed", ["quang tri", "Quảng Trị", "QUANG TRI", " quảng  tri "])
def test_a_province_is_found_however_it_is_typed(typed: str) -> None:
    assert [one.code for one in places.search(typed)] == ["44"]


def test_a_commune_is_found_by_a_part_of_its_name_those_that_begin_with_it_first() -> None:
    found = places.search("dong ha", "44")
    assert [one.name for one in found][:2] == ["Phường Đông Hà", "Phường Nam Đông Hà"]
    assert len(places.search("a", "44")) == places.FOUND


def test_a_commune_belongs_to_its_province() -> None:
    here = places.search("nam dong ha", "44")[0]
    assert places.commune("44", here.code) == here
    assert places.commune("01", here.code) is None
    assert places.commune_named("44", "nam đông hà") == here
    assert places.commune_named("44", "nowhere") is None
    assert places.province("99") is None
    assert places.search("x", "99") == []


def test_the_short_name_is_the_one_on_a_facilitys_sign() -> None:
    assert places.short("Phường Nam Đông Hà") == "Nam Đông Hà"
    assert places.bare("Xã Yên Hòa") == places.bare("yên hoà") == "yen hoa"
