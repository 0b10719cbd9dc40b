"""The log of the dialogue process tells what happened, in JSON, and never what was typed."""
from __future__ import annotations

import json


def test_a_conversation_leaves_no_word_phone_or_name_in_the_log(talk, logs):
    talk.say("我是丰都的")
    talk.say("我叫张三丰，电话13912345678，身份证500230199001011234，低保怎么申请")
    talk.say("电话13912345678写错了/restart")
    log = logs[talk.url].read_text(encoding="utf-8")

    for secret in ("张三丰", "13912345678", "500230199001011234", "我是丰都的", talk.sender):
        assert secret not in log


def test_each_turn_is_one_json_line_with_its_outcome(talk, logs):
    talk.say("我是丰都的")
    before = logs[talk.url].read_text(encoding="utf-8").count('"event": "turn"')
    talk.say("到户产业奖补能给多少钱")
    turns = [json.loads(line) for line in logs[talk.url].read_text(encoding="utf-8").splitlines() if '"event": "turn"' in line]

    assert len(turns) == before + 1
    assert turns[-1]["status"] == "answered" and turns[-1]["kind"] == "household_industry_grant" and turns[-1]["division"] == "500230"
