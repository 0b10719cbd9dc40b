"""Turns of a policy conversation, by hand-made readings over the small content."""
from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.conversation import take_turn
from bot.dialogue.filing import begin
from bot.dialogue.reading import Link, Memory, Place
from bot.dialogue.turn import Assistant
from bot.knowledge.lookup import Status
from tests.unit.dialogue.readings import ASKED, AT_HOME, COUNTY, GRANT, OTHER, UNCLEAR, UNCOVERED, says, titles, told

# asking

def test_a_question_from_a_known_place_is_answered_and_remembered(assistant):
    reply, memory = assistant.ask(says("ask_amount", GRANT), AT_HOME)

    assert reply.status is Status.ANSWERED
    assert "最高2000元" in reply.text
    assert memory == ASKED


def test_a_question_from_an_unknown_place_is_kept_until_the_place_is_known(assistant):
    reply, waiting = assistant.ask(says("ask_amount", GRANT), Memory())
    answered, memory = assistant.set_place(says("inform_place", places=(OTHER,), text="我是丰都的"), waiting)

    assert (reply.status, waiting.waiting) == (Status.AREA_UNKNOWN, True)
    assert titles(reply) == ["五华县", "丰都县"]
    assert "最高8300元" in answered.text and "丰都县" in answered.text
    assert memory == Memory(division="500230", kind="industry_grant", aspect="amount")


def test_an_elliptical_follow_up_keeps_the_scheme(assistant):
    reply, memory = assistant.ask(says("ask_where", text="那找谁", relevance=0.0), ASKED)

    assert reply.text.startswith("五华县产业奖补找：县农业农村委")
    assert (memory.kind, memory.aspect) == ("industry_grant", "where")


def test_a_place_alone_answers_the_last_question_again(assistant):
    reply, memory = assistant.ask(says("follow_up", text="那丰都呢", places=(OTHER,), relevance=0.0), ASKED)

    assert "丰都县" in reply.text and "最高8300元" in reply.text
    assert memory == replace(ASKED, division="500230")


def test_a_question_with_a_place_is_answered_for_that_place_and_it_is_kept(assistant):
    reply, memory = assistant.ask(says("ask_amount", GRANT, places=(OTHER,)), AT_HOME)

    assert "最高8300元" in reply.text
    assert memory.division == "500230"


def test_another_places_figure_never_answers_for_an_uncovered_place(assistant):
    reply, memory = assistant.ask(says("ask_amount", GRANT, places=(UNCOVERED,)), AT_HOME)

    assert reply.status is Status.NOT_IN_YOUR_AREA
    assert "2000" not in reply.plain() and "8300" not in reply.plain()


def test_near_ties_are_offered_as_buttons_and_the_place_is_kept(assistant):
    reply, memory = assistant.ask(says("ask_amount", Link("industry_grant", 0.5), Link("self_report", 0.5), places=(OTHER,)), AT_HOME)

    assert reply.status is Status.SCHEME_UNCLEAR
    assert [button.text for button in reply.buttons] == ["产业奖补：能给多少", "自主申报：能给多少"]
    assert memory.division == "500230"


def test_what_is_not_understood_offers_what_the_place_has(assistant):
    reply, memory = assistant.ask(says("ask_amount", GRANT, relevance=0.0), AT_HOME)

    assert reply.status is Status.NOTHING_FOUND
    assert "县乡村振兴局" in reply.text
    assert titles(reply) == ["产业奖补", "转人工"]
    assert memory == AT_HOME


def test_what_is_none_of_our_business_is_told_so(assistant):
    reply, memory = assistant.ask(says("out_of_scope", GRANT, relevance=0.0), AT_HOME)

    assert reply.status is Status.OUT_OF_SCOPE
    assert memory == AT_HOME


def test_a_policy_named_in_what_seems_out_of_scope_is_answered(assistant):
    reply, _ = assistant.ask(says("out_of_scope", Link("industry_grant", 1.0, True), relevance=0.0), AT_HOME)

    assert reply.status is Status.ANSWERED


