"""The guided check left for something else, resumed, stopped, and asked for from elsewhere."""
from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from actions.eligibility_check import ActionCheckEligibility, ActionResumeCheck, ActionStopCheck
from bot.dialogue import checking
from bot.dialogue.reading import Check, Link, Memory
from bot.knowledge.lookup import Status
from tests.unit.dialogue.checks import BEGIN, LIFTED, NO, UNSURE, YES, Talk, told
from tests.unit.dialogue.readings import AT_HOME, COUNTY, GRANT, OTHER, REPORT, UNCLEAR, UNCOVERED, replies, says, titles


@pytest.mark.parametrize("said", ["你说啥子", "嗯哼"])
def test_what_is_not_understood_is_asked_again(talk, said):
    talk.of(BEGIN)
    reply = talk.of(replies(said))

    assert reply.text.startswith("没听明白") and "哪一类户？" in reply.text
    assert reply.about["asks"] == "household_category" and talk.memory.known == {}


def test_another_question_in_between_is_answered_and_leads_back(talk):
    talk.of(BEGIN)
    talk.of(replies("脱贫户"))
    between = talk.of(says("ask_amount", replace(GRANT, named=True)))
    resumed = talk.of(replies("接着对条件", "resume_check"))

    assert "最高2000元" in between.text and titles(between)[0] == "接着对条件"
    assert resumed.about["asks"] == "able_to_work" and "您说过：脱贫户或监测对象" in resumed.text


def test_a_yes_after_another_question_answers_nothing(talk):
    talk.of(BEGIN)
    talk.of(replies("脱贫户"))
    talk.of(says("ask_amount", replace(GRANT, named=True)))
    talk.of(YES)

    assert "able_to_work" not in talk.memory.known


@pytest.mark.parametrize("answer", [
    told("有劳动能力", ("able_to_work", True, True), intent="deny"), told("有劳动能力", ("able_to_work", True, True))])
def test_after_another_question_a_fact_that_the_check_asks_for_goes_on_with_it(talk, answer):
    talk.of(BEGIN)
    talk.of(replies("脱贫户"))
    talk.of(says("ask_amount", replace(GRANT, named=True)))
    reply = talk.of(answer)

    assert reply.about["asks"] == "income_per_head" and "您说过" in reply.text


def test_after_another_question_the_words_of_a_choice_answer_what_was_left(talk):
    talk.of(BEGIN)
    talk.of(says("ask_amount", replace(GRANT, named=True)))
    reply = talk.of(replies("脱贫户", "inform_fact"))

    assert reply.about["asks"] == "able_to_work"


@pytest.mark.parametrize("said", [
    told("我是弱劳力", ("work_capacity", "weak", True)), replies("四月", "inform_fact"),
    told("我一直是能干活的啊这还用问吗你说是不是", ("able_to_work", True, True))])
def test_what_the_check_does_not_ask_for_or_a_long_story_does_not_go_on_with_it(talk, said):
    talk.of(BEGIN)
    talk.of(says("ask_amount", replace(GRANT, named=True)))

    assert "asks" not in talk.of(said).about


def test_a_check_of_another_policy_takes_the_place_of_the_first(talk):
    talk.of(BEGIN)
    reply = talk.of(says("check_eligibility", replace(REPORT, named=True), text="自主申报：我够不够条件"))

    assert talk.memory.check is None and reply.about["kind"] == "self_report"  # its document does not say who qualifies


def test_a_check_can_be_stopped_and_resumed_with_what_was_told(talk):
    talk.of(BEGIN)
    talk.of(replies("脱贫户"))
    stopped = talk.of(replies("不查了", "stop_check"))
    resumed = talk.of(replies("接着对条件", "resume_check"))

    assert titles(stopped) == ["接着对条件"] and "先记着" in stopped.text
    assert resumed.about["asks"] == "able_to_work"


def test_what_was_unsure_stays_so_when_the_check_is_resumed(talk):
    for reading in (BEGIN, replies("脱贫户"), UNSURE, replies("不查了", "stop_check"), replies("接着对条件", "resume_check")):
        reply = talk.of(reading)

    assert reply.about["asks"] == "income_per_head"


def test_with_no_check_there_is_nothing_to_stop_or_resume(talk):
    assert "没有对到一半" in talk.of(replies("接着对条件", "resume_check")).text
    assert talk.of(replies("不查了", "stop_check")).buttons == ()
    assert talk.memory == AT_HOME


