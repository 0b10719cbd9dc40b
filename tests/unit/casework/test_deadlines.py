"""Which clocks a case has, until when, and how they stand."""
from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.calendar import Calendar
from bot.casework.deadlines import Deadline, Standing, clocks_for, rules_for, standing
from bot.casework.model import Origin, State
from bot.knowledge.clocks import Clock

CALENDAR = Calendar()
OWN, INSPECTION, WARNING = "self_report", "official_inspection", "department_early_warning"
IN_2024 = date(2024, 6, 3)


def clock(name: str = "identification", **changes) -> Clock:
    return Clock.parse_obj({"clock": name, "what": "认定", "starts": "received", "ends": ["monitored", "not_included"], "value": 15, "unit": "day",
                            "from": "2024-01-01", "until": "2024-12-31", "source": "doc-a 一", "proof": ["15天"], **changes})


OFFICER = clock("officer_named", starts="monitored", ends=["assisted"], value=10, unit="working_day", source="doc-a 二")
VERIFIED = clock("warning_verified", origin=WARNING, value=3)
SETTLED = clock("warning_settled", origin=WARNING, ends=["assisted", "not_included"], value=10)
COUNTY = (clock(), OFFICER, VERIFIED, SETTLED)


def names(deadlines) -> list[str]:
    return [each.clock for each in deadlines]


@pytest.mark.parametrize(("origin", "state", "started"), [
    (OWN, "received", ["identification"]),
    (INSPECTION, "received", ["identification"]),
    (WARNING, "received", ["identification", "warning_verified", "warning_settled"]),
    (OWN, "monitored", ["officer_named"]),
    (WARNING, "monitored", ["officer_named"]),
    (OWN, "verifying", []), (OWN, "not_included", []), (OWN, "assisted", []), (OWN, "risk_eliminated", []), (OWN, "withdrawn", []),
])
def test_a_state_starts_the_clocks_of_its_origin(origin, state, started):
    assert names(clocks_for([COUNTY], origin, state, IN_2024, CALENDAR)) == started


def test_states_and_origins_of_casework_are_those_of_the_content():
    started = clocks_for([COUNTY], Origin.DEPARTMENT_EARLY_WARNING, State.RECEIVED, IN_2024, CALENDAR)

    assert names(started) == ["identification", "warning_verified", "warning_settled"]
    assert started[0].stops_at(State.MONITORED)
    assert started[0].stops_at(State.WITHDRAWN)


def test_a_deadline_says_its_days_its_rule_and_its_clause():
    """Mid-Autumn is off from 15 to 17 September 2024; Saturday 14 and Sunday 29 are worked."""
    (started,) = clocks_for([COUNTY], OWN, "monitored", date(2024, 9, 13), CALENDAR)

    assert started == Deadline("officer_named", "认定", 10, "working_day", date(2024, 9, 13), date(2024, 9, 29), date(2024, 9, 27), ("assisted",), "doc-a 二")


def test_where_no_document_sets_a_clock_there_is_none():
    assert clocks_for([], OWN, "received", IN_2024, CALENDAR) == ()
    assert clocks_for([(), ()], OWN, "received", IN_2024, CALENDAR) == ()


# which rule: place and date

@pytest.mark.parametrize(("on", "value", "is_past"), [
    (date(2023, 12, 31), None, None),  # before any rule: never one that begins later
    (date(2024, 1, 1), 15, False),
    (date(2024, 12, 31), 15, False),
    (date(2025, 1, 1), 12, False),
    (date(2025, 12, 31), 12, False),
    (date(2026, 1, 1), 12, True),  # the last rule known
    (date(2026, 12, 31), 12, True),
    (date(2027, 1, 1), 9, False),
    (date(2090, 1, 1), 9, False),  # it has no end
])
def test_the_rule_is_that_of_the_day_or_else_the_last_one_before(on, value, is_past):
    place = (clock(value=9, until=None, **{"from": "2027-01-01"}), clock(), clock(value=12, until="2025-12-31", **{"from": "2025-01-01"}))

    assert [(rule.clock.value, rule.is_past) for rule in rules_for([place], OWN, on)] == ([] if value is None else [(value, is_past)])


def test_a_deadline_of_an_ended_period_says_so():
    (started,) = clocks_for([COUNTY], OWN, "received", date(2026, 2, 2), CALENDAR)

    assert started.is_past
    assert started.due_on == date(2026, 2, 17)
    assert not clocks_for([COUNTY], OWN, "received", date(2024, 12, 31), CALENDAR)[0].is_past  # though it ends in the year after


def test_the_nearest_place_that_has_a_clock_decides_it():
    province = (clock(value=30, until=None, source="doc-p 一"), clock("officer_named", starts="monitored", ends=["assisted"], value=20, source="doc-p 二"))

    at_start = clocks_for([(clock(),), province], OWN, "received", IN_2024, CALENDAR)
    later = clocks_for([(clock(),), province], OWN, "monitored", IN_2024, CALENDAR)

    assert [(each.value, each.source) for each in at_start] == [(15, "doc-a 一")]
    assert [(each.value, each.source) for each in later] == [(20, "doc-p 二")]


