"""Long texts in parts."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.splitting import LIMIT, parts, readable, units


@pytest.mark.parametrize(("length", "count"), [(LIMIT - 1, 1), (LIMIT, 1), (LIMIT + 1, 2)])
def test_a_text_is_one_part_up_to_the_limit(length, count):
    assert len(parts("字" * length)) == count


@pytest.mark.parametrize(("length", "count"), [(LIMIT // 2, 1), (LIMIT // 2 + 1, 2)])
def test_characters_beyond_the_first_plane_count_twice(length, count):
    assert units("𠮷") == 2 and len(parts("𠮷" * length)) == count


def test_a_cut_is_behind_a_sentence_with_its_closing_quote():
    text = "他说：“能办。”" + "再说一句，" * 3

    assert parts(text, 12)[0] == "他说：“能办。”"


def test_without_a_sentence_s_end_a_cut_is_behind_a_pause():
    assert parts("一二三四，五六七八九", 7) == ["一二三四，", "五六七八九"]


def test_a_sentence_s_end_far_at_the_front_makes_no_tiny_part():
    assert parts("好。一二三四五六七八九十", 10) == ["好。一二三四五六七八", "九十"]


def test_a_family_and_a_flag_are_not_torn():
    family, flag = "👨‍👩‍👧", "🇨🇳"
    for text in (family * 40, flag * 40):
        assert all(part in text and units(part) % units(text[:len(text) // 40]) == 0 for part in parts(text, 50))


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=300), st.integers(4, 60))
def test_nothing_is_lost_but_blanks_and_no_part_is_too_long_or_empty(text, limit):
    found = parts(text, limit)

    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(part and units(part) <= limit for part in found)


def test_halves_of_pairs_and_nul_are_made_readable():
    assert readable("a\ud83db\0") == "a\ufffdb\ufffd" and readable("😀") == "😀"
