from __future__ import annotations

import pytest

from bot.channels.h5.places import MOST_CHOICES, choices, inside, search, where


@pytest.mark.parametrize(("typed", "codes"), [
    ("丰都县", ("500230",)), ("丰都", ("500230",)), (" 丰 都 ", ("500230",)), ("重庆丰都", ("500230",)), ("梅州市五华县", ("441424",)),
    ("我家在梅州五华", ("441424",)), ("500230", ("500230",)), ("999999", ()), ("火星", ()), ("", ()), ("😀", ()), ("50023", ())])
def test_a_place_is_found_by_name_or_code(real_divisions, typed, codes) -> None:
    assert search(real_divisions, typed) == codes


def test_a_name_of_several_places_finds_them_all_but_no_endless_list(real_divisions) -> None:
    assert 2 < len(search(real_divisions, "鼓楼区")) <= MOST_CHOICES


def test_an_address_tells_place_and_village(real_divisions) -> None:
    found = where(real_divisions, "500230", " 双龙村 ")

    assert found and found.name == "重庆市丰都县双龙村" and found.path == "/r/500230/%E5%8F%8C%E9%BE%99%E6%9D%91"


@pytest.mark.parametrize("division", ["999999", "", "abc", "500200", "５００２３０"])
def test_what_is_no_place_is_none(real_divisions, division) -> None:
    assert where(real_divisions, division) is None


def test_a_village_that_cannot_be_kept_is_left_out(real_divisions) -> None:
    assert where(real_divisions, "500230", "长" * 31).village == ""
    assert where(real_divisions, "500230", "长" * 30).village == "长" * 30


def test_a_province_has_its_cities_a_city_its_counties_and_a_county_nothing(real_divisions) -> None:
    assert "441400" in inside(real_divisions, "440000") and "441424" not in inside(real_divisions, "440000")
    assert "441424" in inside(real_divisions, "441400") and inside(real_divisions, "441424") == ()
    assert "500230" in inside(real_divisions, "500000")


def test_a_wide_place_leads_to_those_within_and_a_county_to_its_screen(real_divisions) -> None:
    assert [each["address"] for each in choices(real_divisions, ["441400", "500230"])] == ["/r?within=441400", "/r/500230"]
