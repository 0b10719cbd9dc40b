"""The screens after the receipt: each detail is saved by itself, may be skipped, and can be changed at the end."""
from __future__ import annotations

import pytest

from bot import bootstrap
from bot.casework.model import Report
from bot.casework.validation import LONGEST
from bot.channels.h5.steps import IN_TURN, STEPS
from bot.replies.report import refusal
from tests.integration.h5.house import PHONE, Household, error_beside, field_of, text_of
from tests.integration.h5.test_one_tap import EVIL, later

IDENTITY = "11010519491231002X"


@pytest.fixture
def link(household: Household) -> str:
    return household.register()


def save(household: Household, link: str, step: str, **typed: str):
    return household.browser.post(f"/r/case/{link}/{step}", data=typed, follow_redirects=False)


def report_of(household: Household, link: str) -> Report:
    return bootstrap.case_queries().of_receipt(household.receipt(link)).case.report


def test_each_screen_saves_what_it_asks_and_leads_to_the_next(household: Household, link: str) -> None:
    typed = {"who": {"name": "张三"}, "village": {"village": "三组"}, "story": {"story": "住院花了\n很多钱"},
             "household": {"household_size": "4", "income_per_head": "6，000"}, "identity": {"identity_number": IDENTITY}}
    after = []
    for step, fields in typed.items():
        after.append(save(household, link, step, **fields).headers["location"].rpartition("/")[2])

    assert after == ["village", "story", "household", "identity", "summary"]
    report = report_of(household, link)
    assert (report.name, report.village, report.story) == ("张三", "三组", "住院花了\n很多钱")
    assert (report.household_size, report.income_per_head, report.identity_number) == (4, 6000, IDENTITY)


def test_whoever_stops_half_way_has_lost_nothing(household: Household, link: str) -> None:
    save(household, link, "who", name="张三")

    assert report_of(household, link).name == "张三" and report_of(household, link).phone == PHONE


@pytest.mark.parametrize("step", [step.name for step in IN_TURN])
def test_every_screen_can_be_skipped_and_left_backwards(household: Household, link: str, step: str) -> None:
    page = household.browser.get(f"/r/case/{link}/{step}").text
    names = [each.name for each in IN_TURN]
    at = names.index(step)

    assert f"/{(names + ['summary'])[at + 1]}\">跳过</a>" in page and (at == 0 or f"/{names[at - 1]}\">上一步</a>" in page)


def test_an_empty_screen_changes_nothing(household: Household, link: str) -> None:
    before = report_of(household, link)

    assert all(save(household, link, step.name, **({"village": before.village or ""} if step.name == "village" else {})).status_code == 303
               for step in IN_TURN)
    assert report_of(household, link) == before


def test_the_summary_leads_to_each_part_and_back_to_itself(household: Household, link: str) -> None:
    save(household, link, "story", story="房子漏雨")
    page = household.browser.get(f"/r/case/{link}/summary")
    assert "房子漏雨" in text_of(page) and all(f"/{step}?back=summary" in page.text for step in STEPS)

    screen = household.browser.get(f"/r/case/{link}/story?back=summary").text
    assert field_of(screen, "story") == "房子漏雨" and field_of(screen, "back") == "summary"
    assert save(household, link, "story", story="漏雨", back="summary").headers["location"].endswith("/summary")


def test_an_emptied_field_is_emptied(household: Household, link: str) -> None:
    save(household, link, "story", story="房子漏雨")
    save(household, link, "story", story="")

    assert report_of(household, link).story is None


def test_numbers_that_were_told_are_shown_only_by_their_ends_and_stay_when_nothing_is_typed(household: Household, link: str) -> None:
    save(household, link, "identity", identity_number=IDENTITY)
    pages = "".join(household.browser.get(f"/r/case/{link}/{step}").text for step in ("identity", "phone", "summary"))

    assert IDENTITY not in pages and PHONE not in pages and "138****5678" in pages and "002X" in pages
    save(household, link, "identity", identity_number="")
    save(household, link, "phone", phone="")
    assert report_of(household, link).identity_number == IDENTITY and report_of(household, link).phone == PHONE


def test_risks_and_telephone_can_be_changed_from_the_summary(household: Household, link: str) -> None:
    save(household, link, "risks", risks="housing")
    save(household, link, "phone", phone="023-12345678")

    assert [risk.value for risk in report_of(household, link).risks] == ["housing"] and report_of(household, link).phone == "02312345678"


