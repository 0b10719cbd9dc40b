"""A report in the chat: what is known before it begins, somebody else's household, the summary, and what is kept of it."""
from __future__ import annotations

import json
from dataclasses import asdict

from bot.dialogue.outgoing import WITHOUT_CODE
from bot.dialogue.reading import Filing, Link, Place
from bot.replies.wording import wording
from tests.unit.dialogue.readings import titles
from tests.unit.dialogue.reports import ALL, FENGDU

# what was told already

def test_what_was_told_before_is_in_the_case_from_the_start_and_confirmed_once(chat):
    chat.say("我在丰都", "inform_place", places=(FENGDU,))
    reply = chat.begin(situations=("serious_illness", "unsafe_house"), places=(FENGDU,))

    assert chat.case.report.division == "500230" and [risk.value for risk in chat.case.report.risks] == ["illness", "housing"]
    assert "先填上了：看病花钱多、房子不安全、在重庆市丰都县" in reply.text and reply.about["reports"] == "told"
    assert chat.tap("right").about["reports"] == "for_other"


def test_what_was_told_wrongly_is_put_right_from_there(chat):
    chat.begin(situations=("serious_illness",))
    assert titles(chat.say("不对", "deny")) == ["改难处"]
    chat.say("改难处", "correct_detail", confidence=1.0)
    chat.say("房子不安全")

    assert [risk.value for risk in chat.case.report.risks] == ["housing"] and chat.reply.about["reports"] == "told"


def test_what_is_known_of_the_household_counts_as_told(chat):
    chat.say("家里人均5000", "inform_fact", told=(("income_per_head", 5000, True), ("house_unsafe", True, True)))
    chat.begin()

    assert chat.case.report.income_per_head == 5000 and [risk.value for risk in chat.case.report.risks] == ["housing"]


# for somebody else

def test_for_a_neighbour_it_is_the_neighbour_s_name_that_is_asked_for(chat):
    chat.begin(whom="您邻居", situations=("disabled",))
    assert chat.case.report.for_other and "替别人家报" in chat.reply.text
    chat.answer_until("name", told="都对", division="丰都")

    assert "那家人" in chat.reply.text
    chat.say("他叫李四平")
    assert chat.case.report.name == "李四平" and "替别人家报" in chat.answer().text


def test_that_another_question_was_for_the_mother_makes_no_report_for_another_household(chat):
    chat.say("我妈得了大病", "inform_fact", whom="您妈妈", told=(("severely_ill", True, True),))
    chat.begin()

    assert not chat.case.report.for_other and chat.case.report.risks
    assert chat.answer("for_other", told="都对", division="丰都").about["reports"] == "for_other"


def test_who_says_so_when_asked_reports_for_somebody_else(chat):
    chat.begin()
    chat.answer_until("for_other")
    chat.tap("other")

    assert chat.case.report.for_other and "那家人" in chat.reply.text


def test_another_household_gets_a_case_of_its_own(chat):
    chat.begin()
    chat.answer()
    chat.tap("another")
    chat.tap("agree")

    assert len({case.receipt for case in chat.cases}) == 2


# the summary

def test_the_clocks_come_from_the_place_with_their_clause_and_a_rule_that_has_ended_is_said_to_be(chat):
    chat.begin()
    reply = chat.answer(division="丰都")

    assert "最晚2026年12月5日" in reply.text and wording("report")["clocks"]["past"] in reply.text
    assert reply.citation.startswith("依据：") and "丰都县2024年工作要点" in reply.citation
    assert "县乡村振兴局，或者打12317平台" in reply.text and "查进度" in reply.text and "撤回申报" in reply.text


def test_where_the_documents_set_no_clock_none_is_shown(chat):
    chat.begin()
    reply = chat.answer_with_place(Place("陵川", ("140524",)))

    assert wording("report")["clocks"]["none"] in reply.text and "最晚" not in reply.text and reply.citation == ""


# privacy

def test_no_reply_of_a_report_has_a_status_so_that_no_answer_to_it_is_kept_in_the_ledger(chat):
    statuses = [chat.say("我要申报", "report_risk").status, chat.tap("agree").status]
    for key, said in (*ALL.items(), ("phone", "1381"), ("name", "好的吗是的吧什么东西啊")):
        chat.say(said, places=(FENGDU,) if key == "division" else ())
        statuses.append(chat.reply.status)

    assert set(statuses) == {None} and WITHOUT_CODE[0] is None


def test_the_memory_holds_the_receipt_and_nothing_personal(chat):
    chat.begin(situations=("serious_illness",), places=(FENGDU,))
    chat.answer(**{**ALL, "told": "都对"})
    kept = json.dumps(asdict(chat.memory), ensure_ascii=False)

    assert chat.receipt in kept
    assert [secret for secret in ("张三丰", "13812345678", "双龙村", "十二万", ALL["story"]) if secret in kept] == []


def test_a_memory_comes_back_from_its_slot_as_it_was(chat):
    chat.begin(situations=("serious_illness",))
    slot = json.loads(json.dumps(asdict(chat.memory.report)))

    assert Filing.from_slot(slot) == chat.memory.report and Filing.from_slot(None) is None


def test_a_report_waits_for_no_place_so_that_no_answer_is_kept_as_a_question(chat):
    chat.say("低保给多少", "ask_amount", relevance=1.0, links=(Link("subsistence_allowance", 1.0, True),))
    assert chat.memory.waiting
    chat.say("我要申报", "report_risk")

    assert chat.memory.waiting is False
