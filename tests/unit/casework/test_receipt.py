"""A receipt survives being read out, copied and typed: slips are seen, and swapped neighbours are put right."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import damm

from bot.casework.receipt import LENGTH, compact, is_valid, new_receipt, spaced, transposed

RECEIPTS = st.integers(10 ** (LENGTH - 2), 10 ** (LENGTH - 1) - 1).map(lambda number: f"{number}{damm.calc_check_digit(str(number))}")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def test_a_new_receipt_is_ten_digits_that_begin_with_none_and_are_valid():
    made = {new_receipt() for _ in range(2_000)}

    assert len(made) == 2_000 and all(is_valid(receipt) and len(receipt) == 10 and receipt[0] != "0" for receipt in made)


@given(RECEIPTS)
def test_every_single_wrong_digit_is_seen(receipt):
    wrong = [receipt[:at] + digit + receipt[at + 1:] for at in range(LENGTH) for digit in "0123456789" if digit != receipt[at]]

    assert len(wrong) == 90 and not any(map(is_valid, wrong))


@given(RECEIPTS)
def test_every_swap_of_neighbours_is_seen_and_the_right_receipt_is_among_those_offered(receipt):
    for at in range(LENGTH - 1):
        slip = receipt[:at] + receipt[at + 1] + receipt[at] + receipt[at + 2:]
        if slip == receipt:
            continue
        offered = transposed(slip)

        assert not is_valid(slip) and receipt in offered and all(map(is_valid, offered)) and len(offered) <= LENGTH - 1


@given(RECEIPTS)
def test_for_a_valid_receipt_nothing_is_offered(receipt):
    assert is_valid(receipt) and transposed(receipt) == ()


@given(RECEIPTS, st.sampled_from([" ", "-", "\u3000", "，", " 号 "]))
def test_what_is_shown_or_typed_in_another_way_is_the_same_receipt(receipt, between):
    shown = spaced(receipt)

    assert [len(part) for part in shown.split(" ")] == [3, 3, 4] and compact(shown) == receipt
    assert compact(shown.replace(" ", between)) == receipt and compact(receipt.translate(FULL_WIDTH)) == receipt


@given(st.text())
def test_compacting_leaves_nothing_but_digits_and_never_fails(typed):
    kept = compact(typed)

    assert set(kept) <= set("0123456789") and compact(kept) == kept
    assert is_valid(typed) in (True, False) and all(map(is_valid, transposed(typed)))


@pytest.mark.parametrize("typed", ["", "123", "48210937570", "48210937a7", "４８２１０９３７５７", "٤٨٢١٠٩٣٧٥٧", "482 109 375"])
def test_what_is_no_ten_digits_is_no_receipt(typed):
    assert not is_valid(typed)
