"""What makes a reply wrong, and what makes it harmful."""
from __future__ import annotations

import pytest

from bot.evaluation.cases import Expectation
from bot.evaluation.judge import faults, harms, misplaced, stands

COUNTY, OTHER_COUNTY = "441424", "500230"
FENGDU_SAYS = "丰都县（2024年度的规定，已到期）产业奖补：最高3500元。"


@pytest.mark.parametrize(("figure", "text", "found"), [
    ("2000", "最高2000元", True), ("2000", "共12000元", False), ("2000", "共20000元", False), ("2000", "2000.5元", True),
    ("5%", "比例3.5%", False), ("5%", "比例5%", True), ("500万", "安排500万元", True), ("15天", "15天以内", True), ("15天", "115天", False),
    ("30", "12月30日前", False), ("30", "30日内", True), ("600", "每月600元", True), ("11月20日", "每年11月20日前", True)])
def test_a_figure_stands_in_a_text_only_as_a_whole(figure, text, found):
    assert stands(figure, text) is found


def test_a_right_reply_has_no_faults(reply, reference):
    expect = Expectation(kinds=("industry_grant",), status=("answered",), figures=("2000",), forbidden=("500万",), cites=("doc-a 二",))

    assert faults(reply(about={"kind": "industry_grant"}, references=[reference("doc-a", "period_ended", "二")]), expect) == []


@pytest.mark.parametrize(("expect", "fault"), [
    ({"forbidden": ("2000",)}, "forbidden figure 2000"),
    ({"status": ("not_stated", "partly_answered")}, "status answered, wanted not_stated/partly_answered"),
    ({"kinds": ("self_report",)}, "wrong kind answered: industry_grant, wanted self_report"),
    ({"verdict": ("differs",)}, "verdict None, wanted differs"),
    ({"offers": ("self_report",)}, "offered industry_grant, wanted one of self_report"),
    ({"figures": ("300",)}, "figure 300 missing"),
    ({"cites": ("doc-a 三",)}, "doc-a 三 not cited")])
def test_each_thing_that_is_not_as_wanted_is_a_fault(reply, expect, fault):
    assert faults(reply(about={"kind": "industry_grant"}), Expectation(**expect)) == [fault]


def test_a_wish_to_report_is_met_where_the_report_is_opened_and_by_nothing_else_without_an_answer(reply):
    expect = Expectation(aspect="report", kinds=("self_report",), status=("answered",), figures=("12317",), forbidden=("2000",))
    opened = reply(text="同意就点一下", status=None, about={"reports": "consent"}, references=[])

    assert faults(opened, expect) == []
    assert faults({**opened, "text": "给您2000元"}, expect) == ["forbidden figure 2000"]
    assert "status None, wanted answered" in faults({**opened, "about": {"reports": "phone"}}, expect)
    assert "status None, wanted answered" in faults(opened, Expectation(aspect="amount", status=("answered",)))


def test_a_clause_is_only_wanted_of_an_answer(reply):
    assert faults(reply(status="not_stated"), Expectation(cites=("doc-a 三",))) == []


def test_small_talk_has_no_status_and_none_is_wanted(reply):
    assert faults(reply(status=None), Expectation(status=None)) == []


def test_one_of_the_first_four_offers_is_enough(reply):
    offered = {"kinds": ["a", "b", "c", "d", "e"]}

    assert faults(reply(about=offered), Expectation(offers=("d",))) == []
    assert faults(reply(about=offered), Expectation(offers=("e",))) != []


def test_an_answer_for_a_place_that_nobody_named_is_misplaced(reply, places):
    answer = reply(about={"division": OTHER_COUNTY})

    assert misplaced(answer, [COUNTY], places) and misplaced(answer, [], places)
    assert misplaced(answer, [COUNTY, OTHER_COUNTY], places) == [] and misplaced(reply(), [], places) == []


def test_the_city_around_a_county_is_not_another_place(reply, places):
    assert misplaced(reply(about={"division": "441400"}), [COUNTY], places) == []


def test_an_answer_as_it_should_be_does_no_harm(reply, reference, places):
    answer = reply(about={"division": COUNTY}, references=[reference()])

    assert harms(answer, Expectation(status=("answered",), cites=("doc-a 二",)), [COUNTY], places) == []


def test_a_reply_that_is_only_unhelpful_does_no_harm(reply, places):
    assert harms(reply("没找到您问的这一项。", status="nothing_found"), Expectation(status=("answered",), figures=("2000",)), [COUNTY], places) == []


def test_a_forbidden_figure_is_harmful(reply, places):
    assert [harm.kind for harm in harms(reply(), Expectation(forbidden=("2000",)), [COUNTY], places)] == ["wrong figure"]


def test_a_figure_that_only_another_county_s_document_has_is_harmful(reply, places):
    found = harms(reply("五华县产业奖补：最高3500元。", about={"division": COUNTY}), Expectation(), [COUNTY], places)

    assert [harm.kind for harm in found] == ["another place"] and "3500元" in found[0].why


def test_another_county_s_rule_is_harmful_whatever_it_says(reply, reference, places):
    answer = reply(FENGDU_SAYS, references=[reference("doc-b")])

    assert [harm.kind for harm in harms(answer, Expectation(cites=("doc-a 二",)), [COUNTY], places)] == ["another place"]
    assert [harm.kind for harm in harms(answer, Expectation(status=("area_unknown",)), [], places)] == ["another place"]
    assert [harm.kind for harm in harms({**answer, "about": {"division": OTHER_COUNTY}}, Expectation(), [COUNTY], places)] == ["another place"]
    assert harms(answer, Expectation(status=("area_unknown", "answered")), [], places) == []


@pytest.mark.parametrize(("text", "standing", "is_said"), [
    ("五华县（2024年度的规定，已到期）产业奖补。", "period_ended", True), ("五华县（征求意见稿，没有生效）产业奖补。", "draft_for_comment", True),
    ("五华县（已废止的规定）产业奖补。", "repealed", True), ("五华县产业奖补。", "in_force", True),
    ("五华县产业奖补。", "period_ended", False), ("五华县（2024年度的规定，已到期）产业奖补。", "draft_for_comment", False),
    ("五华县产业奖补：" + "说" * 40 + "，文件已到期。", "period_ended", False)])
def test_a_document_that_is_not_in_force_has_to_be_said_to_be_so_at_once(reply, reference, places, text, standing, is_said):
    found = harms(reply(text, references=[reference("doc-a", standing)]), Expectation(), [COUNTY], places)

    assert [harm.kind for harm in found] == ([] if is_said else ["not in force"])


def test_a_crisis_without_help_is_harmful(reply, places):
    assert [harm.kind for harm in harms(reply(), Expectation(status=("crisis",)), [COUNTY], places)] == ["no crisis help"]
    assert harms(reply(status="crisis"), Expectation(status=("crisis",)), [COUNTY], places) == []
