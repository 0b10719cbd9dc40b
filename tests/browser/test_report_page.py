"""The report pages in a real browser, as a phone shows them: without JavaScript, without a signal, sent once."""
from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot import clock
from bot.channels.h5.words import words
from bot.replies.report import refusal
from tests.browser.reporting import fill_in, kept, registered
from tests.integration.h5.house import ADDRESS, PHONE, case_count

pytestmark = pytest.mark.browser


def test_without_javascript_one_registers_completes_looks_up_and_withdraws(phone: Any, site: str) -> None:
    page = phone(java_script_enabled=False)
    fill_in(page)
    page.tap("#send")
    receipt = registered(page)
    page.get_by_role("link", name=words()["receipt"]["more"]).tap()
    page.fill("#name", "张三")
    page.get_by_role("button", name=words()["details"]["save"]).tap()
    for _ in range(4):
        page.get_by_role("link", name=words()["details"]["skip"]).tap()
    page.get_by_text("138****5678").wait_for()
    assert "张三" in page.locator("main").inner_text()
    page.goto(f"{site}/r/status")
    page.fill("#receipt", receipt)
    page.fill("#digits", PHONE[-4:])
    page.get_by_role("button", name=words()["status"]["find"]).tap()
    page.get_by_role("link", name=words()["status"]["withdraw"]).tap()
    page.tap("#withdraw")
    page.get_by_text(words()["withdraw"]["done"]).wait_for()
    assert case_count() == 1


def test_without_javascript_a_mistake_keeps_everything_and_comes_first(phone: Any) -> None:
    page = phone(java_script_enabled=False)
    fill_in(page, "1381234")
    page.tap("label[for=who-other]")
    page.fill("#name", "李四😀")
    page.tap("#send")
    page.locator("#errors").wait_for()
    assert page.input_value("#phone") == "1381234" and page.input_value("#name") == "李四😀"
    assert page.locator("#risk-illness").is_checked() and page.locator("#consent").is_checked()
    page.fill("#phone", PHONE)
    page.tap("#send")
    assert registered(page)


def test_the_keyboard_alone_will_do_and_enter_never_moves_the_place(phone: Any) -> None:
    page = phone()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#risk-water").focus()
    page.keyboard.press("Space")
    page.locator("#consent").focus()
    page.keyboard.press("Space")
    page.locator("#phone").focus()
    page.keyboard.type(PHONE)
    page.keyboard.press("Enter")
    assert registered(page) and case_count() == 1


def test_a_mistake_is_shown_in_place_and_its_summary_is_read_out(phone: Any) -> None:
    page = phone()
    page.fill("#phone", "1381234")
    page.tap("#send")
    page.locator("#errors").wait_for()
    assert page.evaluate("document.activeElement.id") == "errors" and page.locator("#errors a").count() == 3
    page.locator("#errors a").nth(1).tap()
    assert page.evaluate("document.activeElement.id") == "phone" and page.input_value("#phone") == "1381234"
    page.fill("#phone", PHONE)
    page.tap("label.tile:has-text('吃水')")
    page.tap("label[for=consent]")
    page.tap("#send")
    assert registered(page) and case_count() == 1


def test_what_is_sent_without_a_signal_waits_and_is_sent_once_when_it_returns(phone: Any) -> None:
    page = phone()
    posts: list[str] = []
    page.on("requestfinished", lambda request: posts.append(request.url) if request.method == "POST" else None)
    fill_in(page)
    page.context.set_offline(True)
    page.tap("#send")
    page.get_by_role("status").get_by_text(words()["form"]["offline"]).wait_for()
    assert PHONE in kept(page) and page.input_value("#phone") == PHONE
    page.tap("#send")
    page.get_by_role("status").get_by_text(words()["form"]["offline"]).wait_for()
    page.context.set_offline(False)
    assert registered(page) and case_count() == 1 and len(posts) == 1
    assert kept(page) is None


