"""What an answer states, and after it what the document leaves open, on the small content."""
from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge.lookup import Question, look_up
from bot.knowledge.model import Aspect
from bot.replies.policy import MOST, compose

COUNTY, IN_FORCE, DAY_AFTER = "441424", date(2024, 6, 30), date(2025, 1, 1)
GRANT = "441424_doc-a/industry_grant.yml"
STEPS = """steps:
  - {text: 先落实帮扶措施, source: doc-a 二, proof: [第二条]}
  - {text: 再补充相关手续, source: doc-a 三, proof: [第三条]}
"""
GAPS = """open_points:
  - {text: 怎么验收，文件没写, source: doc-a 二, proof: [第二条]}
  - {text: 养什么能补，文件没列, source: doc-a 二, proof: [第二条]}
  - {text: 哪天发钱，文件没写, source: doc-a 三, proof: [第三条]}
"""


def test_steps_keep_their_order_whichever_was_asked_for(small, asked_for):
    small.change(GRANT, "not_stated: [how_to_apply, materials]\n", STEPS + "not_stated: [materials]\n")

    assert "这样办：先落实帮扶措施；再补充相关手续。" in asked_for(Aspect.HOW_TO_APPLY, "再补充相关手续").text


def test_a_channel_that_a_step_names_is_said_once_and_its_clause_cited(small, answer):
    small.change(GRANT, "not_stated: [how_to_apply, materials]\n",
                 "steps:\n  - {text: 自己申报，可打12317平台, source: doc-a 二, proof: [第二条]}\n"
                 "channels:\n  - {kind: hotline, name: 12317平台, source: doc-a 三, proof: [12317平台]}\nnot_stated: [materials]\n")
    reply = answer(Aspect.HOW_TO_APPLY)

    assert reply.text.count("12317平台") == 1
    assert reply.citation.endswith(" 二、三")


@pytest.mark.parametrize("aspect", [Aspect.OVERVIEW, Aspect.ELIGIBILITY])
def test_what_is_left_open_is_said_after_what_is_stated_and_of_two_things_at_most(small, asked_for, aspect):
    small.change(GRANT, "related: [self_report]\n", GAPS)
    reply = asked_for(aspect, "养什么能补，文件没列")

    assert reply.text.endswith("。文件没写清的还有：养什么能补；怎么验收。")
    assert reply.text.index("最高") < reply.text.index("文件没写")
    assert "哪天发钱" in asked_for(aspect, "养什么能补，文件没列", page=1).text


def test_a_page_of_nothing_but_what_is_left_open_reads_as_a_sentence(small, answer):
    small.change(GRANT, "related: [self_report]\n", GAPS)

    assert answer(Aspect.OVERVIEW, page=1).text == "五华县产业奖补：文件没写清的还有：哪天发钱。"


def test_gaps_that_do_not_fit_are_cited_with_the_facts_already(small, answer):
    small.change(GRANT, "related: [self_report]\n", GAPS)

    assert answer(Aspect.OVERVIEW).citation.endswith(" 二、三")


def test_an_answer_that_is_not_stated_ends_with_the_gap_and_names_two_at_most(small, answer):
    small.change(GRANT, "related: [self_report]\n", "rules:\n  - {text: 多干多补, source: doc-a 二, proof: [多干多补]}\n" + GAPS)
    text = answer(Aspect.MATERIALS).text

    assert text.index("元。多干多补。要带什么材料") < text.index("文件没有写明")
    assert text.count("文件没") <= 2


def test_an_open_condition_is_no_way_to_qualify_and_an_open_requirement_matters(small, answer):
    small.change(GRANT, "    - {fact: able_to_work, is: true, text: 有劳动能力, source: doc-a 二, proof: [有劳动能力]}",
                 "    - any_of:\n"
                 "        - {fact: able_to_work, is: true, text: 有劳动能力, source: doc-a 二, proof: [有劳动能力]}\n"
                 "        - {open: 其他人（文件没写能不能领）, source: doc-a 二, proof: [第二条]}\n"
                 "    - {open: 成效合格（怎么算文件没写）, source: doc-a 二, proof: [第二条]}")
    text = answer(Aspect.ELIGIBILITY).text

    assert text.startswith("五华县产业奖补，要同时满足：脱贫户或监测对象、有劳动能力、人均纯收入在8300元以下。")
    assert text.endswith("。文件没写清、但也要看的：成效合格（怎么算）。文件没写清的还有：其他人（能不能领）。")


def test_no_time_stated_means_neither_how_long_nor_until_when(small, answer):
    small.change(GRANT, "time_limits:\n  - {what: 申请后办结, value: 15, unit: day, bound: max, source: doc-a 二, proof: [15天以内]}\n", "")

    assert "要多久、哪天起止，文件没有写明" in answer(Aspect.DEADLINE).text


def test_no_answer_of_the_real_content_names_more_than_two_gaps_or_turns_steps_around(real_kb, real_divisions):
    wrong = []
    for place in real_kb.folders:
        for kind in real_kb.schemes(place):
            scheme = real_kb.scheme(place, kind)
            steps = tuple(step.text for step in scheme.steps)
            question = Question(Aspect.HOW_TO_APPLY, kind, place, DAY_AFTER, steps[::-1][:1])
            text = compose(real_kb, real_divisions, look_up(real_kb, real_divisions, question)).text
            found = [text.index(step) for step in steps if step in text]
            wrong += [f"{place} {kind}: {text}"] * (found != sorted(found))
            for aspect in (Aspect.OVERVIEW, Aspect.ELIGIBILITY):
                reply = compose(real_kb, real_divisions, look_up(real_kb, real_divisions, Question(aspect, kind, place, DAY_AFTER)))
                named = sum(point.text.partition("，文件没")[0] in reply.text for point in scheme.open_points if "，文件没" in point.text)
                wrong += [f"{place} {kind}: {reply.text}"] * (named > 2 or len(reply.text) > MOST)

    assert wrong == []
