"""A report in the chat that is interrupted and resumed; danger first; a database that is down; to whom reporting is offered."""
from __future__ import annotations

import logging

import pytest

from bot.casework.receipt import spaced
from bot.dialogue.reading import Link, Memory
from bot.knowledge.lookup import Status
from bot.replies.wording import wording
from tests.unit.dialogue.readings import titles
from tests.unit.dialogue.reports import FENGDU, receipt_of

GRANT = Link("household_industry_grant", 1.0, True)
ASKS = {"links": (GRANT,), "relevance": 1.0}

# interrupted and resumed

@pytest.mark.parametrize("key", ["risks", "division", "for_other", "name", "phone", "village", "story", "household_size", "income_per_head"])
def test_a_question_on_a_policy_is_answered_at_every_question_and_a_button_leads_back(chat, key):
    chat.begin()
    chat.answer_until(key, division="丰都")
    chat.memory = Memory(**{**vars(chat.memory), "division": "500230"})
    before = chat.case
    answer = chat.say("产业奖补能给多少钱？", "ask_amount", **ASKS)
    assert answer.status is Status.ANSWERED and "2000元" in answer.text and titles(answer)[0] == "接着申报" and len(answer.buttons) <= 6
    again = chat.say("接着申报", "resume_report", confidence=1.0)

    assert again.about["reports"] == key and spaced(chat.receipt) in again.text and chat.case == before


def test_after_a_question_of_another_kind_what_may_mean_anything_brings_the_question_again(filing):
    filing.say("产业奖补能给多少钱？", "ask_amount", **ASKS)
    reply = filing.say("王大锤")
    assert filing.case.report.name is None and reply.about["reports"] == "name" and reply.status is None
    filing.say("王大锤")

    assert filing.case.report.name == "王大锤"


@pytest.mark.parametrize(("key", "said"), [("phone", "13812345678"), ("village", "双龙村"), ("household_size", "4口人")])
def test_after_a_question_of_another_kind_what_can_be_nothing_but_the_answer_is_taken_for_it(chat, key, said):
    chat.memory = Memory(division="500230")
    chat.begin()
    chat.answer_until(key)
    chat.say("产业奖补能给多少钱？", "ask_amount", **ASKS)
    chat.say(said)

    assert getattr(chat.case.report, key)


def test_after_a_question_the_next_question_is_a_question(filing):
    filing.say("产业奖补能给多少钱？", "ask_amount", **ASKS)

    assert filing.say("那找谁", "ask_where", relevance=0.1).status is Status.ANSWERED


def test_the_offer_is_resumed_too(chat):
    chat.say("我要申报", "report_risk")
    assert titles(chat.say("产业奖补能给多少钱？", "ask_amount", places=(FENGDU,), **ASKS))[0] == "接着申报"
    chat.tap("resume")
    chat.tap("agree")

    assert len(chat.cases) == 1


@pytest.mark.parametrize("intent", ["thank", "greet", "help"])
def test_small_talk_is_answered_and_the_question_goes_on_waiting(filing, intent):
    filing.say("谢谢你", intent)
    filing.say("张三丰")

    assert filing.case.report.name == "张三丰"


def test_what_looks_like_small_talk_but_may_be_a_name_is_taken_for_the_name(filing):
    filing.say("李好", "greet", confidence=0.6)

    assert filing.case.report.name == "李好"


def test_a_long_story_that_asks_in_the_end_is_a_story(chat):
    story = "男人去年在工地上摔了，花了十几万，两个娃要读书，婆婆又瘫在床上，今后日子怎么过？"
    chat.begin()
    chat.answer_until("story")
    chat.say(story, "ask_benefits", **ASKS)

    assert chat.case.report.story == story


def test_danger_goes_first_and_nothing_of_it_is_stored(chat):
    chat.begin()
    chat.answer_until("story")
    reply = chat.say("我不想活了", "crisis", confidence=1.0)
    assert reply.status is Status.CRISIS and titles(reply) == ["接着申报"] and chat.case.report.story is None
    chat.say("我在河边")

    assert chat.case.report.story is None and chat.reply.about.get("reports") is None


@pytest.mark.parametrize("said", ["没有电话", "家里没得电话"])
def test_who_has_no_telephone_passes_it_over(chat, said):
    chat.begin()
    chat.answer_until("phone")

    assert chat.say(said).about["reports"] == "village"


