"""The report pages in a real browser, as a phone shows them: without JavaScript, without a signal, on a narrow screen, by ear."""
from __future__ import annotations

import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
import uvicorn

from bot import clock
from bot.channels.h5.words import words
from bot.channels.web.app import create_app
from bot.replies.report import refusal
from tests.browser.test_chat_page import CHROMIUM, chromium, sideways  # noqa: F401  pytest finds the fixture here
from tests.integration.h5.house import ADDRESS, PHONE, case_count, own_database
from tests.unit.channels.fake_dialogue import FakeDialogue

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe_of = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}")]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TAPPED = "a, button, summary, textarea, label.tile, label.option, input:not([type=radio]):not([type=checkbox]):not([type=hidden])"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The app with a database of its own, on a free port of loopback."""
    with own_database(tmp_path):
        server = uvicorn.Server(uvicorn.Config(create_app(FakeDialogue().client()), port=0, ws="none", log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not server.started:
            assert thread.is_alive() and time.monotonic() < until, "the web app did not start"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture
def phone(chromium: Any, site: str) -> Iterator[Callable[..., Any]]:  # noqa: F811
    """phone(address, width=…, java_script_enabled=…) → the opened page; anything in its console fails the test."""
    contexts, complaints = [], []

    def open_page(address: str = ADDRESS, width: int = 360, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 740}, has_touch=True, is_mobile=True, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if "Failed to load resource" not in message.text else None)
        page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith(site) else None)
        page.goto(site + address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def fill_in(page: Any, number: str = PHONE) -> None:
    page.tap("label.tile:has-text('看病')")
    page.fill("#phone", number)
    page.tap("label[for=consent]")


def registered(page: Any) -> str:
    """The receipt on the page that follows; the link to the case is the end of its address."""
    page.wait_for_url("**/r/receipt/**")
    return page.locator(".number").inner_text()


def kept(page: Any) -> str | None:
    return page.evaluate("localStorage.getItem('huinong-report')")


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


def every_page(page: Any, site: str) -> Iterator[str]:
    """Opens every page in every state, and names it."""
    for address in ("/r", "/r?place=火星", "/r?within=441400", "/r?place=鼓楼区", ADDRESS, "/r/999999", "/r/status", "/r/verify", "/r/status/x"):
        page.goto(site + address)
        yield address
    page.goto(site + ADDRESS)
    page.tap("label[for=who-other]")
    page.tap(".where summary")
    page.fill("#move", "鼓楼区")
    page.tap("#send")
    page.locator("#errors").wait_for()
    yield "a place of several"
    page.fill("#move", "")
    page.fill("#phone", "123")
    page.tap("#send")
    page.locator("#name-error").wait_for()
    yield "every mistake"
    fill_in(page)
    page.fill("#name", "李" * 30)
    page.context.set_offline(True)
    page.tap("#send")
    page.get_by_role("status").get_by_text(words()["form"]["offline"]).wait_for()
    yield "waiting for a signal"
    page.context.set_offline(False)
    receipt, link = registered(page), page.url.rpartition("/")[2]
    yield "receipt"
    page.goto(f"{site}/r/case/{link}/story")
    page.fill("#story", "长" * 1_801)
    page.tap("#send")
    page.locator("#errors").wait_for()
    yield "a story that is too long"
    page.fill("#story", "A" * 300)
    page.tap("#send")
    page.wait_for_url("**/household")
    for path in (f"proof/{link}", f"status/{link}", f"case/{link}/withdraw",
                 *(f"case/{link}/{step}" for step in ("who", "village", "story", "household", "identity", "risks", "phone", "summary"))):
        page.goto(f"{site}/r/{path}")
        yield path.replace(link, "…")
    code = page.goto(f"{site}/r/proof/{link}") and page.locator(".code-number").inner_text()
    for typed in (code, "0" * 16):
        page.goto(f"{site}/r/verify")
        page.fill("#receipt", receipt)
        page.fill("#code", typed)
        page.tap(".send")
        page.locator(".verdict, #errors").wait_for()
        yield f"verification {typed == code}"
    digits = receipt.replace(" ", "")
    at = next(at for at in range(9) if digits[at] != digits[at + 1])
    page.goto(f"{site}/r/status")
    page.fill("#receipt", digits[:at] + digits[at + 1] + digits[at] + digits[at + 2:])
    page.fill("#digits", "12")
    page.tap(".send")
    page.locator("#errors").wait_for()
    yield "did you mean"
    page.goto(f"{site}/r/case/{link}/withdraw")
    page.tap("#withdraw")
    page.get_by_text(words()["withdraw"]["done"]).wait_for()
    yield "withdrawn"
    page.goto(f"{site}/r/case/{link}/who")
    page.tap("#send")
    page.locator("#errors").wait_for()
    yield "a closed case"


def test_axe_finds_nothing_on_any_page_in_any_state(phone: Any, site: str) -> None:
    page, axe, found = phone(), axe_of.Axe(), {}
    seen = 0
    for name in every_page(page, site):
        seen += 1
        violations = axe.run(page, options={"runOnly": WCAG}).response["violations"]
        if violations:
            found[name] = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations]
    assert found == {} and seen == 30


