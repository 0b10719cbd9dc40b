"""A report through REST with the trained model: the case is in the database, its answers in no log and no ledger."""
from __future__ import annotations

import sqlite3

import httpx

from bot.casework.receipt import compact

ALL = [("我同意，现在就报", "哪样难处"), ("看病花钱多", "哪个县"), ("我在丰都县", "自己家"), ("给自己家报", "叫什么名字"), ("赵钱孙", "电话"), ("13698765432", "哪个村"),
       ("双龙村三组", "情况"), ("上个月查出来是肺癌，化疗花了十二万，报完自己掏了七万，日子怎么过", "几口"), ("5口人", "收入"), ("跳过", "登记好了")]
SECRETS = ("赵钱孙", "13698765432", "肺癌")


def report(talk) -> str:
    """The receipt of a report that was filled in to the end."""
    talk.say("我要申报")
    for said, then in ALL:
        reply = talk.say(said)
        assert then in reply["text"], said
    return compact(reply["text"].partition("回执号")[2][:14])


def test_a_household_reports_question_by_question_and_sees_how_it_stands(talk):
    receipt = report(talk)
    told = talk.say("我上次报的怎么样了")

    assert receipt in compact(told["text"]) and "收到了" in told["text"] and "最晚" in told["text"] and told["citation"]


def test_a_message_that_is_delivered_twice_is_one_case(talk):
    talk.say("我要申报")
    body = {"sender": talk.sender, "message": "我同意，现在就报", "message_id": "once"}
    answers = [httpx.post(f"{talk.url}/webhooks/rest/webhook", json=body, timeout=60).json() for _ in range(2)]
    again = talk.say("我同意，现在就报")

    receipts = {compact(text.partition("回执号")[2][:14]) for text in (*(each[0]["text"] for each in answers), again["text"])}
    assert len(receipts) == 1


def test_a_number_is_put_right_and_the_report_taken_back(talk):
    report(talk)
    assert "尾号0001" in talk.say("电话改成13900000001")["text"]
    talk.say("撤回申报")

    assert "撤回了" in talk.say("确定撤回")["text"]


def test_a_report_leaves_nothing_personal_in_the_log_the_ledger_or_anywhere_unsealed(talk, logs):
    report(talk)
    folder = logs[talk.url].parent
    kept = logs[talk.url].read_text(encoding="utf-8")
    with sqlite3.connect(folder / "conversations.db") as database:
        kept += "\n".join(database.iterdump())

    assert [secret for secret in SECRETS if secret in kept] == []