def test_a_check_begun_in_the_middle_gets_its_answers_and_the_report_its_own_afterwards(filing):
    filing.say("到户产业奖补：我够不够条件", "check_eligibility", **ASKS)
    filing.say("脱贫户", "inform_fact")
    assert filing.case.report.name is None and filing.memory.check.asked
    filing.tap("resume")
    filing.say("张三丰")

    assert filing.case.report.name == "张三丰" and filing.memory.check.asked is None
    assert filing.say("接着对条件", "resume_check").about["asks"]


def test_to_go_on_resumes_the_report_where_only_a_report_is_open(filing):
    filing.say("产业奖补能给多少钱？", "ask_amount", **ASKS)

    assert filing.say("接着来", "resume_check").about["reports"] == "name"


def test_a_conversation_that_has_forgotten_resumes_its_newest_case(filing):
    receipt = filing.receipt
    filing.memory = Memory()
    reply = filing.say("接着申报", "resume_report")

    assert spaced(receipt) in reply.text and filing.receipt == receipt and reply.about["reports"] == "for_other"


def test_with_nothing_to_resume_that_is_said(chat):
    assert chat.say("接着申报", "resume_report").text == wording("case")["nothing_to_resume"]


def test_to_report_again_in_the_middle_goes_on_with_the_same_case(filing):
    reply = filing.say("我要申报", "report_risk")

    assert len(filing.cases) == 1 and reply.about["reports"] == "name" and "没有重复登记" in reply.text


def test_to_pass_over_with_nothing_asked_is_small_talk(chat):
    assert "reports" not in chat.say("跳过", "skip_detail").about


@pytest.mark.parametrize("text", ["跳过", "接着申报", "填错了要改", "撤回申报", "查进度"])
def test_old_buttons_do_no_harm_in_a_new_conversation(chat, text):
    intents = {"跳过": "skip_detail", "接着申报": "resume_report", "填错了要改": "correct_detail", "撤回申报": "withdraw_report", "查进度": "check_progress"}

    assert chat.say(text, intents[text], confidence=1.0).text and chat.cases == []


# the database is down

def test_without_a_database_the_tap_is_told_not_to_have_counted_and_counts_when_it_is_tapped_again(chat, caplog):
    chat.memory = Memory(division="500230")
    chat.say("我要申报", "report_risk")
    chat.database.is_down = True
    with caplog.at_level(logging.ERROR):
        reply = chat.tap("agree")
    assert "存不进去" in reply.text and "县乡村振兴局，或者打12317平台" in reply.text and reply.buttons[0].text == "我同意，现在就报"
    chat.database.is_down = False
    chat.tap("agree")

    assert len(chat.cases) == 1 and "casework does not answer" in caplog.text


def test_an_answer_that_could_not_be_stored_can_be_sent_again_with_a_tap(filing, caplog):
    filing.database.is_down = True
    with caplog.at_level(logging.DEBUG):
        reply = filing.say("张三丰")
    filing.database.is_down = False
    filing.say(reply.buttons[0].text)

    assert filing.case.report.name == "张三丰" and "张三丰" not in caplog.text


def test_where_nothing_can_be_reported_one_is_told_how_to(assistant):
    from bot.dialogue import filing as use_cases
    from tests.unit.dialogue.readings import AT_HOME, says

    assert "12317平台" in use_cases.begin(assistant, says("report_risk"), AT_HOME)[0].text


# offered

def test_where_a_misfortune_is_told_reporting_is_offered(chat):
    reply = chat.say("我家房子塌了", "nlu_fallback", situations=("unsafe_house",))

    assert reply.status is Status.AREA_UNKNOWN and titles(reply)[-1] == "我要申报" and len(reply.buttons) <= 6


def test_reporting_is_offered_only_once_and_not_to_those_who_tell_of_no_misfortune(chat):
    chat.memory = Memory(division="500230")
    assert titles(chat.say("男人得了癌症", situations=("serious_illness",))).count("我要申报") == 1
    chat.memory = Memory()
    assert "我要申报" not in titles(chat.say("我是脱贫户", situations=("lifted",)))


def test_a_receipt_is_shown_spaced(chat):
    assert spaced(receipt_of(chat.begin())) in chat.reply.text
