"""A report in the chat as people really talk: agreeing, asking back and giving up in their own words, and telling more than was asked."""
from __future__ import annotations

import pytest

from bot.casework.model import Risk, State
from bot.casework.states import Move
from bot.replies.wording import wording
from tests.unit.dialogue.readings import titles
from tests.unit.dialogue.reports import FENGDU

# agreeing

@pytest.mark.parametrize("said", ["好嘛", "中，报吧", "要得", "行呀", "嗯，可以", "好，我同意", "那就报吧"])
def test_whatever_a_yes_is_read_as_it_is_a_yes(chat, said):
    chat.say("我要申报", "report_risk")
    chat.say(said, "greet")

    assert len(chat.cases) == 1


@pytest.mark.parametrize("said", ["好难啊", "好多年了", "行不行", "同意了会咋样", "不中", "报了要咋个办"])
def test_what_only_begins_like_a_yes_registers_nothing(chat, said):
    chat.say("我要申报", "report_risk")
    chat.say(said)

    assert chat.cases == []


@pytest.mark.parametrize(("said", "intent"), [("要钱不", "deny"), ("谁能看到我的资料", "nlu_fallback"), ("会不会到处说", "help")])
def test_who_asks_what_becomes_of_it_hears_the_whole_of_it_and_may_still_agree(chat, said, intent):
    chat.say("我要申报", "report_risk")
    reply = chat.say(said, intent)
    assert all(line in reply.text for line in wording("report")["consent"]["text"]) and wording("report")["free_of_charge"] in reply.text
    chat.tap("agree")

    assert len(chat.cases) == 1


def test_the_button_of_the_offer_tells_the_whole_of_it_too(chat):
    offer = chat.say("我要申报", "report_risk")
    reply = chat.say(next(button.text for button in offer.buttons if button.title == wording("buttons")["filing"]["about"]))

    assert all(line in reply.text for line in wording("report")["consent"]["text"]) and "我同意，现在就报" in titles(reply)


def test_what_is_no_answer_to_the_offer_is_met_with_the_choice_and_registers_nothing(chat):
    chat.say("我要申报", "report_risk")
    reply = chat.say("赵老四", relevance=0.1)
    assert "还没有登记" in reply.text and "我同意，现在就报" in titles(reply) and chat.cases == []
    chat.tap("agree")

    assert len(chat.cases) == 1


def test_who_agrees_after_something_else_came_between_is_offered_it_again(chat):
    chat.say("我要申报", "report_risk")
    chat.say("腿摔断了，快不行了", "crisis")
    reply = chat.say("同意", "affirm")

    assert "我同意，现在就报" in titles(reply) and chat.cases == []

# taking back

@pytest.mark.parametrize("said", ["不撤", "不要撤", "莫撤", "先不撤", "别撤了"])
def test_who_says_in_his_own_words_that_it_stays_keeps_the_case(chat, said):
    chat.begin()
    chat.say("撤回申报", "withdraw_report")
    chat.say(said, "withdraw_report")

    assert chat.case.state is State.RECEIVED


def test_a_wish_that_is_hardly_heard_takes_nothing_back(chat):
    chat.begin()
    receipt = chat.receipt
    chat.say("撤回申报", "withdraw_report")
    chat.say("那个啥", "withdraw_report", confidence=0.3)

    assert chat.database.queries().of_receipt(receipt).case.state is State.RECEIVED


def test_where_nothing_is_open_any_more_a_button_leads_on(chat):
    chat.begin()
    chat.say("撤回申报", "withdraw_report")

    assert titles(chat.tap("sure")) == [wording("buttons")["report"]]
    assert titles(chat.say("撤回申报", "withdraw_report"))[-1:] == ["查进度"] or chat.reply.buttons


@pytest.mark.parametrize("tap", ["policy", "keep"])
def test_who_does_not_report_now_is_told_how_to_with_a_button(chat, tap):
    chat.say("我要申报", "report_risk")

    assert titles(chat.tap(tap)) == [wording("buttons")["report"]]

# answering

@pytest.mark.parametrize("said", ["算了先不弄了", "不想说了", "改天再说"])
def test_who_has_had_enough_gets_the_summary(chat, said):
    chat.begin()
    chat.answer_until("for_other")
    reply = chat.say(said, "deny")

    assert reply.about["reports"] == "summary"


def test_a_story_told_where_a_number_was_asked_is_kept_as_story_and_gives_no_number(chat):
    chat.begin()
    chat.answer_until("household_size", story="羊得病死了三十只，借的钱还不上，眼下日子过不下去")
    chat.say("七月间发大水，房子冲垮一半，花了三万多")

    assert chat.case.report.household_size is None and chat.reply.about["reports"] == "household_size"
    assert chat.case.report.story == "羊得病死了三十只，借的钱还不上，眼下日子过不下去。七月间发大水，房子冲垮一半，花了三万多"


def test_an_income_told_in_a_sentence_is_an_income(chat):
    chat.begin()
    chat.answer_until("income_per_head", story="羊得病死了三十只，借的钱还不上，眼下日子过不下去")
    chat.say("一年到头卖点粮食打点零工也就三千块钱")

    assert chat.case.report.income_per_head == 3000


@pytest.mark.parametrize(("said", "told", "kept"), [("遭了灾", {}, ("risks", (Risk.ACCIDENT, Risk.DISASTER))),
                                                    ("我们是丰都的", {"places": (FENGDU,)}, ("division", "500230")),
                                                    ("13812345678", {}, ("phone", "13812345678"))])
def test_what_is_told_instead_of_yes_that_is_right_is_kept_and_the_next_question_comes(chat, said, told, kept):
    chat.begin(situations=("accident",))
    assert chat.reply.about["reports"] == "told"
    chat.say(said, **told)

    assert getattr(chat.case.report, kept[0]) == kept[1] and chat.reply.about["reports"] != "told"


def test_what_was_told_before_is_not_asked_about_twice(chat):
    chat.begin(situations=("accident",))
    chat.say("你们要这个做啥子")

    assert chat.reply.about["reports"] == "division" and chat.case.report.risks == (Risk.ACCIDENT,)


def test_who_keeps_a_report_that_is_filled_in_can_see_how_it_stands(chat):
    chat.begin()
    chat.answer()
    chat.say("撤回申报", "withdraw_report")

    assert titles(chat.tap("keep")) == ["查进度"]

# opening

@pytest.mark.parametrize("said", ["家里出事了咋办", "屋头出事了，咋个办"])
def test_something_happened_at_home_opens_it(chat, said):
    reply = chat.say(said, "ask_benefits", situations=("accident",))

    assert "我同意，现在就报" in titles(reply)


def test_a_new_misfortune_after_a_closed_case_is_not_taken_for_another_household_s(chat):
    chat.begin()
    chat.answer(division="我在丰都", place=FENGDU)
    receipt = chat.receipt
    chat.database.decide(receipt, Move.VERIFY, Move.REFUSE)
    reply = chat.say("家里又出事了，还想报", "report_risk")

    assert "给另一家报" not in reply.text and "我同意，现在就报" in titles(reply)
    assert titles(chat.say("我上次报的怎么样了", "check_progress"))
