"""Conversations through REST, as a household has them."""
from __future__ import annotations

from tests.integration.processes import same


def test_the_answer_names_the_amount_the_place_the_clause_and_that_the_period_is_over(talk):
    talk.say("我是丰都的")
    reply = talk.say("到户产业奖补能给多少钱")
    assert reply["status"] == "answered"
    assert "2000元" in reply["text"] and reply["text"].startswith("丰都县") and "已到期" in reply["text"][:60]
    assert "二（十）" in reply["citation"] and "丰委农办〔2024〕8号" in reply["citation"]


def test_a_question_without_a_place_is_answered_once_the_place_is_told(talk):
    first = talk.say("到户产业奖补能给多少钱")
    assert first["status"] == "area_unknown"
    reply = talk.tap(first, "丰都县")
    assert reply["status"] == "answered" and "2000元" in reply["text"]


def test_the_place_is_remembered_and_follow_ups_keep_the_scheme(talk):
    talk.say("我家在丰都县")
    talk.say("到户产业奖补能给多少钱")
    reply = talk.say("去哪办")
    assert reply["about"]["kind"] == "household_industry_grant" and "县农业农村委" in reply["text"]
    assert talk.say("那要多久？")["about"]["aspect"] == "deadline"


def test_the_place_can_be_changed_and_the_same_question_is_answered_for_the_new_one(talk):
    talk.say("我是丰都的")
    talk.say("低保怎么申请")
    reply = talk.say("我现在在梅州，那边呢")
    assert reply["about"]["kind"] == "subsistence_allowance" and reply["text"].startswith("梅州市（征求意见稿")


def test_a_county_without_documents_of_its_own_gets_the_city_s_and_is_told_so(talk):
    told = talk.say("我是梅州五华的")
    assert "五华县" in told["text"] and "梅州市" in told["text"]
    reply = talk.say("医疗救助能报多少")
    assert "80%" in reply["text"] and "征求意见稿" in reply["text"]


def test_a_place_that_is_not_covered_gets_nobody_else_s_rule(talk):
    talk.say("我是河南兰考县的")
    reply = talk.say("到户产业奖补能给多少钱")
    assert reply["status"] == "not_in_your_area" and "2000" not in reply["text"] and not reply["references"]


def test_an_ambiguous_place_is_asked_about_and_not_guessed(talk):
    reply = talk.say("我是五华的")
    assert reply["status"] == "area_unknown"
    assert any("梅州市" in button["title"] for button in reply["buttons"])
    assert any("昆明市" in button["title"] for button in reply["buttons"])


def test_what_the_documents_leave_open_is_said_to_be_open(talk):
    talk.say("我是丰都的")
    reply = talk.say("脱贫人口小额信贷最多能贷多少")
    assert reply["status"] == "not_stated" and "没有写明" in reply["text"]


def test_whether_it_is_still_valid_and_on_which_document_it_rests(talk):
    talk.say("我是丰都的")
    talk.say("到户产业奖补能给多少钱")
    assert "2024年12月31日" in talk.say("还有效吗")["text"]
    assert "丰委农办〔2024〕8号" in talk.say("文件依据")["text"]


def test_a_button_says_the_same_as_its_words_typed(talk):
    talk.say("我是丰都的")
    reply = talk.say("到户产业奖补能给多少钱")
    assert same(talk.tap(reply, "找谁")) == same(talk.say("到户产业奖补：找谁"))


def test_it_can_repeat_go_on_and_start_over(talk):
    talk.say("我是陵川县的")
    first = talk.say("农村低保有哪些帮助")
    assert same(talk.say("再说一遍")) == same(first)
    following = talk.say("还有呢")
    assert following["text"] != first["text"]
    talk.say("重新开始")
    assert talk.say("农村低保有哪些帮助")["status"] == "area_unknown"


def test_the_place_outlasts_many_turns(talk):
    talk.say("我是丰都的")
    for _ in range(20):
        talk.say("谢谢")
    assert talk.say("到户产业奖补能给多少钱")["status"] == "answered"


def test_strangers_and_danger_are_told_apart_from_policy(talk):
    talk.say("我是丰都的")
    assert talk.say("今天股票涨了没有")["status"] == "out_of_scope"
    crisis = talk.say("我不想活了")
    assert crisis["status"] == "crisis" and "12356" in crisis["text"] and not crisis["references"]


def test_a_human_is_pointed_to(talk):
    talk.say("我是丰都的")
    reply = talk.say("转人工")
    assert reply["status"] == "handed_over" and "12317" in reply["text"]


def test_the_transcript_has_what_was_said(talk):
    import httpx

    talk.say("我是丰都的")
    said = httpx.get(f"{talk.url}/webhooks/rest/transcript", params={"sender": talk.sender}, timeout=20).json()
    assert [turn["who"] for turn in said] == ["user", "bot"] and said[0]["text"] == "我是丰都的" and said[1]["reply"]["text"]


def test_a_burst_pipe_and_a_wish_for_work_are_questions_and_a_burning_house_is_an_emergency(talk):
    talk.say("我是丰都的")
    assert talk.say("屋头水管爆了没得水吃")["status"] != "crisis"
    assert talk.say("俺今年五十八，想寻个扫街的活")["status"] != "crisis"
    assert talk.say("屋头遭火烧了")["status"] == "crisis"


def test_a_question_on_something_else_right_after_an_answer_is_not_answered_for_the_last_policy(talk):
    talk.say("我是丰都的")
    assert talk.say("危房改造能拿好多钱")["about"]["kind"] == "dilapidated_house_renovation"
    assert talk.say("养了二十只羊有钱拿不")["about"]["kind"] == "household_industry_grant"
    assert talk.say("啥叫监测户")["about"]["kind"] == "relapse_monitoring"


def test_a_hard_story_without_any_policy_in_it_is_answered_with_what_there_is(talk):
    talk.say("我是丰都的")
    reply = talk.say("我离婚了带俩娃没收入咋办")
    assert reply["about"]["use"] == "benefit_finder" and "relapse_monitoring" in reply["about"]["kinds"]
