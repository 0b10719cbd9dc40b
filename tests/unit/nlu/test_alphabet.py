"""The closed alphabet: whatever is typed, only known characters reach the embedding engine."""
from __future__ import annotations

import sys
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.alphabet import MOST_TYPED, clean

ALLOWED = (
    {chr(code) for code in range(0x20, 0x7F)}
    | {chr(code) for code in range(0x3400, 0x4DC0)}
    | {chr(code) for code in range(0x4E00, 0xA000)}
    | set("、。〈〉《》「」『』【】〔〕‘’“”—·¥")
)
# More than twice MOST_TYPED is cut to two ends of MOST_TYPED with a space between.
LONGEST = 2 * MOST_TYPED + 1

anything = st.text(alphabet=st.one_of(
    st.characters(),
    st.characters(categories=["Cs", "Cc", "Cf", "Co", "Cn", "Mn", "Zs"]),
    st.sampled_from("低保怎么办ａＢ１２，。？！…—～\ufdfa\u0000\ud800\udfff\u200b\u202e\u3000\ufeff①㈠㍿ﷺ〇"),
))


@given(anything)
def test_only_characters_of_the_closed_alphabet_come_out(text):
    assert set(clean(text)) <= ALLOWED


@given(anything)
def test_cleaning_twice_is_cleaning_once(text):
    once = clean(text)

    assert clean(once) == once


@given(anything)
def test_no_character_but_a_digit_stands_four_times_in_a_row(text):
    runs = [(character, len(list(run))) for character, run in groupby(clean(text))]

    assert [run for run in runs if run[1] > (11 if run[0].isdigit() else 3)] == []


@given(anything)
def test_it_is_one_line_without_space_at_its_ends(text):
    cleaned = clean(text)

    assert cleaned == " ".join(cleaned.split())


@pytest.mark.parametrize("nothing", [None, 3, 2.5, b"abc", ["a"], {"a": 1}, True, object()], ids=ascii)
def test_what_is_no_text_is_empty(nothing):
    assert clean(nothing) == ""


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u3000", "\u0000", "\ud800", "\udfff\ud800", "\ufdfa" * 50, "😀👍🏽", "\u202e\u200b", "ﷺ" * 5000], ids=lambda text: ascii(text)[:20])
def test_what_has_nothing_readable_is_empty(text):
    assert clean(text) == ""


@pytest.mark.parametrize(("typed", "cleaned"), [
    ("低保怎么办？", "低保怎么办?"),
    ("ＡＢＣ１２３", "ABC123"),
    ("我家在　丰都", "我家在 丰都"),
    ("你好\n\n低保", "你好 低保"),
    ("低\u200b保", "低 保"),
    ("低保😀怎么办", "低保 怎么办"),
    ("啊啊啊啊啊啊啊", "啊啊啊"),
    ("！！！！！！", "!!!"),
    ("嗯嗯嗯", "嗯嗯嗯"),
    ("等等……", "等等..."),
    ("1000000元", "1000000元"),
    ("￥2000", "¥2000"),
    ("“一键申报”", "“一键申报”"),
    ("《通知》（试行）", "《通知》(试行)"),
    ("〔2024〕8号", "〔2024〕8号"),
    ("a\u0300b", "a b"),
    ("一级/二级：ok~", "一级/二级:ok~"),
    ("㗎", "㗎"),
], ids=ascii)
def test_what_people_type_on_purpose_is_kept(typed, cleaned):
    assert clean(typed) == cleaned


@pytest.mark.parametrize("typed", ["100000元", "贷款50000元", "人均8000元", "10000000", "13888888888", "99999999999"])
def test_a_figure_keeps_all_its_digits(typed):
    assert clean(typed) == typed


@pytest.mark.parametrize(("digits", "kept"), [(10, 10), (11, 11), (12, 11), (5000, 11)])
def test_only_a_run_that_is_no_figure_is_cut(digits, kept):
    assert clean("0" * digits) == "0" * kept


@pytest.mark.parametrize(("typed", "cleaned"), [("二〇二四年", "二零二四年"), ("二〇〇〇元", "二零零零元")])
def test_the_round_chinese_zero_is_the_written_one(typed, cleaned):
    assert clean(typed) == cleaned


def test_every_character_there_is_is_taken_without_an_error():
    for start in range(0, sys.maxunicode + 1, 4096):
        characters = "".join(map(chr, range(start, start + 4096)))
        assert set(clean(characters)) <= ALLOWED
        assert set(clean("低".join(characters))) <= ALLOWED


@pytest.mark.parametrize("length", [2 * MOST_TYPED - 1, 2 * MOST_TYPED, 2 * MOST_TYPED + 1, 10 * MOST_TYPED])
@pytest.mark.parametrize("pattern", ["低保", "…低", "a…", "㈠低", "低 ", "\ufdfa低"], ids=ascii)
def test_a_very_long_message_is_cut_and_stays_cut(length, pattern):
    cleaned = clean((pattern * length)[:length])

    assert len(cleaned) <= LONGEST
    assert clean(cleaned) == cleaned
    assert set(cleaned) <= ALLOWED


def test_of_a_very_long_message_both_ends_are_kept():
    cleaned = clean("我家在丰都" + "吧呢" * 3 * MOST_TYPED + "低保怎么办")

    assert cleaned.startswith("我家在丰都")
    assert cleaned.endswith("低保怎么办")
