"""A condition tree in one readable sentence, and what it leaves open."""
from __future__ import annotations

import pytest

from bot.knowledge.model import Condition
from bot.replies.conditions import in_words


def leaf(text: str) -> dict:
    return {"fact": "x", "is": True, "text": text, "source": "doc-a 二"}


def left(text: str) -> dict:
    return {"open": text, "source": "doc-a 二"}


A, B, C, D = map(leaf, "甲乙丙丁")
X, Y = map(left, "未己")


@pytest.mark.parametrize(("tree", "said"), [
    (A, "甲"),
    ({"all_of": [A]}, "甲"),
    ({"all_of": [A, B]}, "要同时满足：甲、乙"),
    ({"any_of": [A, B]}, "甲或乙"),
    ({"any_of": [A]}, "甲"),
    ({"not": A}, "不能是：甲"),
    ({"all_of": [A, {"any_of": [B, C]}]}, "要同时满足：甲、乙或丙"),
    ({"all_of": [A, {"not": B}]}, "要同时满足：甲、不能是：乙"),
    ({"any_of": [{"all_of": [A, B]}, C]}, "符合下面一条就行：（1）甲、乙；（2）丙"),
    ({"any_of": [{"not": A}, B]}, "符合下面一条就行：（1）不能是：甲；（2）乙"),
    ({"all_of": [A, {"any_of": [{"all_of": [B, C]}, D]}]}, "甲，符合下面一条就行：（1）乙、丙；（2）丁"),
    ({"all_of": [A, B, {"any_of": [{"all_of": [C, D]}, A]}]}, "要同时满足：甲、乙，符合下面一条就行：（1）丙、丁；（2）甲"),
])
def test_a_tree_is_said_in_one_sentence(tree, said):
    assert in_words(Condition.parse_obj(tree)).text == said


def test_every_stated_leaf_is_said():
    tree = Condition.parse_obj({"all_of": [A, {"any_of": [{"all_of": [B, {"any_of": [C, D]}]}, {"not": leaf("戊")}]}, {"all_of": [leaf("己")]}]})

    said = in_words(tree).text

    assert [text for text in "甲乙丙丁戊己" if text not in said] == []


@pytest.mark.parametrize(("tree", "said", "needed", "others"), [
    (X, "", "未", ""),
    ({"any_of": [A, X]}, "甲", "", "未"),
    ({"any_of": [A, B, X]}, "甲或乙", "", "未"),
    ({"any_of": [{"all_of": [A, B]}, X]}, "要同时满足：甲、乙", "", "未"),
    ({"any_of": [{"all_of": [A, B]}, C, X]}, "符合下面一条就行：（1）甲、乙；（2）丙", "", "未"),
    ({"all_of": [A, X]}, "甲", "未", ""),
    ({"all_of": [A, B, X]}, "要同时满足：甲、乙", "未", ""),
    ({"all_of": [A, {"not": X}]}, "甲", "未", ""),
    ({"all_of": [A, {"any_of": [X, Y]}]}, "甲", "未己", ""),
    ({"all_of": [{"any_of": [A, X]}, B]}, "要同时满足：甲、乙", "", "未"),
    ({"all_of": [{"any_of": [A, X]}, B, Y]}, "要同时满足：甲、乙", "己", "未"),
    ({"any_of": [{"all_of": [A, X]}, Y]}, "甲", "未", "己"),
    ({"any_of": [{"all_of": [A, X]}, {"all_of": [B, C]}, Y]}, "符合下面一条就行：（1）甲，还要看没写清的；（2）乙、丙", "", "未己"),
    ({"any_of": [{"all_of": [A, X]}, B]}, "符合下面一条就行：（1）甲，还要看没写清的；（2）乙", "", "未"),
    ({"any_of": [{"all_of": [A, X]}, {"all_of": [B, X]}]}, "符合下面一条，还要看没写清的：（1）甲；（2）乙", "", "未"),
])
def test_what_is_left_open_is_no_condition_and_no_way_to_qualify(tree, said, needed, others):
    found = in_words(Condition.parse_obj(tree))

    assert (found.text, "".join(leaf.words() for leaf in found.needed), "".join(leaf.words() for leaf in found.others)) == (said, needed, others)


def test_what_one_way_needs_and_another_offers_is_said_once():
    tree = Condition.parse_obj({"all_of": [A, X, {"any_of": [B, X]}]})

    assert in_words(tree).needed and not in_words(tree).others
