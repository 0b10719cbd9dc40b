"""Policies named word for word."""
from __future__ import annotations

import pytest

from bot.nlu.names import NameFinder

FINDER = NameFinder({"低保": "allowance", "低保边缘": "near", "产业奖补": "grant", "奖补": "grant", "危房改造": "housing"}, ["低保户", "监测户"])


@pytest.mark.parametrize(("text", "kinds"), [
    ("低保怎么申请", {"allowance"}),
    ("产业奖补给多少", {"grant"}),
    ("低保和危房改造", {"allowance", "housing"}),
    ("没有名字", set()),
    ("", set()),
])
def test_a_policy_is_named_by_its_name(text, kinds):
    assert FINDER.find(text) == kinds


def test_a_name_inside_a_longer_one_does_not_count():
    assert FINDER.find("低保边缘家庭") == {"near"}


def test_who_somebody_is_names_no_policy():
    assert FINDER.find("我是低保户，看病能报多少") == frozenset()


@pytest.mark.parametrize("text", ["我是低保户，低保金多少", "低保户的低保怎么停了", "低保边缘的人能不能吃低保"])
def test_a_policy_named_beside_a_longer_word_that_has_its_name_counts(text):
    assert "allowance" in FINDER.find(text)