def test_of_two_likely_aspects_the_one_that_the_document_answers_is_answered(assistant):
    unsure = says("ask_materials", GRANT, text="产业奖补那个事情到底怎么说的", confidence=0.4, ranking=(("ask_materials", 0.4), ("ask_amount", 0.3)))
    sure = says("ask_materials", GRANT, text="产业奖补要什么材料")

    assert "最高2000元" in assistant.ask(unsure, AT_HOME)[0].text
    assert assistant.ask(sure, AT_HOME)[0].status is Status.NOT_STATED


def test_a_place_that_comes_up_within_a_question_leaves_home_as_it_is(assistant):
    reply, memory = assistant.ask(says("ask_amount", GRANT, places=(replace(UNCOVERED, start=7),)), AT_HOME)

    assert "五华县" in reply.text and "最高2000元" in reply.text
    assert memory.division == "441424"


def test_a_new_question_starts_on_the_first_page(assistant):
    _, memory = assistant.ask(says("ask_where", GRANT), replace(ASKED, page=3))

    assert memory.page == 0


# a name of several places

def test_an_ambiguous_place_is_asked_back_with_the_covered_one_first(assistant):
    reply, memory = assistant.ask(says("ask_amount", GRANT, places=(UNCLEAR,)), Memory())

    assert reply.status is Status.AREA_UNKNOWN
    assert "“五华”不止一个地方" in reply.text
    assert titles(reply) == ["广东省梅州市五华县", "云南省昆明市五华区"]
    assert memory == Memory(kind="industry_grant", aspect="amount", waiting=True, unclear=UNCLEAR)


def test_the_question_is_answered_once_the_place_is_clear(assistant):
    _, waiting = assistant.ask(says("ask_amount", GRANT, places=(UNCLEAR,)), Memory())
    reply, memory = assistant.set_place(says("inform_place", places=(COUNTY,)), waiting)

    assert "最高2000元" in reply.text
    assert memory == ASKED


def test_an_ambiguous_place_does_not_replace_the_remembered_one(assistant):
    _, memory = assistant.ask(says("ask_amount", GRANT, places=(UNCLEAR,)), Memory(division="500230"))

    assert memory.division == "500230"


def test_a_question_that_is_unclear_in_place_and_scheme_does_not_answer_the_one_before_it(assistant):
    unclear = says("ask_where", Link("industry_grant", 0.5), Link("self_report", 0.5), places=(UNCLEAR,))
    _, waiting = assistant.ask(unclear, Memory(division="500230", kind="self_report", aspect="deadline"))
    reply, _ = assistant.set_place(says("inform_place", places=(COUNTY,)), waiting)

    assert reply.status is not Status.ANSWERED


def test_setting_an_ambiguous_place_asks_back_and_forgets_nothing(assistant):
    reply, memory = assistant.set_place(says("inform_place", places=(UNCLEAR,)), ASKED)

    assert reply.status is Status.AREA_UNKNOWN
    assert memory == ASKED


# the place

def test_a_place_is_remembered_when_nothing_was_asked(assistant):
    reply, memory = assistant.set_place(says("inform_place", places=(OTHER,)), Memory())

    assert "重庆市丰都县" in reply.text
    assert memory == Memory(division="500230")


def test_an_uncovered_place_is_told_so_and_remembered(assistant):
    reply, memory = assistant.set_place(says("inform_place", places=(UNCOVERED,)), Memory())

    assert reply.status is Status.NOT_IN_YOUR_AREA
    assert "黑龙江省黑河市北安市" in reply.text
    assert titles(reply) == ["五华县", "丰都县"]
    assert memory.division == "231181"


def test_a_county_of_a_covered_city_is_told_that_the_city_speaks_for_it(small, a_day):
    small.add_place("441400", "梅州市", "doc-c")
    assistant = Assistant(small.kb, small.divisions, a_day)

    reply, memory = assistant.set_place(says("inform_place", places=(Place("丰顺", ("441423",)),)), Memory())

    assert "按梅州市的文件" in reply.text
    assert memory.division == "441423"


