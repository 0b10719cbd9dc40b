"""How a case stands, for whoever knows its receipt and the end of the telephone number; and taking it back."""
from __future__ import annotations

import pytest
from httpx import Response

from bot import bootstrap, clock
from bot.casework.commands import Decide
from bot.casework.model import State
from bot.casework.queries import MOST_WRONG
from bot.casework.receipt import is_valid, new_receipt, spaced
from bot.casework.states import Move
from bot.channels.h5.front import LOOKUPS_PER_ADDRESS
from bot.replies.report import refusal
from tests.integration.h5.house import PHONE, Household, error_beside, field_of, text_of
from tests.integration.h5.test_one_tap import later


@pytest.fixture
def link(household: Household) -> str:
    return household.register()


def ask(household: Household, receipt: str, digits: str = PHONE[-4:], **more: str) -> Response:
    return household.browser.post("/r/status", data={"receipt": receipt, "digits": digits, **more}, follow_redirects=False)


def swapped(receipt: str) -> str:
    """With two neighbouring digits that differ the other way round: its check digit is wrong."""
    at = next(at for at in range(9) if receipt[at] != receipt[at + 1])
    return receipt[:at] + receipt[at + 1] + receipt[at] + receipt[at + 2:]


def test_receipt_and_four_digits_show_how_the_case_stands(household: Household, link: str) -> None:
    receipt = household.receipt(link)
    for typed in (receipt, spaced(receipt), f" {receipt[:5]}-{receipt[5:]} "):
        answer = ask(household, typed)
        assert answer.status_code == 303 and receipt not in answer.headers["location"]
    said = text_of(household.browser.get(answer.headers["location"]))

    assert spaced(receipt) in said and "收到了" in said and "报上了" in said and PHONE not in said


def test_the_whole_number_will_do_for_its_last_four_digits(household: Household, link: str) -> None:
    assert ask(household, household.receipt(link), PHONE).status_code == 303


def test_a_case_without_a_telephone_needs_none(household: Household) -> None:
    assert ask(household, household.receipt(household.register(phone="")), "").status_code == 303


def test_an_unknown_receipt_and_a_wrong_telephone_are_never_told_apart(household: Household, link: str) -> None:
    wrong_phone = ask(household, household.receipt(link), "0000")
    no_case = ask(household, (other := new_receipt()), "0000")

    assert wrong_phone.status_code == no_case.status_code == 422
    assert error_beside(wrong_phone.text, "receipt") == error_beside(no_case.text, "receipt") == refusal("case_unknown")
    assert wrong_phone.text.replace(household.receipt(link), other) == no_case.text


def test_two_digits_the_wrong_way_round_are_asked_back_whether_or_not_there_is_such_a_case(household: Household, link: str) -> None:
    ours, nobody_s = household.receipt(link), new_receipt()
    for receipt in (ours, nobody_s):
        answer = ask(household, swapped(receipt))
        assert answer.status_code == 422 and spaced(receipt) in error_beside(answer.text, "receipt")
        assert f'name="maybe" value="{receipt}"' in answer.text and field_of(answer.text, "digits") == PHONE[-4:]
    assert ask(household, swapped(ours), maybe=ours).status_code == 303


def test_another_slip_is_wrong_without_a_guess(household: Household, link: str) -> None:
    receipt = household.receipt(link)
    slips = (receipt[:-1] + digit for digit in "0123456789")
    typed = next(slip for slip in slips if not is_valid(slip) and not any(is_valid(slip[:at] + slip[at + 1] + slip[at] + slip[at + 2:]) for at in range(9)))
    answer = ask(household, typed)

    assert error_beside(answer.text, "receipt") == refusal("receipt_wrong") and 'name="maybe"' not in answer.text


