"""Whose place a report is for: in the address, chosen, typed, of several, or unknown."""
from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.integration.h5.house import PHONE, Household, case_count, error_beside, field_of, link_of, text_of
from tests.integration.h5.test_one_tap import EVIL, case_of


@pytest.mark.parametrize("address", ["/r/999999", "/r/abc", "/r/500230'--", "/r/%F0%9F%98%80", "/r/50023０"])
def test_an_address_with_an_unknown_place_says_so_and_lets_one_choose(browser: TestClient, address: str) -> None:
    answer = browser.get(address)

    assert answer.status_code == 404 and "网址里的地方不对" in text_of(answer) and 'href="/r/500230"' in answer.text


def test_a_form_sent_to_an_unknown_place_keeps_what_was_typed_and_asks_for_the_place(household: Household) -> None:
    household.open()
    household.address = "/r/999999"
    answer = household.send()

    assert answer.status_code == 422 and "还不知道您家在哪儿" in error_beside(answer.text, "move") and field_of(answer.text, "phone") == PHONE
    assert household.send(move="丰都县").status_code == 303


def test_another_place_is_taken_with_everything_typed(household: Household) -> None:
    household.open()
    answer = household.send(do="move", move="梅州五华", name="王五", consent="")

    assert answer.status_code == 200 and "广东省梅州市五华县" in text_of(answer) and 'action="/r/441424"' in answer.text
    assert field_of(answer.text, "phone") == PHONE and field_of(answer.text, "move") == "" and case_count() == 0


def test_a_name_of_several_places_lets_one_choose(household: Household) -> None:
    household.open()
    answer = household.send(move="鼓楼区")
    assert answer.status_code == 422 and "不止一个地方" in error_beside(answer.text, "move") and 'value="350102"' in answer.text

    assert case_of(household, link_of(household.send(move="鼓楼区", chosen="350102"))).report.division == "350102"


def test_a_choice_that_was_not_offered_is_none(household: Household) -> None:
    household.open()

    assert household.send(move="鼓楼区", chosen="110000").status_code == 422 and case_count() == 0


@pytest.mark.parametrize("place", ["火星", "😀", EVIL, "'; --", "长" * 6_000])
def test_a_place_that_is_not_found_is_said_beside_its_field(household: Household, place: str) -> None:
    household.open()
    answer = household.send(move=place)

    assert answer.status_code == 422 and "没有找到" in error_beside(answer.text, "move") and field_of(answer.text, "move") == place
    assert "<script>alert" not in answer.text


def test_the_place_comes_first_where_the_address_has_none(browser: TestClient) -> None:
    page = browser.get("/r").text

    assert 'href="/r/500230"' in page and 'href="/r?within=441400"' in page and 'name="place"' in page


@pytest.mark.parametrize(("typed", "leads"), [("丰都", "/r/500230"), (" 丰都县 ", "/r/500230"), ("500230", "/r/500230")])
def test_a_name_that_is_one_place_leads_to_its_screen(browser: TestClient, typed: str, leads: str) -> None:
    assert browser.get("/r", params={"place": typed}, follow_redirects=False).headers["location"] == leads


def test_a_wider_place_offers_those_in_it_and_itself(browser: TestClient) -> None:
    page = browser.get("/r", params={"place": "梅州"}).text

    assert 'href="/r/441424"' in page and 'href="/r/441400"' in page and 'href="/r/500230"' not in page


def test_a_place_nobody_knows_is_told_with_what_was_typed(browser: TestClient) -> None:
    answer = browser.get("/r", params={"place": EVIL})

    assert answer.status_code == 404 and "没有找到" in error_beside(answer.text, "place") and "<script>alert" not in answer.text


def test_a_place_without_documents_can_report_and_is_shown_no_clock(household: Household) -> None:
    household.address = "/r/350102"
    page = text_of(household.browser.get(f"/r/receipt/{household.register()}"))

    assert "您那里的文件还没有收" in page and "村委会" in page and "12317" not in page and "以内" not in page


@pytest.mark.parametrize("village", ["长" * 31, "%00", "."])
def test_a_village_that_cannot_be_kept_is_left_out(browser: TestClient, village: str) -> None:
    answer = browser.get(f"/r/500230/{village}")

    assert answer.status_code == 200 and "重庆市丰都县" in text_of(answer)
