"""The chat page in a real browser, as a phone shows it."""
from __future__ import annotations

from typing import Any, Callable, Iterator

import pytest

from bot.channels.web.app import create_app
from bot.channels.web.wording import notice, words
from tests.browser.phones import phones, served, sideways
from tests.unit.channels.fake_dialogue import GRANT, FakeDialogue, answered, reply

LONG = "依据文件第十二条" * 30

pytestmark = pytest.mark.browser


@pytest.fixture
def dialogue() -> FakeDialogue:
    return FakeDialogue()


@pytest.fixture
def address(dialogue: FakeDialogue) -> Iterator[str]:
    with served(create_app(dialogue.client())) as found:
        yield found


@pytest.fixture
def phone(chromium: Any, address: str) -> Iterator[Callable[..., Any]]:
    """phone(width=…, java_script_enabled=…) → the opened page."""
    with phones(chromium, address) as open_page:
        yield open_page


def answers(page: Any) -> Any:
    return page.locator("#conversation .answer")


def ask(page: Any, text: str, nth: int = 0) -> None:
    page.fill("#message", text)
    page.tap("#send")
    answers(page).nth(nth).wait_for()


def test_a_place_and_then_a_question_are_asked_with_two_taps(phone: Any, dialogue: FakeDialogue) -> None:
    page = phone()
    page.get_by_role("button", name="丰都县").tap()
    answers(page).first.wait_for()
    page.get_by_role("button", name=words()["examples"][1]).tap()
    answers(page).nth(1).wait_for()
    assert [message for _, message in dialogue.heard] == ["我在丰都县", words()["examples"][1]]
    assert "从外面返乡回流的" in answers(page).nth(1).inner_text()
    assert page.locator("#start").is_hidden()


def test_a_button_under_the_answer_sends_its_own_text(phone: Any, dialogue: FakeDialogue) -> None:
    page = phone()
    ask(page, "产业奖补")
    page.get_by_role("button", name="怎么办理").tap()
    answers(page).nth(1).wait_for()
    assert dialogue.heard[-1][1] == "到户产业奖补：怎么办理"


def test_everything_works_with_javascript_off(phone: Any, dialogue: FakeDialogue) -> None:
    page = phone(java_script_enabled=False)
    page.get_by_role("button", name="丰都县").tap()
    answers(page).first.wait_for()
    page.fill("#message", "产业奖补我够条件吗")
    page.tap("#send")
    answers(page).nth(1).wait_for()
    assert [message for _, message in dialogue.heard] == ["我在丰都县", "产业奖补我够条件吗"]
    page.locator(".answer summary").first.tap()
    assert page.get_by_text("中共丰都县委农村工作领导小组办公室").is_visible()
    page.get_by_role("button", name="怎么办理").tap()
    answers(page).nth(2).wait_for()
    assert dialogue.heard[-1][1] == "到户产业奖补：怎么办理"


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_320_pixels_are_wide_enough_at_every_letter_size(phone: Any, dialogue: FakeDialogue, steps: int) -> None:
    dialogue.answer = [answered(LONG + "https://a-very-long-address.example/without/any/place/to/break/it/at/all")]
    page = phone(width=320)
    for _ in range(steps):
        page.tap("#size")
    assert not sideways(page)
    ask(page, "A" * 200)
    page.locator(".answer summary").first.tap()
    page.locator(".answer .notes summary").tap()
    assert not sideways(page)


def test_letters_are_large_and_grow_and_stay_grown(phone: Any) -> None:
    def sizes(page: Any) -> list[float]:
        return page.evaluate("""[...document.querySelectorAll('main p, main button, textarea, #send')].filter(e => e.offsetParent && e.textContent.trim() || e.tagName == 'TEXTAREA')
                                .map(e => parseFloat(getComputedStyle(e).fontSize))""")

    page = phone()
    before = sizes(page)
    page.tap("#size")
    larger = sizes(page)
    page.reload()
    assert min(before) >= 18 and min(larger) > min(before)
    assert sizes(page) == larger


@pytest.mark.parametrize("where", ["start", "answer"])
def test_everything_to_tap_is_at_least_44_pixels_high(phone: Any, where: str) -> None:
    page = phone(width=320)
    if where == "answer":
        ask(page, "产业奖补")
    heights = page.evaluate("[...document.querySelectorAll('button, summary, textarea')].filter(e => e.offsetParent).map(e => e.getBoundingClientRect().height)")
    assert len(heights) >= 4 and min(heights) >= 44


def test_the_citation_folds_out(phone: Any) -> None:
    page = phone()
    ask(page, "产业奖补")
    clause = page.get_by_text("二（十）　推动低收入脱贫人口稳定增收")
    assert clause.is_hidden()
    page.locator(".answer summary").first.tap()
    assert clause.is_visible() and page.get_by_text("2024年4月10日").is_visible()
    assert page.locator(".answer .badge").first.inner_text() == "已到期"


def test_with_and_without_javascript_an_answer_looks_the_same(phone: Any, dialogue: FakeDialogue) -> None:
    page = phone()
    ask(page, "产业奖补")

    def seen() -> str:
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        return " ".join(page.locator("main").inner_text().split())

    scripted = seen()
    page.reload()
    assert seen() == scripted


