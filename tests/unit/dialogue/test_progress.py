"""How a report stands: of this conversation, or of another by its receipt and four digits; wrong tries are counted."""
from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest

from bot.casework.receipt import spaced
from bot.casework.states import Move
from bot.dialogue.progress import MOST_WRONG, PAUSE
from bot.dialogue.reading import Lookup, Memory
from bot.replies.wording import wording
from tests.unit.dialogue.readings import titles
from tests.unit.dialogue.reports import Chat

RECEIPT = "4821093753"  # well formed, and nobody's


@pytest.fixture
def filed(chat) -> Chat:
    chat.begin()
    chat.answer(division="丰都", name="张三丰", phone="13812345678")
    return chat


def asks(chat: Chat, text: str = "我上次报的怎么样了"):
    return chat.say(text, "check_progress")


# of this conversation

def test_a_known_chat_is_told_of_its_newest_case_with_state_clock_and_history(filed):
    reply = asks(filed)

    assert spaced(filed.receipt) in reply.text and wording("report")["states"]["received"]["text"] in reply.text
    assert "最晚2026年12月5日" in reply.text and "2026年11月20日报上了" in reply.text and reply.status is None
    assert titles(reply) == ["填错了要改", "撤回申报"] and reply.citation


@pytest.mark.parametrize(("moves", "state", "clock"), [
    ([Move.VERIFY], "verifying", True), ([Move.VERIFY, Move.INCLUDE], "monitored", True), ([Move.VERIFY, Move.REFUSE], "not_included", False),
    ([Move.VERIFY, Move.INCLUDE, Move.ASSIST], "assisted", False), ([Move.WITHDRAW], "withdrawn", False)])
def test_every_state_is_told_in_plain_words_with_its_clocks(filed, moves, state, clock):
    filed.database.decide(filed.receipt, *moves)
    reply = asks(filed)

    assert wording("report")["states"][state]["text"] in reply.text and ("最晚" in reply.text) is clock
    assert wording("report")["moves"][moves[-1].value] in reply.text


def test_a_refusal_comes_with_its_reason(filed):
    filed.database.decide(filed.receipt, Move.VERIFY, Move.REFUSE, reason="收入在线以上")

    assert "原因：收入在线以上" in asks(filed).text


def test_other_cases_of_the_chat_are_a_tap_away(filed):
    first = filed.receipt
    filed.tap("another")
    filed.tap("agree")
    filed.answer()
    reply = asks(filed)
    assert spaced(filed.receipt) in reply.text and f"查进度 {spaced(first)}" in titles(reply)

    assert spaced(first) in asks(filed, f"查进度 {spaced(first)}").text


def test_a_chat_that_reported_nothing_is_told_whom_to_ask(chat):
    chat.memory = Memory(division="500230")

    assert "县乡村振兴局" in asks(chat).text and "回执号" in chat.reply.text


def test_in_the_middle_of_a_report_a_button_leads_back_and_no_answer_is_waited_for(chat):
    chat.begin()
    chat.answer_until("name")
    assert titles(asks(chat))[0] == "接着申报"
    chat.say("王大锤")

    assert chat.case.report.name is None and chat.reply.about["reports"] == "name"


# of another conversation

@pytest.mark.parametrize("text", ["回执号 {} 查一下", "{}，办到哪一步了", "我的回执：{}"])
@pytest.mark.parametrize("spell", [spaced, str, lambda receipt: "-".join(receipt), lambda receipt: receipt.translate(str.maketrans("0123456789", "零一二三四五六七八九"))])
def test_with_the_receipt_the_last_four_digits_are_asked_for_and_then_it_is_told(filed, somebody, text, spell):
    asked = asks(somebody, text.format(spell(filed.receipt)))
    assert asked.text == wording("case")["ask_digits"] and titles(asked) == ["没留电话"]
    told = somebody.say("5678")

    assert spaced(filed.receipt) in told.text and "收到了" in told.text and "张三丰" not in told.text and told.buttons == ()
    assert somebody.memory.lookup.receipt is None


def test_a_receipt_alone_is_a_question_for_it(filed, somebody):
    assert somebody.say(spaced(filed.receipt)).text == wording("case")["ask_digits"]


def test_a_case_without_a_telephone_needs_none(chat, somebody):
    chat.begin()
    asks(somebody, chat.receipt)

    assert spaced(chat.receipt) in somebody.tap("no_phone").text


@pytest.mark.parametrize("receipt", ["filed", RECEIPT])
def test_a_wrong_end_and_a_receipt_of_nobody_are_never_told_apart(filed, somebody, receipt):
    asks(somebody, filed.receipt if receipt == "filed" else receipt)
    reply = somebody.say("0000")
    assert reply.text == wording("report")["refusals"]["case_unknown"] and somebody.memory.lookup.wrong == 1

    assert ("收到了" in somebody.say("5678").text) is (receipt == "filed")


def test_a_wrong_check_digit_offers_only_receipts_with_two_digits_the_other_way_round(chat):
    reply = asks(chat, "4821093735")
    assert wording("report")["refusals"]["receipt_wrong"] in reply.text and titles(reply) == ["查进度 482 109 3753"] and chat.memory.lookup.wrong == 1

    assert asks(chat, "4021093753").buttons == () and "写反" not in chat.reply.text


@pytest.mark.parametrize(("text", "count"), [("回执号 482109375", "9位"), ("回执号 482109375712", "12位")])
def test_a_receipt_of_another_length_is_told_its_length(chat, text, count):
    assert count in asks(chat, text).text


def test_a_mobile_number_is_taken_for_no_receipt(filed):
    assert "收到了" in asks(filed, "我电话13812345678，报的那个怎么样了").text


@pytest.mark.parametrize(("tries", "is_blocked"), [(MOST_WRONG - 1, False), (MOST_WRONG, True)])
def test_after_too_many_wrong_tries_nothing_more_is_told_for_a_while(filed, somebody, tries, is_blocked):
    asks(somebody, filed.receipt)
    for _ in range(tries):
        somebody.say("0000")

    assert ("收到了" in somebody.say("5678").text) is not is_blocked
    assert ("次数太多" in asks(somebody, RECEIPT).text) is is_blocked


@pytest.mark.parametrize(("waited", "is_blocked"), [(PAUSE - timedelta(seconds=1), True), (PAUSE, False)])
def test_after_the_pause_the_tries_count_no_more(filed, somebody, waited, is_blocked):
    for _ in range(MOST_WRONG):
        asks(somebody, "4021093753")
    somebody.at += waited

    assert ("次数太多" in asks(somebody, filed.receipt).text) is is_blocked


def test_anything_else_is_answered_and_the_digits_no_longer_waited_for(filed, somebody):
    asks(somebody, filed.receipt)
    somebody.say("你好", "greet")

    assert somebody.memory.lookup.receipt is None and "收到了" not in somebody.say("5678").text


def test_a_lookup_comes_back_from_its_slot_as_it_was():
    lookup = Lookup(RECEIPT, 2, "2026-11-20T02:00:00+00:00")

    assert Lookup.from_slot(asdict(lookup)) == lookup and Lookup.from_slot(None) is None


def test_without_a_database_that_is_said(filed):
    filed.database.is_down = True

    assert "存不进去" in asks(filed).text
