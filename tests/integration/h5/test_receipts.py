"""The receipt, the printed proof and its verification; the clocks as the place's documents set them."""
from __future__ import annotations

import re

import pytest

from bot import bootstrap, clock
from bot.casework.commands import Amend, Decide
from bot.casework.model import Report, Risk
from bot.casework.receipt import spaced
from bot.casework.states import Move
from bot.channels.h5 import proof, tokens
from bot.channels.h5.front import LOOKUPS_PER_ADDRESS
from bot.replies.report import refusal
from tests.integration.h5.house import PHONE, VILLAGE, Household, error_beside, field_of, text_of
from tests.integration.h5.test_one_tap import later


@pytest.fixture
def link(household: Household) -> str:
    return household.register(who="other", name="李四")


def printed_code(household: Household, link: str) -> str:
    found = re.search(r'<dd class="code-number">([0-9 ]+)</dd>', household.browser.get(f"/r/proof/{link}").text)
    assert found
    return found[1]


def proof_link(household: Household, link: str) -> str:
    """What the QR code of the proof leads to."""
    case = bootstrap.case_queries().of_receipt(household.receipt(link)).case
    return tokens.proof_link(bootstrap.keyring(), case.receipt, proof.proofs(bootstrap.keyring(), case)[0].signature)


def test_the_receipt_can_be_read_aloud_and_tells_what_comes_next_and_whom_to_ask(household: Household, link: str) -> None:
    page = household.browser.get(f"/r/receipt/{link}")
    said = text_of(page)

    assert re.search(r"\b\d{3} \d{3} \d{4}\b", said) and "还没有派人核实" in said and "申报不收一分钱" in said
    assert "问县乡村振兴局" in said and 'href="tel:12317"' in page.text and "丰委农办〔2024〕8号" in said
    assert '<svg viewBox="0 0' in page.text and "style=" not in page.text


