"""What is said first to somebody in danger, by its kind."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.knowledge.lookup import Status
from bot.replies import turns
from bot.replies.wording import wording

LISTS = yaml.safe_load((Path(__file__).resolve().parents[3] / "data" / "crisis.yml").read_text(encoding="utf-8"))
FIRST = {"fire": "119", "collapse": "119", "water": "119", "gas_leak": "119", "electricity": "120", "snakebite": "120", "poison": "120", "fumes": "120", "burn": "120",
         "illness": "120", "violence": "110", "lost": "110", "self_harm": "12356", "fraud": "110"}
ALL = [None, *FIRST]


def numbers(text: str) -> list[str]:
    return re.findall(r"\d{3,5}", text)


def test_every_kind_of_danger_that_words_tell_has_its_text_and_no_text_is_for_another():
    assert set(FIRST) == set(wording("crisis")) == set(LISTS["phrases"]) - {"any"}


@pytest.mark.parametrize(("danger", "number"), FIRST.items())
def test_the_number_that_helps_stands_first(danger, number):
    assert numbers(turns.crisis(danger).text)[0] == number


@pytest.mark.parametrize("danger", [danger for danger in ALL if danger != "fraud"])
def test_the_other_numbers_are_said_too(danger):
    assert {"110", "119", "120"} <= set(numbers(turns.crisis(danger).text))


def test_who_was_cheated_is_told_to_pay_no_more_and_to_call_the_police_and_the_bank():
    text = turns.crisis("fraud").text

    assert numbers(text) == ["110", "96110"] and "别再转钱" in text and "银行卡背面" in text and "别删" in text


@pytest.mark.parametrize("danger", ["self_harm", "violence", "poison", None])
def test_where_despair_may_be_near_somebody_listens(danger):
    assert "12356" in turns.crisis(danger).text


@pytest.mark.parametrize("danger", [danger for danger in FIRST if danger != "self_harm"])
def test_nobody_else_is_spoken_to_as_if_tired_of_life(danger):
    text = turns.crisis(danger).text

    assert "想不开" not in text and "不是一个人" not in text


@pytest.mark.parametrize("danger", ALL)
def test_a_text_is_short_enough_to_be_read_aloud_and_says_nothing_of_policy(danger):
    reply = turns.crisis(danger)

    assert reply.status is Status.CRISIS and len(reply.text) <= 110 and reply.buttons == reply.references == () and reply.citation == ""
    assert not re.search("政策|补助|低保|救助|报销|依据|文件", reply.text)
    assert max(map(len, re.split("[，。！；、]", reply.text))) <= 18


@pytest.mark.parametrize("danger", [None, "any", "something_new", ""])
def test_what_only_a_model_heard_gets_the_text_that_fits_any_danger(danger):
    assert turns.crisis(danger).text == wording("turns")["crisis"]["text"]


def test_who_asks_for_something_else_is_told_so_in_simple_words():
    assert turns.out_of_scope().text.startswith("这个我不懂，不敢乱说。")