@pytest.mark.parametrize("intent", ["crisis", "human", "start_over", "stop_check"])
def test_what_is_more_urgent_than_the_check_is_no_answer_to_it(assistant, intent):
    memory = replace(AT_HOME, check=Check("industry_grant", "able_to_work"))

    assert checking.going_on(assistant, replies("是", intent), memory) is None


# the place

def test_a_check_from_an_unknown_place_asks_for_it_and_goes_on(assistant):
    talk = Talk(assistant, Memory())
    first = talk.of(BEGIN)
    second = talk.of(says("inform_place", text="我在五华县", places=(COUNTY,)))

    assert first.status is Status.AREA_UNKNOWN and titles(first) == ["五华县", "丰都县"]
    assert second.about["asks"] == "household_category" and second.about["place"] == "441424"


def test_what_is_told_while_the_place_is_asked_for_is_kept(assistant):
    talk = Talk(assistant, Memory())
    talk.of(replace(BEGIN, told=(LIFTED,), situations=("lifted",)))
    reply = talk.of(says("inform_place", text="我在五华县", places=(COUNTY,)))

    assert reply.about["asks"] == "able_to_work"


def test_a_place_without_documents_ends_the_check(assistant):
    talk = Talk(assistant, Memory())
    talk.of(BEGIN)
    reply = talk.of(says("inform_place", text="我在北安", places=(UNCOVERED,)))

    assert reply.status is Status.NOT_IN_YOUR_AREA and talk.memory.check is None


def test_an_ambiguous_place_is_asked_back(assistant):
    talk = Talk(assistant, Memory())
    talk.of(BEGIN)
    unclear = talk.of(says("inform_place", text="我在五华", places=(UNCLEAR,)))
    reply = talk.of(says("inform_place", text="我在五华县", places=(COUNTY,)))

    assert unclear.status is Status.AREA_UNKNOWN and reply.about["asks"] == "household_category"


def test_another_place_in_the_middle_of_a_check_is_answered_for_and_leads_back(talk):
    talk.of(BEGIN)
    between = talk.of(says("inform_place", text="我现在在丰都县", places=(OTHER,)))
    resumed = talk.of(replies("接着对条件", "resume_check"))

    assert "丰都县" in between.text and titles(between)[0] == "接着对条件"
    assert resumed.about["place"] == "500230"


# which policy

def test_a_check_of_what_was_last_spoken_of(assistant):
    talk = Talk(assistant, replace(AT_HOME, kind="industry_grant", aspect="amount"))

    assert talk.of(says("check_eligibility", text="帮我看看够不够", relevance=0.0)).about["kind"] == "industry_grant"


def test_a_check_of_nothing_asks_of_what(talk):
    assert "您想对哪一项" in talk.of(says("check_eligibility", text="帮我看看够不够", relevance=0.0)).text


def test_a_check_that_may_mean_several_policies_offers_them_as_checks(talk):
    reply = talk.of(says("check_eligibility", Link("industry_grant", 0.5), Link("self_report", 0.5), text="帮我看看够不够补助的条件"))

    assert [button.text for button in reply.buttons] == ["产业奖补：我够不够条件", "自主申报：我够不够条件"]


def test_a_question_whose_words_ask_for_a_check_begins_one(talk):
    reply = talk.of(replace(says("ask_eligibility", replace(GRANT, named=True)), checks=True))

    assert reply.about["asks"] == "household_category"


def test_a_question_with_a_fact_that_decides_gets_the_verdict_at_once(talk):
    asking = says("ask_eligibility", replace(GRANT, named=True), text="我干不动了,产业奖补能不能领")
    reply = talk.of(replace(asking, told=(("able_to_work", False, True),), situations=("unfit",)))

    assert reply.about["verdict"] == "no"


# between turns

def test_a_check_survives_being_kept_in_a_slot(talk):
    talk.of(BEGIN)

    assert Check.from_slot(asdict(talk.memory.check)) == talk.memory.check
    assert Check.from_slot(None) is None


def test_each_action_of_the_check_is_its_use_case(assistant):
    memory = replace(AT_HOME, check=Check("industry_grant", "able_to_work"))
    assert ActionCheckEligibility().take(assistant, BEGIN, AT_HOME) == checking.begin(assistant, BEGIN, AT_HOME)
    assert ActionStopCheck().take(assistant, NO, memory) == checking.stop(assistant, NO, memory)
    assert ActionResumeCheck().take(assistant, NO, memory) == checking.resume(assistant, NO, memory)