def test_a_clock_of_an_ended_period_is_marked_with_its_citation(household: Household, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = text_of(household.browser.get(f"/r/receipt/{link}"))

    assert "认定要不要纳入监测：最晚" in said and "15天以内" in said and "已经到期的文件" in said and "已到期 依据：《丰都县2024年工作要点》" in said


def test_a_covered_place_whose_document_sets_no_clock_shows_none(household: Household) -> None:
    household.address = "/r/140524"
    said = text_of(household.browser.get(f"/r/receipt/{household.register()}"))

    assert "当地文件没有写几天办完" in said and "最晚" not in said


def test_a_clock_that_was_met_and_one_that_was_missed_are_said_so(household: Household, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt, decide = household.receipt(link), bootstrap.casework().decide
    for move in (Move.VERIFY, Move.INCLUDE):
        decide(Decide(receipt, move, "staff:li", clock.now()))
    later(monkeypatch, 24 * 40)
    monkeypatch.setattr(clock, "today", lambda: clock.now().date())
    said = text_of(household.browser.get(f"/r/receipt/{link}"))

    assert "认定要不要纳入监测：办完了" in said and re.search("纳入监测后定下帮扶责任人：本该.*以前办好，已经过了", said)


def test_the_link_of_a_receipt_stays_good_but_opens_no_details_after_half_a_day(household: Household, link: str,
                                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    assert f"/r/case/{link}/who" in household.browser.get(f"/r/receipt/{link}").text
    later(monkeypatch, 12.1)
    page = household.browser.get(f"/r/receipt/{link}")

    assert page.status_code == 200 and "/r/case/" not in page.text and f"/r/status/{link}" not in page.text


def test_nothing_personal_stands_on_receipt_and_proof_nor_in_their_addresses(household: Household, link: str) -> None:
    receipt = household.receipt(link)
    for path in ("receipt", "proof"):
        page = household.browser.get(f"/r/{path}/{link}")
        assert PHONE not in page.text and "李四" not in page.text and '<meta name="referrer" content="no-referrer">' in page.text
    assert receipt not in link and receipt not in proof_link(household, link)


def test_the_proof_has_receipt_place_time_and_risks(household: Household, link: str) -> None:
    said = text_of(household.browser.get(f"/r/proof/{link}"))

    assert spaced(household.receipt(link)) in said and VILLAGE in said and "看病花钱多" in said and re.search(r"\d+年\d+月\d+日\d+点\d\d分", said)
    assert "https://huinong.example.cn/r/verify" in said and "不说明已经纳入" in said


def test_a_proof_is_genuine_by_its_link_and_by_its_code(household: Household, link: str) -> None:
    by_link = household.browser.get(f"/r/verify/{proof_link(household, link)}")
    by_code = household.browser.post("/r/verify", data={"receipt": spaced(household.receipt(link)), "code": printed_code(household, link)})

    for page in (by_link, by_code):
        assert page.status_code == 200 and "是真的" in text_of(page) and "收到了" in text_of(page) and "改过" not in text_of(page)
        assert PHONE not in page.text and "李四" not in page.text


def test_a_proof_of_a_case_that_changed_since_is_ours_and_says_so(household: Household, link: str) -> None:
    old_link, old_code, receipt = proof_link(household, link), printed_code(household, link), household.receipt(link)
    bootstrap.casework().amend(Amend(receipt, Report((Risk.WATER,)), ("risks",), clock.now()))

    by_code = household.browser.post("/r/verify", data={"receipt": receipt, "code": old_code})
    for page in (household.browser.get(f"/r/verify/{old_link}"), by_code):
        assert page.status_code == 200 and "是真的，后来改过" in text_of(page) and "吃水难" in text_of(page)


def test_a_detail_that_is_not_on_the_paper_leaves_the_proof_as_it_was(household: Household, link: str) -> None:
    code = printed_code(household, link)
    household.browser.post(f"/r/case/{link}/story", data={"story": "房子漏雨"})

    assert printed_code(household, link) == code


@pytest.mark.parametrize("code", ["", "0", "0" * 16, "😀", "1" * 20_000])
def test_a_wrong_code_proves_nothing_and_tells_nothing(household: Household, link: str, code: str) -> None:
    receipt = household.receipt(link)
    wrong_code = household.browser.post("/r/verify", data={"receipt": receipt, "code": code})
    wrong_receipt = household.browser.post("/r/verify", data={"receipt": "1234567890", "code": code})

    for page, typed in ((wrong_code, receipt), (wrong_receipt, "1234567890")):
        assert page.status_code == 422 and error_beside(page.text, "receipt") == refusal("proof_wrong")
        assert field_of(page.text, "receipt") == typed and field_of(page.text, "code") == code


def test_one_digit_off_is_forged(household: Household, link: str) -> None:
    code = printed_code(household, link).replace(" ", "")
    first = str((int(code[0]) + 1) % 10) + code[1:]

    assert household.browser.post("/r/verify", data={"receipt": household.receipt(link), "code": first}).status_code == 422


def test_a_receipt_link_is_no_proof_and_a_proof_opens_no_case(household: Household, link: str) -> None:
    paper = proof_link(household, link)

    assert household.browser.get(f"/r/verify/{link}").status_code == 404
    for path in ("receipt/{}", "proof/{}", "status/{}", "case/{}/summary", "case/{}/withdraw"):
        assert household.browser.get("/r/" + path.format(paper)).status_code == 404


@pytest.mark.parametrize("token", ["x", "first:x", "first:gAAAAA", "😀", "a b c"])
@pytest.mark.parametrize("path", ["receipt", "proof", "verify", "status"])
def test_a_token_that_is_not_ours_is_told_so(household: Household, path: str, token: str) -> None:
    assert household.browser.get(f"/r/{path}/{token}").status_code == 404


def test_codes_cannot_be_tried_out(household: Household, link: str, clock) -> None:
    told = {"receipt": household.receipt(link), "code": "0" * 16}
    answers = [household.browser.post("/r/verify", data=told).status_code for _ in range(LOOKUPS_PER_ADDRESS + 1)]

    assert answers == [422] * LOOKUPS_PER_ADDRESS + [429]
