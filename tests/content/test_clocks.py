"""The clocks of the real content: those that a clause sets, and no others."""
from __future__ import annotations

from datetime import date
from typing import get_args

from bot.casework.model import Origin, State
from bot.knowledge.clocks import CaseOrigin, CaseState, TimeUnit

FENGDU = "500230"
YEAR_2024 = (date(2024, 1, 1), date(2024, 12, 31))


def test_fengdu_sets_four_clocks(real_kb):
    clocks = real_kb.place(FENGDU).clocks

    assert [(each.clock, each.origin, each.begins, each.ends, each.value, each.unit, each.source.clause) for each in clocks] == [
        ("identification", None, "received", ("monitored", "not_included"), 15, "day", "一（一）"),
        ("officer_named", None, "monitored", ("assisted",), 10, "working_day", "一（一）"),
        ("warning_verified", "department_early_warning", "received", ("monitored", "not_included"), 3, "day", "一（二）"),
        ("warning_settled", "department_early_warning", "received", ("assisted", "not_included"), 10, "day", "一（二）"),
    ]
    assert {(each.starts, each.until) for each in clocks} == {YEAR_2024}


def test_where_the_document_sets_none_there_is_none(real_kb):
    """Lingchuan's monthly and quarterly rounds and Bei'an's checks are rhythms; no other document limits the time of a case."""
    assert [place for place in real_kb.folders if real_kb.place(place).clocks] == [FENGDU]


def test_no_clock_differs_from_what_the_schemes_of_its_place_say(real_kb):
    said = {(limit.value, limit.unit) for kind in ("relapse_monitoring", "department_early_warning")
            for limit in real_kb.scheme(FENGDU, kind).time_limits if limit.value}

    assert {(each.value, each.unit) for each in real_kb.place(FENGDU).clocks} == said


def test_states_origins_and_units_are_those_of_casework_and_of_the_content(real_kb):
    assert set(get_args(CaseState)) == {state.value for state in State} - {"withdrawn"}
    assert set(get_args(CaseOrigin)) == {origin.value for origin in Origin}
    assert set(get_args(TimeUnit)) <= set(real_kb.units)
