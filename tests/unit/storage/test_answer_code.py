"""Six digits that name a row, kept nowhere."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.answer_code import CODES, code_of, ids_of

IDS = st.integers(1, 10**12)


def test_a_million_answers_in_a_row_have_a_million_codes():
    assert len({code_of(answer_id) for answer_id in range(7_000_001, 7_000_001 + CODES)}) == CODES


@given(IDS)
def test_a_code_is_six_digits_and_comes_again_only_a_million_later(answer_id):
    assert len(code_of(answer_id)) == 6 and code_of(answer_id).isdigit()
    assert code_of(answer_id) == code_of(answer_id + CODES) != code_of(answer_id + 1)


@given(IDS, st.integers(0, 3 * CODES))
def test_the_holders_of_a_code_are_found_newest_first(answer_id, later):
    found = ids_of(code_of(answer_id), answer_id + later)

    assert answer_id in found and list(found[:3]) == sorted(found[:3], reverse=True)
    assert all(code_of(each) == code_of(answer_id) for each in found[:3]) and found[0] > answer_id + later - CODES


@given(st.integers(0, CODES - 1))
def test_no_id_is_below_one_or_above_the_newest(number):
    assert list(ids_of(f"{number:06d}", 0)) == []
    (only,) = ids_of(f"{number:06d}", CODES)
    assert 1 <= only <= CODES


def test_neighbours_look_unrelated():
    codes = [int(code_of(answer_id)) for answer_id in range(1, 200)]

    assert min(abs(a - b) for a, b in zip(codes, codes[1:], strict=False)) > 100_000 and codes != sorted(codes)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "１２３４５６", "-12345", "12 456"])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(ValueError, match="six digits"):
        ids_of(code, 10)