@pytest.mark.parametrize(("width", "steps"), [(320, 0), (320, 2)])
def test_nothing_runs_off_a_screen_of_320_pixels_which_is_also_640_at_200_percent(phone: Any, site: str, width: int, steps: int) -> None:
    page = phone(width=width)
    for _ in range(steps):
        page.tap("#size")
    assert [name for name in every_page(page, site) if sideways(page) or cut_off(page)] == []


def cut_off(page: Any) -> list[str]:
    """Texts that reach beyond the edge of the screen, or of a box that hides what is too much."""
    return page.evaluate("""[...document.querySelectorAll('main *, header *')].filter(each => each.offsetParent && !each.closest('.unseen, svg, .skip')
        && !each.matches('input, textarea') && (each.getBoundingClientRect().right > innerWidth + 1 || each.getBoundingClientRect().left < -1)).map(each => each.outerHTML.slice(0, 80))""")


def test_everything_to_tap_is_at_least_44_pixels_high_and_wide_and_letters_are_large(phone: Any, site: str) -> None:
    page, small, letters = phone(width=320), {}, []
    for name in every_page(page, site):
        sizes = page.evaluate(f"""[...document.querySelectorAll('{TAPPED}')].filter(each => each.offsetParent && !each.closest('.unseen, .skip'))
            .map(each => [each.getBoundingClientRect().height, each.getBoundingClientRect().width, each.outerHTML.slice(0, 60)])""")
        letters += page.evaluate("[...document.querySelectorAll('main p, main label, main input:not([type=checkbox]):not([type=radio]), main .button')].filter(each => each.offsetParent)"
                                 ".map(each => parseFloat(getComputedStyle(each).fontSize))")
        assert sizes
        if few := [each for each in sizes if min(each[:2]) < 44]:
            small[name] = few
    assert small == {} and min(letters) >= 18


def test_what_has_the_focus_is_seen(phone: Any) -> None:
    page = phone()
    outlines = []
    for _ in range(24):
        page.keyboard.press("Tab")
        outlines.append(page.evaluate("""(() => { const at = document.activeElement;
            if (at === document.body) { return ['', 3, 'solid']; }  // once around
            const box = at.matches('input[type=checkbox], input[type=radio]') ? at.nextElementSibling : at;
            return [at.id || at.outerHTML.slice(0, 60), parseFloat(getComputedStyle(box).outlineWidth), getComputedStyle(box).outlineStyle]; })()"""))
    assert len({name for name, *_ in outlines}) >= 18
    assert [name for name, width, style in outlines if width < 3 or style == "none"] == []


def test_markup_in_what_was_typed_is_shown_and_not_run(phone: Any, site: str) -> None:
    evil = "<img src=x onerror=\"document.title='taken'\">"
    page = phone()
    page.tap("label[for=who-other]")
    page.fill("#name", evil)
    page.fill("#phone", evil)
    page.tap("#send")
    page.locator("#errors").wait_for()
    assert page.input_value("#name") == evil and page.locator("main img").count() == 0 and page.title() != "taken"


def test_the_proof_prints_without_the_page_around_it(phone: Any, site: str) -> None:
    page = phone()
    fill_in(page)
    page.tap("#send")
    registered(page)
    page.goto(page.url.replace("/receipt/", "/proof/"))
    assert page.locator("[data-print]").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".proof").is_visible() and page.locator("svg.qr").is_visible()
    assert page.locator("header").is_hidden() and page.locator("[data-print]").is_hidden()
