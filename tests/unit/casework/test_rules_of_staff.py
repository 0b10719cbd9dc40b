"""Where a refusal can be taken to, and whose staff hear of what was not done in time."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.casework.calendar import Calendar
from bot.casework.deadlines import Standing, last_due_soon, rules_for, standing
from bot.casework.deadlines import deadline as started
from bot.casework.rules import PlaceRules
from bot.knowledge.clocks import Clock

CALENDAR = Calendar()


@pytest.fixture
def rules(small) -> PlaceRules:
    return PlaceRules(small.kb, small.divisions, CALENDAR)


def test_a_refusal_can_be_taken_to_the_office_that_the_place_s_document_names(rules):
    office = rules.review_route("441424")

    assert (office.name, str(office.source)) == ("县乡村振兴局", "doc-a 三")


@pytest.mark.parametrize("division", [None, "500230", "441400"])
def test_of_a_place_without_a_document_no_office_is_made_up(rules, division):
    assert rules.review_route(division) is None


def test_a_place_without_its_own_document_has_the_office_of_the_nearest_wider_one(small):
    small.add_place("441400", "梅州市", "doc-b")
    rules = PlaceRules(small.kb, small.divisions, CALENDAR)

    assert str(rules.review_route("441423").source) == "doc-b 三"


@pytest.mark.parametrize(("division", "wider"), [
    ("441424", "441400"), ("441400", "440000"), ("440000", None), ("500230", "500000"), (None, None)])
def test_the_next_wider_division_is_the_one_it_lies_in(rules, division, wider):
    assert rules.wider(division) == wider


@pytest.mark.parametrize("unit", ["day", "working_day"])
def test_the_last_day_leaves_out_no_clock_that_is_due_soon_and_of_working_days_takes_no_other(unit):
    """Every day of two years and every length up to twenty, against what standing() says."""
    for value in range(1, 21):
        rule = Clock.parse_obj({"clock": "identification", "what": "认定", "starts": "received", "ends": ["monitored"], "value": value,
                                "unit": unit, "from": "2020-01-01", "source": "doc-a 二"})
        [found] = rules_for([[rule]], "self_report", date(2024, 1, 1))
        for number in range(0, 730, 7):
            begun = date(2024, 1, 1) + timedelta(days=number + value % 7)
            clock = started(found, begun, CALENDAR)
            for before in range(15):
                today = clock.due_on - timedelta(days=before)
                soon = standing(clock, today) is Standing.DUE_SOON
                assert not soon or clock.due_on <= last_due_soon(today, CALENDAR)
                if unit == "working_day":
                    assert soon == (clock.due_on <= last_due_soon(today, CALENDAR))
