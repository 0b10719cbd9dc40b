"""The verdict on what was heard, in words, buttons and clauses."""
from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.knowledge.lookup import Question, Status
from bot.knowledge.model import Aspect
from bot.knowledge.rumour import Heard, Rumour, Verdict, judge, read
from bot.replies.rumour import unclear, verdict
from bot.replies.wording import wording

COUNTY, OTHER = "441424", "500230"
HEARD = Heard("产业奖补每户三千", frozenset({3000.0}), words={"denies": frozenset(), "exaggerates": frozenset({"人人"})})
NEEDS_NO_RULE = (Verdict.OTHER_PLACE, Verdict.NOT_IN_DOCUMENTS)


@pytest.fixture
def said(small, a_day):
    small.add_place(OTHER, "丰都县", "doc-b")
    scheme = small.kb.scheme(COUNTY, "industry_grant")

    def reply(outcome: Verdict, has_rule: bool = True, on: date = a_day):
        rumour = Rumour(outcome, COUNTY, scheme, scheme.amounts) if has_rule else Rumour(outcome)
        if outcome is Verdict.OTHER_PLACE:
            rumour = replace(rumour, elsewhere=OTHER)
        return verdict(small.kb, small.divisions, Question(Aspect.AMOUNT, "industry_grant", COUNTY, on), rumour, HEARD)
    return reply


def test_every_verdict_has_its_words_and_no_words_are_for_another():
    assert set(wording("rumour")["verdict"]) == {one.value for one in Verdict} | {f"{one.value}_without_rule" for one in NEEDS_NO_RULE}


@pytest.mark.parametrize("outcome", list(Verdict), ids=lambda outcome: outcome.value)
def test_the_verdict_is_told_with_what_the_document_says_and_its_clause(said, outcome):
    reply, figure = said(outcome), "每户每年奖补最高2000元"

    assert reply.text == wording("rumour")["verdict"][outcome.value].format(
        place="五华县", title="产业奖补", said=figure, office="县农业农村委", elsewhere="丰都县")
    assert figure in reply.text and reply.status is Status.ANSWERED
    assert reply.citation == "依据：《五华县办法》试字〔2024〕8号 二"
    assert [button.text for button in reply.buttons] == ["产业奖补：有哪些帮助", "产业奖补：找谁", "转人工"]


def test_no_two_verdicts_begin_alike():
    beginnings = [words.replace("{place}", "")[:8] for words in wording("rumour")["verdict"].values()]

    assert len(set(beginnings)) == len(beginnings)


@pytest.mark.parametrize("outcome", NEEDS_NO_RULE)
def test_without_a_rule_of_the_place_no_figure_is_said(said, outcome):
    reply = said(outcome, has_rule=False)

    assert "五华县" in reply.text and "没有写产业奖补" in reply.text and "2000" not in reply.plain()
    assert reply.status is Status.NOTHING_FOUND and reply.citation == "" and [button.text for button in reply.buttons] == ["转人工"]


def test_an_ended_period_is_said_with_what_differs(said):
    assert "已到期" in said(Verdict.DIFFERS, on=date(2025, 1, 1)).text


def test_the_ledger_gets_the_figures_and_telling_words_and_not_the_message(said):
    about = said(Verdict.DIFFERS).about

    assert (about["verdict"], about["kind"], about["heard"]) == ("differs", "industry_grant", HEARD.as_dict())
    assert 3000.0 in about["heard"]["figures"] and HEARD.text not in json.dumps(about, ensure_ascii=False) and "人人" in json.dumps(about, ensure_ascii=False)


def test_where_no_policy_can_be_made_out_nothing_is_to_be_believed():
    assert "先别当真" in unclear().text and unclear().status is Status.NOTHING_FOUND


@pytest.mark.parametrize("text", ["每户补99999元", "全额报销", "取消了", "人人都能领两万"])
def test_every_verdict_on_the_real_content_fits_on_a_phone(real_kb, real_divisions, a_day, text):
    groups, long = wording("rumour")["words"], []
    for place in real_kb.folders:
        for kind in real_kb.schemes(place):
            question, heard = Question(Aspect.AMOUNT, kind, place, a_day), read(text, groups)
            reply = verdict(real_kb, real_divisions, question, judge(real_kb, real_divisions, question, heard, groups), heard)
            long += [f"{place} {kind}: {len(reply.text)}"] if len(reply.text) > 300 else []

    assert long == []
