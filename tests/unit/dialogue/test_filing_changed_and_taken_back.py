"""A report in the chat of which a part is put right, or that is taken back."""
from __future__ import annotations

import pytest

from bot.casework.model import State
from bot.casework.receipt import spaced
from bot.casework.states import Move
from bot.replies.wording import wording
from tests.unit.dialogue.readings import titles
from tests.unit.dialogue.reports import Chat

# put right

@pytest.fixture
def filed(chat) -> Chat:
    """A report that was filled in to the end."""
    chat.begin()
    chat.answer(risks="看病花钱多", division="丰都", name="张三丰", phone="13812345678", village="双龙村", story="上个月查出来的，花了十二万块钱啊", household_size="3")
    return chat


@pytest.mark.parametrize(("said", "part", "value"), [
    ("电话改成13900000001", "phone", "13900000001"), ("刚才那个电话少了一位，是13800000001", "phone", "13800000001"),
    ("我电话不是那个，是幺三八零零零零零零零二", "phone", "13800000002"), ("不是双龙村，是新民村", "village", "新民村"),
    ("家里不是三口人，是四口", "household_size", 4), ("人口改成六个人", "household_size", 6), ("名字改成张四丰", "name", "张四丰"),
    ("收入说错了，是一年两万", "income_per_head", 20000)])
def test_a_part_is_put_right_in_one_sentence_at_any_time(filed, said, part, value):
    reply = filed.say(said, "correct_detail")

    assert getattr(filed.case.report, part) == value and reply.text.startswith("改好了")


@pytest.mark.parametrize(("said", "part", "then", "value"), [
    ("电话写错了", "phone", "13900000001", "13900000001"), ("号码错了", "phone", "13900000001", "13900000001"), ("改姓名", "name", "张四丰", "张四丰"),
    ("村名写错了", "village", "新民村", "新民村"), ("户主名字填错了，户主是我爹不是我", "name", "张老汉", "张老汉"), ("人数错了", "household_size", "5口", 5)])
def test_without_the_new_value_it_is_asked_for(filed, said, part, then, value):
    assert filed.say(said, "correct_detail").about["reports"] == part
    filed.say(then)

    assert getattr(filed.case.report, part) == value


def test_in_the_middle_a_correction_leads_back_to_the_open_question(filing):
    filing.say("张三丰")
    reply = filing.say("名字改成张四丰", "correct_detail")

    assert filing.case.report.name == "张四丰" and reply.text.startswith("改好了") and reply.about["reports"] == "phone"


def test_which_part_is_meant_is_asked_where_it_is_not_said(filed):
    reply = filed.say("刚才填错了", "correct_detail")

    assert reply.text == wording("case")["which"] and {"改难处", "改姓名", "改电话"} <= set(titles(reply)) and len(reply.buttons) <= 6


def test_a_bad_new_value_is_told_and_the_old_one_stays(filed):
    reply = filed.say("电话改成1390000000", "correct_detail")

    assert "11位" in reply.text and filed.case.report.phone == "13812345678" and reply.about["reports"] == "phone"


def test_a_case_that_went_on_takes_no_details_and_says_whom_to_tell(filed):
    filed.database.decide(filed.receipt, Move.VERIFY, Move.INCLUDE)
    reply = filed.say("电话改成13900000001", "correct_detail")

    assert "纳入监测了" in reply.text and "县乡村振兴局" in reply.text and filed.case.report.phone == "13812345678"


def test_a_case_that_went_on_while_a_question_was_open_says_so(filing):
    filing.database.decide(filing.receipt, Move.VERIFY, Move.REFUSE)
    reply = filing.say("张三丰")

    assert "没有纳入" in reply.text and filing.memory.report.ended


def test_with_no_case_there_is_nothing_to_put_right(chat):
    assert chat.say("电话写错了", "correct_detail").text == wording("case")["no_case"]


# taken back

def test_a_case_is_taken_back_when_that_is_said_twice(filed):
    receipt = filed.receipt
    reply = filed.say("撤回申报", "withdraw_report")
    assert spaced(receipt) in reply.text and filed.case.state is State.RECEIVED and titles(reply) == ["确定撤回", "不撤了"]
    filed.tap("sure")

    assert filed.cases[0].state is State.WITHDRAWN and filed.memory.report is None and "撤回了" in filed.reply.text


def test_who_thinks_better_of_it_keeps_the_case_and_goes_on(filing):
    filing.say("不报了", "withdraw_report")
    assert titles(filing.tap("keep")) == ["接着申报"]

    assert filing.tap("resume").about["reports"] == "name" and filing.case.state is State.RECEIVED


def test_a_case_that_went_on_cannot_be_taken_back_here(filed):
    filed.database.decide(filed.receipt, Move.VERIFY, Move.INCLUDE)
    reply = filed.say("撤回申报", "withdraw_report")

    assert "不能在这里撤回" in reply.text and "县乡村振兴局" in reply.text


def test_a_case_that_went_on_between_the_two_is_not_taken_back(filed):
    filed.say("撤回申报", "withdraw_report")
    filed.database.decide(filed.receipt, Move.VERIFY, Move.INCLUDE)

    assert "不能在这里撤回" in filed.tap("sure").text and filed.cases[0].state is State.MONITORED


def test_nobody_takes_back_another_conversation_s_case(filed, somebody):
    reply = somebody.say(f"回执号 {spaced(filed.receipt)}，我要撤回", "withdraw_report")

    assert "不是在这个聊天里登记的" in reply.text and filed.case.state is State.RECEIVED and somebody.memory.report is None


def test_the_case_of_the_receipt_that_is_said_is_the_one_taken_back(filed):
    first = filed.receipt
    filed.tap("another")
    filed.tap("agree")
    filed.say(f"把{spaced(first)}这个单子撤了", "withdraw_report")
    filed.tap("sure")

    assert {case.receipt: case.state for case in filed.cases}[first] is State.WITHDRAWN
    assert [case.state for case in filed.cases].count(State.RECEIVED) == 1
