"""A condition tree in one readable sentence."""
from __future__ import annotations

import pytest

from bot.knowledge.model import Condition
from bot.replies.conditions import in_words


def leaf(text: str) -> dict:
    return {"fact": "x", "is": True, "text": text, "source": "doc-a 二"}


A, B, C, D = map(leaf, "甲乙丙丁")


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
    assert in_words(Condition.parse_obj(tree)) == said


def test_every_leaf_is_said():
    tree = Condition.parse_obj({"all_of": [A, {"any_of": [{"all_of": [B, {"any_of": [C, D]}]}, {"not": leaf("戊")}]}, {"all_of": [leaf("己")]}]})

    said = in_words(tree)

    assert [text for text in "甲乙丙丁戊己" if text not in said] == []
