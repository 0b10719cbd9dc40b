"""What a reporter sees of a case, and that nobody learns from a refusal whether there is one."""
from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.casework.commands import Decide
from bot.casework.handlers import Casework
from bot.casework.model import Report, Risk
from bot.casework.queries import MOST_WRONG, PAUSE, CaseQueries, NotFound, TriedTooOften, WrongReceipt
from bot.casework.receipt import new_receipt, transposed
from bot.casework.states import Move
from tests.unit.casework.fakes import MOMENT, FakeRules, FakeStore, registering

STORE = FakeStore()
CASEWORK = Casework(STORE, FakeRules())
QUERIES = CaseQueries(STORE)
CASE = CASEWORK.register(registering("k", chat="telegram:1")).case  # its telephone ends with 8000
WITHOUT_PHONE = CASEWORK.register(registering("l", Report((Risk.WATER,)), chat="telegram:1", at=MOMENT + timedelta(days=1))).case
DAYS_LATER = (timedelta(days=2 * n) for n in count(1))


def test_the_receipt_and_the_end_of_the_telephone_show_the_case_with_its_history_and_clocks():
    standing = QUERIES.by_receipt(CASE.receipt, "8000", MOMENT)

    assert standing.case == CASE and [step.move for step in standing.history] == ["register"] and [clock.clock for clock, _ in standing.clocks] == ["identification"]


@example("\ud800")
@given(st.text(st.characters()).filter(lambda digits: digits != "8000"))
def test_a_wrong_telephone_and_an_unknown_receipt_are_told_in_the_same_way(digits):
    at = MOMENT + next(DAYS_LATER)
    with pytest.raises(NotFound) as wrong:
        QUERIES.by_receipt(CASE.receipt, digits, at)
    with pytest.raises(NotFound) as unknown:
        QUERIES.by_receipt(new_receipt(), digits, at)

    assert type(wrong.value) is type(unknown.value) and wrong.value.args == unknown.value.args == ()


@pytest.mark.parametrize("exists", [True, False])
def test_a_receipt_can_be_tried_with_wrong_digits_ten_times_a_day_and_no_more_whether_it_exists_or_not(exists):
    queries, at = CaseQueries(FakeStore()), MOMENT
    receipt = Casework(queries.unit, FakeRules()).register(registering("k")).case.receipt if exists else new_receipt()
    for digits in range(MOST_WRONG):
        with pytest.raises(NotFound):
            queries.by_receipt(receipt, f"{digits:04}", at)
    with pytest.raises(TriedTooOften):
        queries.by_receipt(receipt, "8000", at)
    with pytest.raises(TriedTooOften):
        queries.by_receipt(receipt, "8000", at + PAUSE - timedelta(seconds=1))
    with pytest.raises(NotFound):
        queries.by_receipt(new_receipt(), "8000", at)
    if exists:
        assert queries.by_receipt(receipt, "8000", at + PAUSE).case.receipt == receipt


def test_right_digits_are_never_counted():
    queries = CaseQueries(FakeStore())
    receipt = Casework(queries.unit, FakeRules()).register(registering("k")).case.receipt

    assert all(queries.by_receipt(receipt, "8000", MOMENT).case.receipt == receipt for _ in range(MOST_WRONG + 2))


@pytest.mark.parametrize("digits", ["", "1234", "8000"])
def test_a_case_without_a_telephone_asks_for_none(digits):
    assert QUERIES.by_receipt(WITHOUT_PHONE.receipt, digits, MOMENT).case == WITHOUT_PHONE


def test_a_slip_in_a_receipt_is_told_before_anything_is_looked_up_and_swapped_neighbours_are_offered():
    receipt = next(each for each in iter(new_receipt, "") if each[2] != each[3])
    swapped = receipt[:2] + receipt[3] + receipt[2] + receipt[4:]
    with pytest.raises(WrongReceipt) as slip:
        QUERIES.by_receipt(swapped, "8000", MOMENT)

    assert receipt in slip.value.maybe == transposed(swapped) and receipt not in str(slip.value)


@pytest.mark.parametrize("typed", ["", "123", "x" * 10, "４８２１０９３７５７", "\ud800"], ids=ascii)
def test_what_is_no_receipt_offers_nothing(typed):
    with pytest.raises(WrongReceipt) as wrong:
        QUERIES.by_receipt(typed, "8000", MOMENT)

    assert wrong.value.maybe == ()


def test_a_chat_sees_its_own_cases_the_newest_first():
    assert [standing.case for standing in QUERIES.of_chat("telegram:1")] == [WITHOUT_PHONE, CASE] and QUERIES.of_chat("telegram:2") == []


def test_staff_need_no_telephone_and_see_every_step():
    receipt = CASEWORK.register(registering("m")).case.receipt
    CASEWORK.decide(Decide(receipt, Move.VERIFY, "staff:li", MOMENT))

    assert [step.move for step in QUERIES.of_receipt(receipt).history] == ["register", "verify"]
    with pytest.raises(NotFound):
        QUERIES.of_receipt(new_receipt())
