"""The guided check, turn by turn, by hand-made readings over the small content: lifted or monitored, able to work, income below 8300."""
from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.reading import Check
from bot.dialogue.turn import Assistant
from bot.knowledge.lookup import Status
from tests.unit.dialogue.checks import BEGIN, LIFTED, UNSURE, YES, Talk, told
from tests.unit.dialogue.readings import replies, titles

# from the first question to the verdict

def test_a_check_begins_with_what_is_done_and_the_first_question(talk):
    reply = talk.of(BEGIN)

    assert reply.text.startswith("帮您对一对五华县产业奖补的条件") and "哪一类户？" in reply.text
    assert titles(reply) == ["脱贫户", "监测对象", "都不是", "不清楚", "不查了"]
    assert reply.about["asks"] == "household_category" and reply.status is None
    assert talk.memory.check == Check("industry_grant", "household_category", ("lifted_household", "monitored_household"))


def test_answer_after_answer_leads_to_a_yes_with_its_reasons_and_clauses(talk):
    talk.of(BEGIN)
    second = talk.of(replies("脱贫户", "inform_fact"))
    third = talk.of(YES)
    reply = talk.of(replies("5000"))

    assert second.text == "有没有劳动能力？" and titles(second) == ["是", "不是", "不清楚", "不查了"]
    assert third.text.startswith("人均收入多少？") and titles(third) == ["不清楚", "不查了"]
    assert "对得上" in reply.text and "脱贫户或监测对象、有劳动能力、人均纯收入在8300元以下" in reply.text
    assert reply.status is Status.ANSWERED and reply.citation.startswith("依据：") and reply.about["verdict"] == "yes"
    assert talk.memory.check is None


def test_the_first_answer_that_decides_ends_the_check(talk):
    talk.of(BEGIN)
    reply = talk.of(replies("都不是", "deny"))

    assert "对不上" in reply.text and "脱贫户或监测对象" in reply.text and "劳动能力" not in reply.text
    assert reply.about["verdict"] == "no"


@pytest.mark.parametrize(("said", "verdict"), [("8299", "yes"), ("8300", "no"), ("8301", "no"), ("八千三", "no"), ("5000块", "yes"), ("一万二", "no"),
                                               ("3000多", "yes"), ("大概0.5万", "yes"), ("1.2万元", "no"), ("0", "yes"), ("3", "yes")])
def test_a_number_is_read_in_figures_and_in_words(talk, said, verdict):
    for reading in (BEGIN, replies("脱贫户"), YES, replies(said)):
        reply = talk.of(reading)

    assert reply.about.get("verdict") == verdict


def test_what_the_household_cannot_tell_is_left_and_named_in_the_verdict(talk):
    for reading in (BEGIN, replies("监测对象"), UNSURE, replies("5000")):
        reply = talk.of(reading)

    assert "定不下来" in reply.text and "有劳动能力" in reply.text
    assert reply.status is Status.PARTLY_ANSWERED and reply.about["verdict"] == "unknown" and reply.about["unsure"] == ["able_to_work"]


def test_a_no_to_the_rest_decides_although_something_was_left_open(talk):
    for reading in (BEGIN, replies("监测对象"), UNSURE, replies("9000")):
        reply = talk.of(reading)

    assert reply.about["verdict"] == "no"


@pytest.mark.parametrize("said", ["是", "是的"])
def test_yes_is_read_from_its_words_whatever_the_intent(talk, said):
    for reading in (BEGIN, replies("脱贫户"), replies(said, "out_of_scope")):
        talk.of(reading)

    assert talk.memory.known["able_to_work"] is True


def test_a_question_for_one_choice_may_be_answered_with_yes(small, assistant):
    small.change("441424_doc-a/industry_grant.yml", "in: [lifted_household, monitored_household]", "is: lifted_household")
    talk = Talk(Assistant(small.kb, small.divisions, assistant.on))
    talk.of(BEGIN)
    talk.of(YES)

    assert talk.memory.known["household_category.lifted_household"] is True


@pytest.mark.parametrize("said", ["不是脱贫户", "没有脱贫户"])
def test_a_choice_that_is_denied_is_not_taken_for_the_answer(talk, said):
    talk.of(BEGIN)
    talk.of(replies(said))

    assert talk.memory.known.get("household_category.lifted_household") is not True


# what was told already

def test_what_was_told_with_the_question_is_said_and_not_asked(talk):
    reply = talk.of(replace(BEGIN, told=(LIFTED,), situations=("lifted",)))

    assert "您说过：脱贫户或监测对象" in reply.text and reply.about["asks"] == "able_to_work"


