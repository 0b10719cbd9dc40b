"""The statement that a question is after, by the words that they share."""
from __future__ import annotations

import pytest

from bot.knowledge.model import Aspect
from bot.replies.focus import MOST, focus

GRANT = "441424_doc-a/industry_grant.yml"
STEPS = """steps:
  - {text: 先到村委会交养殖照片和身份证复印件, source: doc-a 二, proof: [第二条]}
  - {text: 乡镇派人到圈舍现场验收数量, source: doc-a 二, proof: [第二条]}
  - {text: 公示七天没有意见就打到一卡通, source: doc-a 二, proof: [第二条]}
not_stated: [materials]
"""


@pytest.fixture
def after(small):
    small.change(GRANT, "not_stated: [how_to_apply, materials]\n", STEPS)

    def wanted(text: str, aspect: Aspect = Aspect.HOW_TO_APPLY, everywhere: bool = False) -> list[str]:
        return [phrase.text for phrase in focus(small.kb, small.kb.scheme("441424", "industry_grant"), aspect, text, everywhere)]
    return wanted


@pytest.mark.parametrize(("text", "statement"), [
    ("产业奖补要不要派人来现场验收", "乡镇派人到圈舍现场验收数量"), ("钱是打到一卡通吗", "公示七天没有意见就打到一卡通"),
    ("要交养殖照片吗", "先到村委会交养殖照片和身份证复印件")])
def test_the_statement_with_the_words_of_the_question_is_meant(after, text, statement):
    assert after(text)[:1] == [statement]


@pytest.mark.parametrize("text", ["产业奖补怎么办", "产业奖补", "", "今天天气好得很", "？"])
def test_a_question_that_shares_nothing_but_the_policy_s_name_is_after_none(after, text):
    assert after(text) == []


def test_a_statement_on_another_aspect_is_meant_where_none_on_the_asked_one_is_like_the_question(after):
    assert after("要不要派人来现场验收", Aspect.DEADLINE)[:1] == ["乡镇派人到圈舍现场验收数量"]


def test_a_figure_wanted_is_not_answered_by_words(small):
    scheme = small.kb.scheme("441424", "self_report")

    assert focus(small.kb, scheme, Aspect.AMOUNT, "遇到困难可以自己打电话申报吗", True, wants_a_figure=True) == []


def test_not_more_statements_are_meant_than_are_said_first(after):
    assert len(after("先到村委会交照片现场验收公示打到一卡通")) <= MOST