def test_the_nearest_place_decides_also_when_its_period_has_ended():
    province = (clock(value=30, until=None, source="doc-p 一"),)

    assert [(rule.clock.value, rule.is_past) for rule in rules_for([(clock(),), province], OWN, date(2026, 1, 5))] == [(15, True)]


def test_a_place_whose_rule_begins_later_leaves_it_to_the_wider_place():
    county = (clock(value=9, until=None, **{"from": "2027-01-01"}),)

    assert [rule.clock.value for rule in rules_for([county, (clock(),)], OWN, IN_2024)] == [15]


def test_a_nearer_rule_for_another_origin_hides_nothing():
    county = (clock(value=5, origin=WARNING),)

    assert [rule.clock.value for rule in rules_for([county, (clock(),)], OWN, IN_2024)] == [15]
    assert [rule.clock.value for rule in rules_for([county, (clock(),)], WARNING, IN_2024)] == [5]


def test_a_nearer_rule_that_starts_elsewhere_hides_the_wider_one():
    county = (clock(starts="verifying"),)

    assert clocks_for([county, (clock(),)], OWN, "received", IN_2024, CALENDAR) == ()
    assert names(clocks_for([county, (clock(),)], OWN, "verifying", IN_2024, CALENDAR)) == ["identification"]


# how it stands

@pytest.mark.parametrize(("rule", "started_on", "today", "stands"), [
    (clock(), date(2024, 6, 3), date(2024, 6, 3), Standing.IN_TIME),
    (clock(), date(2024, 6, 3), date(2024, 6, 16), Standing.IN_TIME),
    (clock(), date(2024, 6, 3), date(2024, 6, 17), Standing.DUE_SOON),  # day 14 of 15
    (clock(), date(2024, 6, 3), date(2024, 6, 18), Standing.DUE_SOON),  # day 15: still in time
    (clock(), date(2024, 6, 3), date(2024, 6, 19), Standing.OVERDUE),  # day 16
    (clock(value=1), date(2024, 6, 3), date(2024, 6, 3), Standing.DUE_SOON),
    (clock(value=1), date(2024, 6, 3), date(2024, 6, 5), Standing.OVERDUE),
    # ten working days from Wednesday 11 February 2026 end on Tuesday 3 March
    (OFFICER, date(2026, 2, 11), date(2026, 3, 1), Standing.IN_TIME),
    (OFFICER, date(2026, 2, 11), date(2026, 3, 2), Standing.DUE_SOON),
    (OFFICER, date(2026, 2, 11), date(2026, 3, 3), Standing.DUE_SOON),
    (OFFICER, date(2026, 2, 11), date(2026, 3, 4), Standing.OVERDUE),
    # from Sunday 1 February they end on Friday 13; from Tuesday 3 on Tuesday 24, and the working day before is Saturday 14
    (OFFICER, date(2026, 2, 1), date(2026, 2, 11), Standing.IN_TIME),
    (OFFICER, date(2026, 2, 1), date(2026, 2, 12), Standing.DUE_SOON),
    (OFFICER, date(2026, 2, 1), date(2026, 2, 14), Standing.OVERDUE),
    (OFFICER, date(2026, 2, 3), date(2026, 2, 13), Standing.IN_TIME),
    (OFFICER, date(2026, 2, 3), date(2026, 2, 14), Standing.DUE_SOON),
    (OFFICER, date(2026, 2, 3), date(2026, 2, 20), Standing.DUE_SOON),
    (OFFICER, date(2026, 2, 3), date(2026, 2, 24), Standing.DUE_SOON),
    (OFFICER, date(2026, 2, 3), date(2026, 2, 25), Standing.OVERDUE),
    # from Friday 26 September 2025 they end on Thursday 16 October
    (OFFICER, date(2025, 9, 26), date(2025, 10, 14), Standing.IN_TIME),
    (OFFICER, date(2025, 9, 26), date(2025, 10, 15), Standing.DUE_SOON),
    (OFFICER, date(2025, 9, 26), date(2025, 10, 17), Standing.OVERDUE),
])
def test_it_is_warned_one_day_before_and_overdue_one_day_after(rule, started_on, today, stands):
    (started,) = clocks_for([(rule,)], OWN, rule.begins, started_on, CALENDAR)

    assert standing(started, today) is stands


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(1, 40), st.sampled_from(["day", "working_day"]))
def test_a_deadline_warns_before_it_is_due_and_never_before_it_starts(started_on, value, unit):
    (started,) = clocks_for([(clock(value=value, unit=unit),)], OWN, "received", started_on, CALENDAR)

    assert started.warns_on < started.due_on
    assert value == 1 or started_on < started.warns_on
    assert [standing(started, today) for today in (started.warns_on, started.due_on)] == [Standing.DUE_SOON] * 2


def test_a_deadline_over_an_unknown_year_is_provisional():
    (started,) = clocks_for([(OFFICER,)], OWN, "monitored", date(2026, 12, 22), CALENDAR)

    assert started.is_provisional
    assert json.dumps(started.as_dict())


def test_a_deadline_goes_through_json_unchanged():
    (started,) = clocks_for([COUNTY], OWN, "received", IN_2024, CALENDAR)

    for each in (started, replace(started, is_past=True, is_provisional=True)):
        assert Deadline.from_dict(json.loads(json.dumps(each.as_dict()))) == each
