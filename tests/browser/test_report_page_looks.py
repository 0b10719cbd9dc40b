"""The report pages as people see, hear, tap and print them: axe, a narrow screen, large things to tap, the focus."""
from __future__ import annotations

from typing import Any, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from bot.channels.h5.words import words
from tests.browser.phones import sideways
from tests.browser.reporting import fill_in, registered
from tests.integration.h5.house import ADDRESS

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TAPPED = "a, button, summary, textarea, label.tile, label.option, input:not([type=radio]):not([type=checkbox]):not([type=hidden])"


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
    page, axe, found = phone(), Axe(), {}
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