def test_no_place_in_the_message_asks_for_one(assistant):
    nowhere = replace(ASKED, division=None)
    reply, memory = assistant.set_place(says("inform_place"), nowhere)

    assert (reply.status, memory) == (Status.AREA_UNKNOWN, nowhere)


def test_what_only_sounds_like_a_place_is_a_question_where_the_place_is_known(assistant):
    reply, memory = assistant.set_place(says("inform_place"), ASKED)

    assert (reply.status, memory.division) == (Status.NOTHING_FOUND, ASKED.division)


def test_a_change_of_place_starts_on_the_first_page(assistant):
    _, memory = assistant.set_place(says("inform_place", places=(OTHER,)), replace(ASKED, page=2))

    assert memory == replace(ASKED, division="500230", page=0)

# what is told


@pytest.mark.parametrize("intent", ["ask_how_to_apply", "out_of_scope", "nlu_fallback", "ask_benefits"])
def test_a_blow_that_is_told_with_what_to_do_is_answered_with_what_there_is_for_it(assistant, intent):
    reply, memory = assistant.ask(told(intent, "我干不动了怎么办", "unfit"), AT_HOME)

    assert reply.about["use"] == "benefit_finder" and memory.kind == "self_report"


def test_who_one_is_is_no_blow_and_without_asking_for_help_a_stranger_s_topic_stays_one(assistant):
    who, _ = assistant.ask(told("out_of_scope", "我是监测户怎么办", "monitored"), AT_HOME)
    unasked, _ = assistant.ask(told("out_of_scope", "我干不动了", "unfit"), AT_HOME)

    assert who.status is unasked.status is Status.OUT_OF_SCOPE


def test_what_is_told_right_after_an_answer_on_another_policy_begins_anew(assistant):
    report = replace(ASKED, kind="self_report", aspect="where")
    anew, _ = assistant.ask(told("nlu_fallback", "想养羊有钱不", "wants_to_raise"), report)
    of_it, _ = assistant.ask(told("ask_where", "想养羊找谁", "wants_to_raise"), ASKED)

    assert anew.about["use"] == "benefit_finder" and anew.about["kinds"] == ["industry_grant"]
    assert of_it.about["kind"] == "industry_grant"


def test_who_had_the_grant_before_asks_whether_one_qualifies_and_not_whether_it_is_still_valid(assistant):
    _, memory = assistant.ask(says("ask_validity", text="去年领过了今年还能领不", relevance=0.0, elliptical=0.9), ASKED)

    assert memory.aspect == "eligibility"


def test_what_is_told_with_hardly_any_question_is_no_question_on_the_office_s_targets(assistant):
    flood = replace(told("nlu_fallback", "我干不动了今年", "unfit"), ranking=(("ask_benefits", 0.34), ("ask_targets", 0.32)),
                    links=(Link("industry_grant", 0.7),), relevance=0.8)

    assert assistant.ask(flood, AT_HOME)[0].about["use"] == "benefit_finder"


def test_what_is_told_with_the_place_is_answered_for_it(assistant):
    reply, memory = assistant.set_place(replace(says("inform_place", places=(COUNTY,), text="五华县的,我干不动了"), situations=("unfit",)), Memory())

    assert reply.about["use"] == "benefit_finder" and memory.division == "441424"


def test_who_wants_to_complain_of_somebody_is_sent_to_whom_takes_it_and_nothing_is_registered(assistant):
    complaint = says("report_risk", text="我要投诉村支书", relevance=0.0)
    reply, memory = take_turn(assistant, begin, complaint, AT_HOME)

    assert "收不了" in reply.text and "县乡村振兴局" in reply.text and memory == AT_HOME
    assert "{" not in take_turn(assistant, begin, complaint, Memory())[0].text
