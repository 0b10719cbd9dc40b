"""The guided check, turn by turn, by hand-made readings over the small content: lifted or monitored, able to work, income below 8300."""
from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from actions.eligibility_check import ActionCheckEligibility, ActionResumeCheck, ActionStopCheck
from bot.dialogue import checking
from bot.dialogue.conversation import take_turn
from bot.dialogue.reading import Check, Link, Memory
from bot.dialogue.turn import Assistant
from bot.knowledge.lookup import Status
from tests.unit.dialogue.readings import AT_HOME, COUNTY, GRANT, OTHER, REPORT, UNCLEAR, UNCOVERED, replies, says, titles

YES, NO, UNSURE = replies("是", "affirm"), replies("不是", "deny"), replies("不清楚", "unsure")
BEGIN = says("check_eligibility", replace(GRANT, named=True), text="产业奖补：我够不够条件")
LIFTED = ("household_category", "lifted_household", True)


class Talk:
    """A conversation: `of` takes a turn for a reading, and the last reply and the memory stay at hand."""

    def __init__(self, assistant: Assistant, memory: Memory = AT_HOME) -> None:
        self.assistant, self.memory = assistant, memory

    def of(self, reading, use_case=None):
        use_cases = {"check_eligibility": checking.begin, "stop_check": checking.stop, "resume_check": checking.resume, "inform_place": Assistant.set_place}
        taken = use_case or use_cases.get(reading.intent, Assistant.ask)
        self.reply, self.memory = take_turn(self.assistant, taken, reading, self.memory)
        return self.reply


@pytest.fixture
def talk(assistant) -> Talk:
    return Talk(assistant)


def told(text: str, *facts: tuple, situations: tuple = (), intent: str = "inform_fact", whom: str | None = None):
    return replies(text, intent, told=facts, situations=situations, whom=whom)


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


# left and resumed

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
