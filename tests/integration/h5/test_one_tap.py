"""The one screen: the tap makes the case; whatever is wrong is said beside its field, and nothing typed is lost."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from bot import bootstrap, clock
from bot.casework.model import Channel, Risk, State
from bot.channels.h5 import report_pages
from bot.channels.h5.front import REPORTS_PER_ADDRESS
from bot.replies.report import consent_missing, refusal
from tests.integration.h5.house import ADDRESS, PHONE, VILLAGE, Household, case_count, error_beside, field_of, link_of, text_of

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def later(monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    moment = clock.now() + timedelta(hours=hours)
    monkeypatch.setattr(clock, "now", lambda: moment)


def case_of(household: Household, link: str):
    return bootstrap.case_queries().of_receipt(household.receipt(link)).case


def test_the_tap_makes_a_case_with_its_receipt(household: Household) -> None:
    link = household.register(risks=["illness", "water"])

    case = case_of(household, link)
    assert case.state is State.RECEIVED and case.channel is Channel.PAGE
    assert case.report.risks == (Risk.ILLNESS, Risk.WATER) and case.report.phone == PHONE
    assert (case.report.division, case.report.village) == ("500230", VILLAGE)


def test_somebody_else_s_name_goes_with_a_report_for_them(household: Household) -> None:
    report = case_of(household, household.register(who="other", name="李四")).report

    assert report.for_other and report.name == "李四"


def test_a_name_left_behind_in_a_report_for_oneself_is_nobody_s(household: Household) -> None:
    report = case_of(household, household.register(who="self", name="李四")).report

    assert not report.for_other and report.name is None


def test_without_a_telephone_one_can_report_too_and_is_asked_for_the_name(household: Household) -> None:
    link = household.register(phone="")

    assert "没有留电话" in text_of(household.browser.get(f"/r/receipt/{link}"))


def test_a_form_sent_twice_gives_the_same_receipt_and_says_that_it_had_come(household: Household) -> None:
    first = household.register()
    again = household.send()

    assert household.receipt(link_of(again)) == household.receipt(first) and case_count() == 1
    assert refusal("already") in text_of(household.browser.get(again.headers["location"]))


def test_a_form_sent_four_times_at_once_makes_one_case(household: Household) -> None:
    household.open()
    with ThreadPoolExecutor(4) as taps:
        answers = list(taps.map(lambda _: household.send(), range(4)))

    assert len({household.receipt(link_of(answer)) for answer in answers}) == 1 and case_count() == 1


def test_going_back_to_mend_the_number_changes_the_case_and_makes_no_second_one(household: Household) -> None:
    first = household.register()
    again = household.send(phone="13987654321")

    assert case_count() == 1 and case_of(household, first).report.phone == "13987654321"
    assert "后来改的也存上了" in text_of(household.browser.get(again.headers["location"]))


def test_going_back_to_another_place_leaves_the_village_of_the_first(household: Household) -> None:
    first = household.register()
    household.send(move="五华县")

    report = case_of(household, first).report
    assert (report.division, report.village) == ("441424", None) and case_count() == 1


@pytest.mark.parametrize(("field", "typed", "said"), [
    ("phone", "1381234567", "10位"), ("phone", "一三八", "只写数字"), ("phone", "=1+1", "只写数字"), ("phone", "😀", "只写数字"),
    ("phone", "1' OR '1'='1", "只写数字"), ("phone", EVIL, "只写数字"), ("risks", [], "别的难处"), ("risks", ["hunger"], "不认得"),
    ("consent", "", consent_missing()), ("consent", "1999-01-01", consent_missing())])
def test_what_is_wrong_is_said_beside_its_field(household: Household, field: str, typed: object, said: str) -> None:
    household.open()
    answer = household.send(**{field: typed})

    assert answer.status_code == 422 and said in error_beside(answer.text, field) and case_count() == 0


def test_every_problem_is_told_at_once_in_the_order_of_the_screen(household: Household) -> None:
    household.open()
    page = household.send(risks=[], who="other", name="", phone="123", consent="").text

    errors = [page.index(f'id="{field}-error"') for field in ("risks", "name", "phone", "consent")]
    links = [page.index(f'<li><a href="#{field}"') for field in ("risk-illness", "name", "phone", "consent")]
    assert errors == sorted(errors) and links == sorted(links) and 'id="errors" tabindex="-1" autofocus' in page


def test_nothing_typed_is_lost_when_something_is_wrong(household: Household) -> None:
    household.open()
    page = household.send(risks=["water", "housing"], who="other", name="王五😀", phone="12345").text

    assert field_of(page, "name") == "王五😀" and field_of(page, "phone") == "12345" and field_of(page, "token") == household.typed["token"]
    checked = [risk.value for risk in Risk if f'id="risk-{risk.value}" value="{risk.value}" checked' in page]
    assert checked == ["housing", "water"] and 'value="other" checked' in page
    assert f'name="consent" id="consent" value="{household.typed["consent"]}" checked' in page


@pytest.mark.parametrize("name", [EVIL, "'; DROP TABLE cases; --", "=HYPERLINK(\"http://x\")", "😀", "张" * 30])
def test_any_words_are_a_name_and_are_shown_as_words(household: Household, name: str) -> None:
    link = household.register(who="other", name=name[:30])

    assert case_of(household, link).report.name == name[:30]
    page = household.browser.get(f"/r/case/{link}/summary").text
    assert "<script>alert" not in page and "<img" not in page


def test_markup_in_a_form_with_a_mistake_stays_words(household: Household) -> None:
    household.open()
    page = household.send(who="other", name=EVIL, phone=EVIL, move=EVIL).text

    assert "<script>alert" not in page and "<img" not in page and page.count("&lt;script&gt;alert(1)") >= 3


def test_a_twenty_kilobyte_name_is_too_long_and_stays_in_its_field(household: Household) -> None:
    household.open()
    answer = household.send(who="other", name="长" * 6_800)

    assert answer.status_code == 422 and "最多30个字" in error_beside(answer.text, "name") and field_of(answer.text, "name") == "长" * 6_800


def test_an_expired_form_comes_back_filled_in_and_goes_through_with_its_new_token(household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    household.open()
    later(monkeypatch, 12.1)
    answer = household.send()

    assert answer.status_code == 422 and refusal("form_expired") in text_of(answer) and "data-expired" in answer.text and case_count() == 0
    fresh = field_of(answer.text, "token")
    assert fresh != household.typed["token"] and field_of(answer.text, "phone") == PHONE
    assert household.send(token=fresh).status_code == 303 and case_count() == 1


def test_just_before_it_expires_a_form_is_taken(household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    household.open()
    later(monkeypatch, 11.99)

    assert household.send().status_code == 303


def test_an_expired_form_that_had_arrived_gives_its_old_receipt(household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    first = household.register()
    later(monkeypatch, 13)

    assert household.receipt(link_of(household.send())) == household.receipt(first) and case_count() == 1


@pytest.mark.parametrize("token", ["", "x", "a.1.b", "😀", "A" * 16 + ".9999999999." + "0" * 64])
def test_a_token_that_is_not_ours_makes_no_case_and_loses_nothing(household: Household, token: str) -> None:
    household.open()
    answer = household.send(token=token)

    assert answer.status_code == 422 and refusal("form_broken") in text_of(answer) and case_count() == 0
    assert household.send(token=field_of(answer.text, "token")).status_code == 303


def test_a_mended_report_of_a_closed_case_gives_the_receipt_and_changes_nothing(household: Household) -> None:
    link = household.register()
    household.browser.post(f"/r/case/{link}/withdraw")

    assert household.receipt(link_of(household.send(phone="13987654321"))) == household.receipt(link)
    assert case_of(household, link).report.phone == PHONE


def test_when_the_database_breaks_everything_typed_is_still_there(household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(f"no room for {PHONE}")

    household.open()
    monkeypatch.setattr(report_pages, "_take", broken)
    answer = household.send()

    assert answer.status_code == 503 and refusal("busy") in text_of(answer) and field_of(answer.text, "phone") == PHONE
    monkeypatch.undo()


def test_too_many_reports_from_one_address_wait_a_minute(household: Household, clock) -> None:
    household.open()
    for _ in range(REPORTS_PER_ADDRESS):
        household.browser.app.state.h5.reports.allow("testclient")  # type: ignore[attr-defined]
    refused = household.send()

    assert refused.status_code == 429 and refused.headers["Retry-After"] == "60" and refusal("too_many_reports") in text_of(refused)
    clock.seconds += 61
    assert household.send().status_code == 303


def test_a_report_must_come_from_our_own_page(household: Household) -> None:
    household.open()
    answer = household.browser.post(ADDRESS, data=household.typed, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403 and not bootstrap.database.cache_info().currsize


def test_the_pages_say_that_it_is_free_and_warn_of_touts(browser: TestClient) -> None:
    page = text_of(browser.get(ADDRESS))

    assert "申报不收一分钱" in page and "骗子" in page and "撤回申报" in page and VILLAGE in page


def test_the_chat_page_leads_here(browser: TestClient) -> None:
    page = browser.get("/").text

    assert 'href="/r"' in page and 'href="/r/status"' in page
