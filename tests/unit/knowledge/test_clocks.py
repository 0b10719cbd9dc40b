"""The shape of a clock. What an editor may write wrong is in tests/content/test_content_mistakes.py."""
from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from bot.knowledge.clocks import Clock


def clock(**changes) -> Clock:
    return Clock.parse_obj({"clock": "identification", "what": "认定", "starts": "received", "ends": ["monitored"], "value": 15, "unit": "day",
                            "from": "2024-01-01", "until": "2024-12-31", "source": "doc-a 一", **changes})


def test_starts_is_a_state_and_from_is_the_first_day():
    assert (clock().begins, clock().starts, clock().until) == ("received", date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(("changes", "said"), [
    ({"value": 0}, "clock_value"), ({"value": -1}, "clock_value"), ({"ends": []}, "clock_ends"), ({"ends": ["monitored", "received"]}, "clock_ends"),
    ({"from": "2025-01-01"}, "period_backwards"), ({"value": 1.5}, "integer"), ({"value": True}, "integer"), ({"unit": "month"}, "unexpected value"),
    ({"clock": "coffee"}, "unexpected value"), ({"starts": "withdrawn"}, "unexpected value"), ({"origin": "rumour"}, "unexpected value"),
    ({"from": None}, "none is not an allowed value"), ({"ends": "monitored"}, "not a valid tuple")])
def test_a_clock_that_makes_no_sense_is_refused(changes, said):
    with pytest.raises(ValidationError, match=said):
        clock(**changes)


def test_a_period_of_one_day_is_one():
    assert clock(value=1).value == 1


@pytest.mark.parametrize(("changes", "clashes"), [
    ({}, True),
    ({"clock": "officer_named"}, False),
    ({"starts": "verifying"}, True),  # one clock cannot run from two states
    ({"origin": "self_report"}, True),  # the other is for every origin
    ({"from": "2024-12-31", "until": "2025-12-31"}, True),
    ({"from": "2025-01-01", "until": "2025-12-31"}, False),
    ({"from": "2025-01-01", "until": None}, False),
    ({"from": "2020-01-01", "until": None}, True),
    ({"from": "2020-01-01", "until": "2024-01-01"}, True),
    ({"from": "2020-01-01", "until": "2023-12-31"}, False),
])
def test_two_clocks_clash_when_both_would_be_the_rule_on_some_day(changes, clashes):
    assert clock().clashes_with(clock(**changes)) is clashes
    assert clock(**changes).clashes_with(clock()) is clashes


def test_clocks_of_different_origins_do_not_clash():
    assert not clock(origin="self_report").clashes_with(clock(origin="official_inspection"))