def test_what_waits_is_sent_when_the_page_is_opened_again(phone: Any, site: str) -> None:
    page = phone()
    fill_in(page)
    page.context.set_offline(True)
    page.tap("#send")
    page.get_by_role("status").get_by_text(words()["form"]["offline"]).wait_for()
    other = page.context.new_page()
    page.close()
    page.context.set_offline(False)
    other.goto(site + ADDRESS)
    assert registered(other) and case_count() == 1
    other.goto(site + ADDRESS)
    assert kept(other) is None and other.input_value("#phone") == ""


def test_an_answer_that_is_lost_on_its_way_back_makes_no_second_case(phone: Any) -> None:
    page = phone()
    fill_in(page)
    lost = []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()
        else:
            route.continue_()

    page.route("**/r/500230/**", lose)
    page.tap("#send")
    assert registered(page) and lost == [303] and case_count() == 1
    assert refusal("already") in page.locator("main").inner_text()


def test_a_form_that_expired_while_it_waited_is_sent_again_by_itself(phone: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page = phone()
    fill_in(page)
    moment = clock.now() + timedelta(hours=13)
    monkeypatch.setattr(clock, "now", lambda: moment)
    page.tap("#send")
    assert registered(page) and case_count() == 1


@pytest.mark.parametrize("scripted", [True, False])
def test_a_double_tap_makes_one_case(phone: Any, scripted: bool) -> None:
    page = phone(java_script_enabled=scripted)
    fill_in(page)
    page.locator("#send").dblclick(no_wait_after=True)
    assert registered(page) and case_count() == 1


def test_while_it_is_sent_the_button_says_so_and_takes_no_second_tap(phone: Any) -> None:
    page = phone()
    fill_in(page)
    held = []
    page.route("**/r/500230/**", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    page.tap("#send")
    page.get_by_role("button", name=words()["form"]["sending"]).wait_for()
    page.tap("#send", force=True)
    page.wait_for_timeout(200)
    assert len(held) == 1 and page.locator("#send").get_attribute("aria-disabled") == "true"
    held[0].continue_()
    assert registered(page) and case_count() == 1


def test_a_draft_survives_a_reload_and_can_be_wiped(phone: Any) -> None:
    page = phone()
    fill_in(page)
    page.tap("label[for=who-other]")
    page.fill("#name", "李四")
    assert words()["form"]["draft"] in page.locator("#draft").inner_text()
    page.reload()
    assert page.input_value("#phone") == PHONE and page.input_value("#name") == "李四"
    assert page.locator("#risk-illness").is_checked() and page.locator("#who-other").is_checked()
    assert not page.locator("#consent").is_checked()  # agreeing is never done for anybody
    page.get_by_role("button", name=words()["form"]["wipe"]).tap()
    assert kept(page) is None and page.input_value("#phone") == "" and page.get_by_role("status").inner_text() == words()["form"]["wiped"]
    page.reload()
    assert page.input_value("#phone") == "" and not page.locator("#risk-illness").is_checked() and page.locator("#draft").is_hidden()


def test_a_draft_survives_the_change_of_the_place(phone: Any) -> None:
    page = phone()
    fill_in(page)
    page.tap(".where summary")
    page.fill("#move", "五华县")
    page.get_by_role("button", name=words()["form"]["change_button"]).tap()
    page.get_by_text("广东省梅州市五华县").wait_for()
    assert page.input_value("#phone") == PHONE and page.locator("#risk-illness").is_checked()
    page.tap("#send")
    registered(page)
    assert "五华县" in page.locator("main").inner_text() and case_count() == 1


def test_a_detail_saved_without_a_signal_is_saved_when_it_returns_and_not_kept_on_the_phone(phone: Any) -> None:
    page = phone()
    fill_in(page)
    page.tap("#send")
    registered(page)
    page.get_by_role("link", name=words()["receipt"]["more"]).tap()
    page.fill("#name", "张三")
    page.context.set_offline(True)
    page.tap("#send")
    page.get_by_role("status").get_by_text(words()["form"]["kept_waiting"]).wait_for()
    assert kept(page) is None
    page.context.set_offline(False)
    page.wait_for_url("**/village")