def test_markup_in_an_answer_is_shown_and_not_run(phone: Any, dialogue: FakeDialogue) -> None:
    evil = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
    dialogue.answer = [reply(evil, buttons=[(evil, evil)])]
    page = phone()
    ask(page, evil)
    assert answers(page).first.locator(".text").inner_text() == evil
    assert page.title() != "taken" and page.locator("main img, main script").count() == 0


def test_when_the_dialogue_process_is_down_the_text_stays_in_the_box(phone: Any, dialogue: FakeDialogue) -> None:
    dialogue.down = True
    page = phone()
    page.fill("#message", "危房改造找谁")
    page.tap("#send")
    page.get_by_role("alert").get_by_text(notice("busy")).wait_for()
    assert page.input_value("#message") == "危房改造找谁" and page.locator(".question:visible").count() == 0
    dialogue.down = False
    page.tap("#send")
    answers(page).first.wait_for()
    assert page.input_value("#message") == "" and page.locator("#notice").inner_text() == ""


def test_without_a_network_the_text_stays_in_the_box_and_taps_too(phone: Any) -> None:
    page = phone()
    page.context.set_offline(True)
    page.get_by_role("button", name="丰都县").tap()
    page.get_by_role("alert").get_by_text(notice("offline")).wait_for()
    assert page.input_value("#message") == "我在丰都县" and page.locator("#start").is_visible()


def test_while_one_waits_it_says_so_and_a_second_tap_sends_nothing(phone: Any, dialogue: FakeDialogue) -> None:
    page = phone()
    held = []
    page.route("**/api/chat", lambda route: held.append(route))
    page.fill("#message", "产业奖补")
    page.tap("#send")
    page.get_by_role("status").get_by_text(notice("waiting")).wait_for()
    page.fill("#message", "再问一句")
    page.tap("#send", force=True)
    assert len(held) == 1
    held[0].continue_()
    answers(page).first.wait_for()
    assert page.get_by_role("status").inner_text() == "" and page.input_value("#message") == "再问一句"
    assert len(dialogue.heard) == 1


def test_an_empty_box_gets_a_hint(phone: Any, dialogue: FakeDialogue) -> None:
    page = phone()
    page.tap("#send")
    page.get_by_role("alert").get_by_text(notice("empty")).wait_for()
    assert dialogue.heard == []


def test_the_keyboard_alone_will_do(phone: Any, dialogue: FakeDialogue) -> None:
    page = phone()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator("#message").focus()
    page.keyboard.type("产业奖补")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("我够条件吗")
    page.keyboard.press("Enter")
    answers(page).first.wait_for()
    assert dialogue.heard[0][1] == "产业奖补\n我够条件吗"
    page.locator(".answer summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".answer details").first.get_attribute("open") is not None
    page.get_by_role("button", name="找谁").focus()
    page.keyboard.press("Enter")
    answers(page).nth(1).wait_for()
    assert dialogue.heard[1][1] == "到户产业奖补：找谁"


def test_choosing_a_word_in_the_input_method_does_not_send(phone: Any, dialogue: FakeDialogue) -> None:
    page = phone()
    page.fill("#message", "di bao")
    page.evaluate("document.getElementById('message').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))")
    page.evaluate("document.getElementById('message').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true, cancelable: true}))")
    page.wait_for_timeout(300)
    assert dialogue.heard == [] and page.input_value("#message") == "di bao"


def test_a_new_answer_is_announced_and_comes_into_view(phone: Any) -> None:
    page = phone()
    ask(page, "产业奖补")
    ask(page, "再问一遍", nth=1)
    assert answers(page).nth(1).evaluate("e => e.closest('[aria-live=polite]') !== null && e === document.activeElement")
    top = page.locator(".question:visible").nth(1).bounding_box()["y"]
    assert 0 <= top < 200
    assert answers(page).nth(1).locator(".text p").first.inner_text() == GRANT[: GRANT.index("（1）")]


def test_at_a_desk_one_can_type_on_without_a_click(chromium: Any, address: str) -> None:
    page = chromium.new_page(viewport={"width": 1200, "height": 800})
    page.goto(address)
    page.fill("#message", "产业奖补")
    page.keyboard.press("Enter")
    answers(page).first.wait_for()
    assert page.evaluate("document.activeElement.id") == "message"
    page.close()


def test_starting_over_brings_the_start_screen_back(phone: Any, dialogue: FakeDialogue) -> None:
    page = phone()
    assert page.get_by_role("button", name=words()["page"]["start_over"]).is_hidden()
    ask(page, "产业奖补")
    page.get_by_role("button", name=words()["page"]["start_over"]).tap()
    page.get_by_role("button", name="丰都县").wait_for()
    assert answers(page).count() == 0


def test_reloading_keeps_the_conversation(phone: Any) -> None:
    page = phone()
    ask(page, "产业奖补")
    page.reload()
    assert answers(page).count() == 1 and page.locator("#start").is_hidden()