@pytest.mark.parametrize("typed", ["", "123", "12345678901", "😀", "<script>alert(1)</script>", "' OR 1=1 --"])
def test_what_is_no_receipt_is_told_by_its_length_and_stays(household: Household, typed: str) -> None:
    answer = ask(household, typed)

    assert answer.status_code == 422 and "10位数字" in error_beside(answer.text, "receipt") and field_of(answer.text, "receipt") == typed
    assert "<script>alert" not in answer.text


def test_too_few_digits_of_the_telephone_are_told(household: Household, link: str) -> None:
    assert error_beside(ask(household, household.receipt(link), "56").text, "digits") == refusal("digits_missing")


def test_one_address_cannot_try_receipts_out(household: Household, link: str, clock) -> None:
    receipt = household.receipt(link)
    answers = [ask(household, new_receipt(), "1234").status_code for _ in range(LOOKUPS_PER_ADDRESS)]
    refused = ask(household, receipt)

    assert answers == [422] * LOOKUPS_PER_ADDRESS
    assert refused.status_code == 429 and refused.headers["Retry-After"] == "60" and field_of(refused.text, "receipt") == receipt
    clock.seconds += 61
    assert ask(household, receipt).status_code == 303


def test_the_digits_of_a_receipt_cannot_be_tried_out_from_many_addresses_either(household: Household, link: str, clock) -> None:
    receipt = household.receipt(link)
    answers = [ask(household, receipt, f"{number:04}").status_code for number in range(MOST_WRONG)]
    clock.seconds += 61
    refused = ask(household, receipt)

    assert answers == [422] * MOST_WRONG
    assert refused.status_code == 429 and refusal("tried_too_often") in refused.text and field_of(refused.text, "receipt") == receipt


def test_every_step_is_told_in_plain_words_with_the_reason_of_a_refusal(household: Household, link: str) -> None:
    receipt, decide = household.receipt(link), bootstrap.casework().decide
    household.browser.post(f"/r/case/{link}/story", data={"story": "房子漏雨"})
    decide(Decide(receipt, Move.VERIFY, "staff:li", clock.now()))
    decide(Decide(receipt, Move.REFUSE, "staff:li", clock.now(), "收入高于当地的线"))
    said = text_of(household.browser.get(f"/r/status/{link}"))

    for words in ("报上了", "补了或者改了情况（具体情况）", "开始核实", "核实后没有纳入", "原因：收入高于当地的线", "复核", "问县乡村振兴局"):
        assert words in said
    assert "staff" not in said and "漏雨" not in said


def test_a_report_is_taken_back_only_after_a_second_yes(household: Household, link: str) -> None:
    asked = household.browser.get(f"/r/case/{link}/withdraw")
    assert "真的要撤回吗" in text_of(asked) and state_of(household, link) is State.RECEIVED

    done = household.browser.post(f"/r/case/{link}/withdraw")
    assert "已经撤回了" in text_of(done) and state_of(household, link) is State.WITHDRAWN
    assert "/withdraw" not in done.text and "/summary" not in done.text and "办完了" not in text_of(done)


def test_what_is_worked_on_already_cannot_be_taken_back_here(household: Household, link: str) -> None:
    for move in (Move.VERIFY, Move.INCLUDE):
        bootstrap.casework().decide(Decide(household.receipt(link), move, "staff:li", clock.now()))
    assert "/withdraw" not in household.browser.get(f"/r/status/{link}").text

    answer = household.browser.post(f"/r/case/{link}/withdraw")
    assert answer.status_code == 409 and "不能在这里撤回" in text_of(answer) and state_of(household, link) is State.MONITORED


def test_an_old_link_asks_for_the_telephone_again(household: Household, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, 12.1)
    for answer in (household.browser.get(f"/r/status/{link}"), household.browser.get(f"/r/case/{link}/withdraw"),
                   household.browser.post(f"/r/case/{link}/withdraw")):
        assert "要再对一次" in text_of(answer)
    assert state_of(household, link) is State.RECEIVED


def state_of(household: Household, link: str) -> State:
    return bootstrap.case_queries().of_receipt(household.receipt(link)).case.state
