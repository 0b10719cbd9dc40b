"""From what is typed to what the models have learnt."""
from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.alphabet import clean
from bot.nlu.normalize import MOST_CHARACTERS, Rules, last_sentences, mend, normalize

RULES = Rules(Path(__file__).resolve().parents[3] / "data" / "slips.yml")

anything = st.text(alphabet=st.one_of(
    st.characters(),
    st.characters(categories=["Cs", "Cc", "Cf", "Co"]),
    st.sampled_from("低保怎么办咋啥唔冇請問嗯，。？！?!;\n…\ufdfa\ud800"),
), max_size=400)


@given(anything)
def test_it_never_raises_and_is_capped_over_the_closed_alphabet(text):
    normal = normalize(text, RULES)

    assert len(normal) <= MOST_CHARACTERS
    assert clean(normal) == normal
    assert normal == normal.lower()


@given(anything)
def test_it_is_empty_or_readable(text):
    normal = normalize(text, RULES)

    assert normal == "" or any(character.isalnum() for character in normal)


@given(st.text(alphabet="低保怎么办请问嗯呃哎呀，。？咋啥", max_size=60))
def test_a_message_with_a_word_in_it_is_never_emptied(text):
    if any(character.isalnum() for character in clean(text)):
        assert normalize(text, RULES) != ""


@pytest.mark.parametrize("value", [None, 3, b"x", [], {}], ids=ascii)
def test_what_is_no_text_is_empty(value):
    assert normalize(value, RULES) == ""


@pytest.mark.parametrize("text", ["", "？？？", "……", "。", "  ", "😀", "!!", "~~~", "——", "《》", "\ufdfa" * 100], ids=lambda text: ascii(text)[:20])
def test_what_has_no_word_is_empty(text):
    assert normalize(text, RULES) == ""


@pytest.mark.parametrize(("typed", "normal"), [
    ("低保怎麼辦", "低保怎么办"),
    ("請問低保怎麼申請？", "低保怎么申请?"),
    ("咋办低保", "怎么办低保"),
    ("底保户", "低保户"),
    ("ＷｅＣｈａｔ", "wechat"),
    ("危放改造", "危房改造"),
    ("有冇钱", "有没有钱"),
    ("娃儿读书", "孩子读书"),
])
def test_characters_slips_and_dialect_are_mended(typed, normal):
    assert normalize(typed, RULES) == normal


@pytest.mark.parametrize("typed", ["嗯", "嗯嗯", "嗯。", "请问", "哎呀", "呃", "不好意思", "嗯，请问"])
def test_a_filler_is_kept_when_nothing_else_would_remain(typed):
    assert normalize(typed, RULES) != ""


@pytest.mark.parametrize("length", [MOST_CHARACTERS - 1, MOST_CHARACTERS])
def test_a_message_up_to_the_limit_is_kept_whole(length):
    text = ("低保怎么办" * MOST_CHARACTERS)[:length]

    assert last_sentences(text) == text


def test_of_a_message_over_the_limit_the_end_is_kept():
    text = "甲" + ("低保怎么办" * MOST_CHARACTERS)[:MOST_CHARACTERS]

    assert last_sentences(text) == text[1:]


@pytest.mark.parametrize("end", ["?", "!", ";", "。", ""])
def test_of_a_long_story_the_last_question_is_kept(end):
    story = "我家里三口人，老伴去年得了病，花了不少钱。" * 20

    kept = last_sentences(story + "低保怎么申请" + end)

    assert kept.endswith("低保怎么申请" + end)
    assert kept.startswith("我家里")  # whole sentences only
    assert len(kept) <= MOST_CHARACTERS


def test_a_sentence_that_does_not_fit_is_left_out_whole():
    second = "乙" * (MOST_CHARACTERS // 3) + "。"

    assert last_sentences("甲" * (MOST_CHARACTERS - 20) + "。" + second) == second


def test_two_sentences_that_just_fit_are_both_kept():
    second = "乙" * 30 + "。"
    text = "甲" * (MOST_CHARACTERS - len(second) - 1) + "。" + second

    assert len(text) == MOST_CHARACTERS
    assert last_sentences(text) == text
    assert last_sentences("甲" + text) == second


@given(st.text(alphabet="甲乙。?!; ", max_size=500))
def test_what_is_kept_is_the_end_of_the_message(text):
    kept = last_sentences(text)

    assert text.strip().endswith(kept)
    assert len(kept) <= MOST_CHARACTERS


def test_a_question_before_a_long_goodbye_is_still_there():
    kept = normalize("低保怎么申请？谢谢您了。", RULES)

    assert kept == "低保怎么申请?谢谢您了。"


def test_a_long_message_is_mended_whole_and_only_its_end_is_normalised():
    story = "我屋头三口人，去年花了好多钱看病。" * 20 + "低保咋申请？"

    assert len(mend(story, RULES)) > 20 * 15 > MOST_CHARACTERS
    assert mend(story, RULES).startswith("我家里三口人")
    assert mend(story, RULES).endswith(normalize(story, RULES))