@pytest.mark.parametrize(("step", "field", "typed", "said"), [
    ("identity", "identity_number", "123", "3位"), ("identity", "identity_number", "110105194912310021", "写错了"),
    ("identity", "identity_number", EVIL, "18位"), ("phone", "phone", "1381234567", "10位"),
    ("story", "story", "长" * 20_000, f"最多{LONGEST['story']}个字"), ("story", "story", "x" * 20_480, f"最多{LONGEST['story']}个字"),
    ("who", "name", "长" * 31, "最多30个字"), ("village", "village", "长" * 31, "最多30个字"),
    ("household", "household_size", "四口", "只写数字"), ("household", "household_size", "31", "最多写30"),
    ("household", "income_per_head", "=1+1", "只写数字"), ("household", "income_per_head", "-5", "只写数字"), ("risks", "risks", "hunger", "不认得")])
def test_what_is_wrong_is_said_beside_its_field_and_stays_in_it(household: Household, link: str, step: str, field: str, typed: str, said: str) -> None:
    before = report_of(household, link)
    # as a browser sends it: this form is multipart
    answer = household.browser.post(f"/r/case/{link}/{step}", files={field: (None, typed)}, follow_redirects=False)

    assert answer.status_code == 422 and said in error_beside(answer.text, field) and report_of(household, link) == before
    assert field == "risks" or field_of(answer.text, field) == typed
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("story", [EVIL, "'; DROP TABLE cases; --", "=cmd|' /C calc'!A0", "😀👨‍👩‍👧 房子塌了", "@SUM(A1)", "{{7*7}}"])
def test_any_words_are_a_story_and_are_shown_as_words(household: Household, link: str, story: str) -> None:
    assert save(household, link, "story", story=story).status_code == 303

    page = household.browser.get(f"/r/case/{link}/story").text
    assert field_of(page, "story").replace("\u200d", "") == story.replace("\u200d", "") and "<script>alert" not in page


def test_a_report_for_somebody_else_asks_for_both_names_and_keeps_theirs(household: Household) -> None:
    link = household.register(who="other", name="李四")
    page = household.browser.get(f"/r/case/{link}/who").text
    assert field_of(page, "name") == "李四" and field_of(page, "reporter") == ""

    answer = save(household, link, "who", name=" ", reporter="王五")
    assert answer.status_code == 422 and error_beside(answer.text, "name") == refusal("name_missing") and field_of(answer.text, "reporter") == "王五"
    save(household, link, "who", name="李四", reporter="王五")
    assert report_of(household, link).reporter == "王五"


def test_one_who_reports_for_himself_is_not_asked_who_he_is_besides(household: Household, link: str) -> None:
    assert 'name="reporter"' not in household.browser.get(f"/r/case/{link}/who").text


def test_a_closed_case_refuses_details_with_words_and_keeps_what_was_typed(household: Household, link: str) -> None:
    household.browser.post(f"/r/case/{link}/withdraw")
    answer = save(household, link, "story", story="房子漏雨")

    assert answer.status_code == 409 and field_of(answer.text, "story") == "房子漏雨"
    assert "撤回了" in text_of(answer) and "县乡村振兴局" in text_of(answer)


def test_when_the_database_breaks_everything_typed_is_still_there(household: Household, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr("bot.casework.handlers.Casework.amend", broken)
    answer = save(household, link, "story", story="房子漏雨")

    assert answer.status_code == 503 and refusal("busy") in text_of(answer) and field_of(answer.text, "story") == "房子漏雨"


def test_an_old_link_shows_nothing_more_but_loses_nothing_typed(household: Household, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    save(household, link, "story", story="房子漏雨")
    later(monkeypatch, 12.1)

    opened = household.browser.get(f"/r/case/{link}/story", follow_redirects=False)
    assert opened.headers["location"] == "/r/status?old=1" and "漏雨" not in household.browser.get("/r/status?old=1").text
    answer = save(household, link, "story", story="墙也裂了")
    assert answer.status_code == 422 and field_of(answer.text, "story") == "墙也裂了" and "后4位" in error_beside(answer.text, "digits")
    assert save(household, link, "story", story="墙也裂了", digits="0000").status_code == 422
    assert report_of(household, link).story == "房子漏雨"
    assert save(household, link, "story", story="墙也裂了", digits="5678").status_code == 303
    assert report_of(household, link).story == "墙也裂了"


@pytest.mark.parametrize("address", ["/r/case/x/who", "/r/case/first:x/story", "/r/case/x{link}/who", "/r/case/first:A{link}/who", "/r/case/{link}/nothing", "/r/case/😀/who"])
def test_a_link_that_is_not_ours_opens_nothing(household: Household, link: str, address: str) -> None:
    for answer in (household.browser.get(address.format(link=link)), household.browser.post(address.format(link=link), data={"name": "x"})):
        assert answer.status_code == 404 and refusal("link_broken") in text_of(answer)
