"""What the real places' documents say for casework."""
from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.casework.calendar import Calendar
from bot.casework.model import Case, Channel, Origin, Report, Risk, State
from bot.casework.rules import PlaceRules

FENGDU, BEIAN, LINGCHUAN, WUHUA, MEIZHOU, ELSEWHERE = "500230", "231181", "140524", "441424", "441400", "110101"
AT = datetime(2024, 5, 6, 17, 30, tzinfo=timezone.utc)  # already 7 May in China


@pytest.fixture(scope="session")
def rules(real_kb, real_divisions) -> PlaceRules:
    return PlaceRules(real_kb, real_divisions, Calendar())


def case(*risks: Risk, **told) -> Case:
    return Case("4821093757", State.RECEIVED, Origin.SELF_REPORT, Channel.PAGE, Report(risks, **told), AT, AT)


@pytest.mark.parametrize(("story", "keys"), [
    ("前天下大雨，房子塌了，一家人没地方住", ("homeless",)), ("断粮两天了", ("no_food",)), ("没钱治，只好停药", ("treatment_stopped",)),
    ("我一走，老人没人管", ("left_alone",)), ("大的要退学去打工", ("school_stopped",)), ("房子烧了，娃也上不起学", ("homeless", "school_stopped")),
    ("想问问低保", ()), ("", ()), (None, ())])
def test_what_is_told_makes_a_report_urgent(rules, story, keys):
    assert rules.urgent(case(Risk.OTHER, story=story)) == keys


@pytest.mark.parametrize("risk", Risk)
def test_only_a_disaster_and_an_accident_are_urgent_by_themselves(rules, risk):
    assert rules.urgent(case(risk)) == ((risk.value,) if risk in (Risk.DISASTER, Risk.ACCIDENT) else ())


def test_every_reason_for_urgency_has_its_words(rules):
    keys = [*rules.urgent(case(Risk.DISASTER, Risk.ACCIDENT, story="没地方住 断粮 停药 老人没人管 要退学"))]

    assert len(keys) == 7 and all(rules.urgent_label(key) for key in keys)


@pytest.mark.parametrize(("income", "is_within"), [(8299, True), (8300, True), (8301, False), (0, True), (None, None)])
def test_an_income_is_compared_with_fengdu_s_own_line(rules, income, is_within):
    line = rules.line(case(division=FENGDU, income_per_head=income))

    assert line and (line.place, line.threshold.value, line.is_within) == (FENGDU, 8300, is_within)
    assert line.threshold.source.document == "fengdu-2024-8"


@pytest.mark.parametrize("division", [BEIAN, LINGCHUAN, WUHUA, MEIZHOU, ELSEWHERE, None])
def test_where_no_document_sets_a_line_there_is_none_and_nobody_else_s_is_taken(rules, division):
    assert rules.line(case(division=division, income_per_head=100)) is None


HELD = {"income_stable": True, "two_assurances_secured": True, "risk_stably_gone": True}


def test_in_beian_a_risk_is_gone_when_three_conditions_hold(rules):
    everything = rules.missing_for_elimination(BEIAN, {})

    assert everything is not None and len(everything) == 3 and all(everything)
    assert rules.missing_for_elimination(BEIAN, HELD) == ()
    for name, text in zip(HELD, everything, strict=True):
        assert rules.missing_for_elimination(BEIAN, {**HELD, name: False}) == (text,)  # what does not hold
        assert rules.missing_for_elimination(BEIAN, {key: True for key in HELD if key != name}) == (text,)  # what nobody knows


@pytest.mark.parametrize("division", [FENGDU, LINGCHUAN, WUHUA, ELSEWHERE, None])
def test_where_the_documents_leave_open_when_a_risk_is_gone_nothing_is_asked(rules, division):
    assert rules.missing_for_elimination(division, {}) is None


def test_fengdu_s_clock_starts_on_the_day_in_china_on_which_the_report_comes(rules):
    (clock,) = rules.clocks(FENGDU, "self_report", State.RECEIVED, AT)

    assert (clock.clock, clock.started_on.isoformat(), clock.due_on.isoformat()) == ("identification", "2024-05-07", "2024-05-22")
    assert [each.clock for each in rules.clocks(FENGDU, "self_report", State.MONITORED, AT)] == ["officer_named"]
    warned = [each.clock for each in rules.clocks(FENGDU, "department_early_warning", State.RECEIVED, AT)]
    assert warned == ["identification", "warning_verified", "warning_settled"]


@pytest.mark.parametrize("division", [BEIAN, LINGCHUAN, WUHUA, ELSEWHERE, None])
@pytest.mark.parametrize("state", [State.RECEIVED, State.MONITORED])
def test_where_no_document_sets_a_clock_none_runs(rules, division, state):
    assert [*rules.clocks(division, "self_report", state, AT)] == []