def test_what_was_told_in_an_earlier_message_is_not_asked(talk):
    talk.of(told("我是脱贫户", LIFTED, situations=("lifted",)))
    reply = talk.of(BEGIN)

    assert reply.about["asks"] == "able_to_work" and talk.memory.situations == ("lifted",)


def test_a_longer_answer_that_tells_the_fact_answers_the_question(talk):
    talk.of(BEGIN)
    talk.of(replies("脱贫户"))
    reply = talk.of(told("我这几年腰杆不行,早就干不动重活了", ("able_to_work", False, True), situations=("unfit",)))

    assert reply.about["verdict"] == "no"


def test_what_is_told_later_takes_back_what_was_told_before(talk):
    talk.of(told("干得动", ("able_to_work", True, True)))
    talk.of(told("我现在干不动了", ("able_to_work", False, True)))

    assert talk.memory.known["able_to_work"] is False


# somebody else

def test_what_is_told_of_somebody_else_is_not_taken_for_ones_own(talk):
    talk.of(told("我是脱贫户", LIFTED, situations=("lifted",)))
    talk.of(told("我妈干不动", ("able_to_work", False, True), situations=("unfit",), whom="您妈妈"))

    assert talk.memory.known == {"able_to_work": False, "work_capacity.weak": False}
    assert (talk.memory.whom, talk.memory.situations) == ("您妈妈", ())


def test_the_verdict_says_whose_case_it_is(talk):
    for reading in (replace(BEGIN, whom="您妈妈", told=(("able_to_work", False, True),), situations=("unfit",)),):
        reply = talk.of(reading)

    assert "您妈妈" in reply.text and reply.about["whom"] == "您妈妈" and reply.about["verdict"] == "no"


def test_a_new_check_asks_again_for_what_may_be_different_of_another_person(talk):
    for reading in (BEGIN, replies("脱贫户"), YES, replies("5000")):
        talk.of(reading)
    reply = talk.of(BEGIN)

    assert reply.about["asks"] == "able_to_work"


# in one's own words

@pytest.mark.parametrize("said", ["不是，普通农户", "没有,就一般人家", "不是 没评上"])
def test_a_no_may_have_more_words_behind_it(talk, said):
    talk.of(BEGIN)

    assert talk.of(replies(said, "ask_eligibility")).about["verdict"] == "no"


def test_a_yes_may_have_more_words_behind_it(talk):
    for reading in (BEGIN, replies("脱贫户"), replies("是的，有两个人能做", "ask_where")):
        talk.of(reading)

    assert talk.memory.known["able_to_work"] is True


def test_who_is_something_else_than_what_is_asked_for_is_none_of_that(small, assistant):
    small.change("situations.yml", "situations:\n", "situations:\n  general: {name: 普通农户, says: [普通农户], of_whom: true, told: {household_category: general}}\n")
    small.change("facts.yml", "lifted_household: 脱贫户", "lifted_household: 脱贫户, general: 普通农户")
    talk = Talk(Assistant(small.kb, small.divisions, assistant.on))
    talk.of(BEGIN)

    assert talk.of(replies("我们普通农户", "ask_eligibility")).about["verdict"] == "no"
    assert talk.memory.known["household_category.general"] is True


def test_a_choice_that_does_not_matter_here_is_none_of_those_that_do(small, assistant):
    small.change("facts.yml", "lifted_household: 脱贫户", "lifted_household: 脱贫户, allowance: 低保户")
    talk = Talk(Assistant(small.kb, small.divisions, assistant.on))
    talk.of(BEGIN)

    assert talk.of(replies("低保户", "inform_fact")).about["verdict"] == "no"


def test_what_is_cried_out_in_an_emergency_tells_nothing_of_whom_a_check_is(talk):
    talk.of(told("我妈晕倒了", ("able_to_work", False, True), intent="crisis", whom="您妈妈"))

    assert (talk.memory.whom, talk.memory.known) == (None, {})


def test_what_tells_something_and_is_hardly_a_question_is_asked_again(talk):
    talk.of(BEGIN)
    fact = ("able_to_work", True, True)
    again = talk.of(replace(told("有劳动能力", fact, intent="ask_materials"), confidence=0.4))

    assert again.about["asks"] == "household_category" and talk.memory.known["able_to_work"] is True
    assert "asks" not in talk.of(replace(told("有劳动能力要带啥", fact, intent="ask_materials"), confidence=0.6)).about


@pytest.mark.parametrize(("said", "verdict"), [("四口人一年两万八", "yes"), ("3个人一共三万", "no"), ("两口人挣了1.7万", "no"), ("五个人", None)])
def test_the_whole_income_of_so_many_heads_is_divided(talk, said, verdict):
    for reading in (BEGIN, replies("脱贫户"), YES, replies(said)):
        reply = talk.of(reading)

    assert reply.about.get("verdict") == verdict
