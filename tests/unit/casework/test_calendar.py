"""Working days around the holidays that people know, and what holds for any day and any number of days."""
from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.calendar import Calendar, Count, Due, UnknownYear
from bot.knowledge.holidays import HolidayYear

CALENDAR = Calendar()
YEAR_2027 = HolidayYear.parse_obj({"notice": "通知", "festivals": [
    {"name": "元旦", "from": "2026-12-31", "until": "2027-01-03", "workdays": ["2026-12-27", "2027-01-09"]},
    {"name": "春节", "from": "2027-02-05", "until": "2027-02-11"}]})


def day(written: str) -> date:
    """The day of `2026-02-14 Sat`, whose weekday is checked."""
    number, _, weekday = written.partition(" ")
    found = date.fromisoformat(number)
    assert found.strftime("%a") == weekday, f"{number} is a {found:%a}"
    return found


@pytest.mark.parametrize(("written", "works"), [
    ("2026-02-13 Fri", True),
    ("2026-02-14 Sat", True),  # worked for the Spring Festival
    ("2026-02-15 Sun", False),
    ("2026-02-16 Mon", False),  # New Year's eve
    ("2026-02-17 Tue", False),
    ("2026-02-20 Fri", False),
    ("2026-02-21 Sat", False),
    ("2026-02-23 Mon", False),  # the last day off
    ("2026-02-24 Tue", True),
    ("2026-02-27 Fri", True),
    ("2026-02-28 Sat", True),  # worked for the Spring Festival
    ("2026-03-01 Sun", False),
    ("2026-03-02 Mon", True),
    ("2025-09-27 Sat", False),
    ("2025-09-28 Sun", True),  # worked for National Day
    ("2025-09-30 Tue", True),
    ("2025-10-01 Wed", False),
    ("2025-10-06 Mon", False),  # Mid-Autumn in the same week
    ("2025-10-08 Wed", False),
    ("2025-10-09 Thu", True),
    ("2025-10-11 Sat", True),  # worked for National Day
    ("2025-10-12 Sun", False),
    ("2026-09-20 Sun", True),  # worked for National Day
    ("2026-09-24 Thu", True),
    ("2026-09-25 Fri", False),  # Mid-Autumn
    ("2026-09-28 Mon", True),
    ("2026-09-30 Wed", True),
    ("2026-10-01 Thu", False),
    ("2026-10-07 Wed", False),
    ("2026-10-08 Thu", True),
    ("2026-10-10 Sat", True),  # worked for National Day
    ("2026-10-11 Sun", False),
])
def test_a_day_is_worked_or_off_as_the_notice_says(written, works):
    assert CALENDAR.is_working_day(day(written)) is works


@pytest.mark.parametrize(("start", "value", "due"), [
    # Spring Festival 2026: off 15 to 23 February, worked on Saturday 14 and Saturday 28
    ("2026-02-11 Wed", 2, "2026-02-13 Fri"),
    ("2026-02-11 Wed", 3, "2026-02-14 Sat"),
    ("2026-02-11 Wed", 4, "2026-02-24 Tue"),
    ("2026-02-11 Wed", 10, "2026-03-03 Tue"),
    ("2026-02-13 Fri", 1, "2026-02-14 Sat"),
    ("2026-02-14 Sat", 1, "2026-02-24 Tue"),
    ("2026-02-17 Tue", 1, "2026-02-24 Tue"),  # a report on the first day of the year
    ("2026-02-23 Mon", 1, "2026-02-24 Tue"),
    ("2026-02-27 Fri", 1, "2026-02-28 Sat"),
    ("2026-02-28 Sat", 1, "2026-03-02 Mon"),
    ("2026-02-17 Tue", 10, "2026-03-06 Fri"),
    # National Day 2025: off 1 to 8 October, worked on Sunday 28 September and Saturday 11 October
    ("2025-09-26 Fri", 1, "2025-09-28 Sun"),
    ("2025-09-26 Fri", 3, "2025-09-30 Tue"),
    ("2025-09-26 Fri", 4, "2025-10-09 Thu"),
    ("2025-09-26 Fri", 6, "2025-10-11 Sat"),
    ("2025-09-26 Fri", 10, "2025-10-16 Thu"),
    ("2025-10-01 Wed", 10, "2025-10-21 Tue"),
    # National Day 2026: off 1 to 7 October and 25 to 27 September, worked on Sunday 20 September and Saturday 10 October
    ("2026-09-18 Fri", 1, "2026-09-20 Sun"),
    ("2026-09-18 Fri", 5, "2026-09-24 Thu"),
    ("2026-09-18 Fri", 6, "2026-09-28 Mon"),
    ("2026-09-18 Fri", 9, "2026-10-08 Thu"),
    ("2026-09-18 Fri", 10, "2026-10-09 Fri"),
    ("2026-09-18 Fri", 11, "2026-10-10 Sat"),
    ("2026-09-30 Wed", 1, "2026-10-08 Thu"),
    # an ordinary fortnight
    ("2026-03-09 Mon", 5, "2026-03-16 Mon"),
    ("2026-03-14 Sat", 1, "2026-03-16 Mon"),
])
def test_working_days_are_counted_from_the_day_after_the_start(start, value, due):
    assert CALENDAR.add(day(start), value, "working_day") == Due(day(due))


@pytest.mark.parametrize(("start", "value", "due"), [
    ("2026-02-12 Thu", 3, "2026-02-15 Sun"),  # ends in the holiday, and is not moved
    ("2026-02-02 Mon", 15, "2026-02-17 Tue"),
    ("2025-09-21 Sun", 10, "2025-10-01 Wed"),
    ("2026-03-09 Mon", 1, "2026-03-10 Tue"),
    ("2026-12-25 Fri", 15, "2027-01-09 Sat"),  # needs no holidays, so the unknown year is no matter
])
def test_a_period_in_days_is_not_moved_by_a_holiday(start, value, due):
    assert CALENDAR.add(day(start), value, "day") == Due(day(due))


@pytest.mark.parametrize("unit", ["day", "working_day"])
@pytest.mark.parametrize("value", [0, -1])
def test_a_period_has_at_least_one_day(value, unit):
    with pytest.raises(ValueError, match="at least one day"):
        CALENDAR.add(date(2026, 3, 9), value, unit)


@pytest.mark.parametrize(("start", "value", "due"), [
    ("2026-12-25 Fri", 1, Due(date(2026, 12, 28), False)),
    ("2026-12-25 Fri", 2, Due(date(2026, 12, 29), True)),  # from here New Year's of the next year may reach back
    ("2026-12-25 Fri", 5, Due(date(2027, 1, 1), True)),  # a Friday, and nobody has said yet that it is off
    ("2026-12-25 Fri", 6, Due(date(2027, 1, 4), True)),
    ("2027-05-31 Mon", 1, Due(date(2027, 6, 1), True)),
    ("2003-05-01 Thu", 1, Due(date(2003, 5, 2), True)),
])
def test_a_day_counted_over_an_unknown_year_is_provisional(start, value, due):
    assert CALENDAR.add(day(start), value, "working_day") == due


@pytest.mark.parametrize("unknown", [date(2003, 12, 31), date(2027, 1, 1), date(2027, 6, 1)])
def test_whether_a_day_of_an_unknown_year_is_worked_is_not_guessed(unknown):
    with pytest.raises(UnknownYear, match=f"holidays of {unknown.year} .*holidays.yml") as error:
        CALENDAR.is_working_day(unknown)

    assert error.value.year == unknown.year


@pytest.mark.parametrize("known", [date(2004, 1, 1), date(2026, 12, 31)])
def test_the_first_and_the_last_year_of_the_library_are_known(known):
    assert CALENDAR.is_working_day(known) == chinese_calendar.is_workday(known)


@pytest.mark.parametrize(("written", "works"), [
    ("2026-12-27 Sun", True), ("2026-12-30 Wed", True), ("2026-12-31 Thu", False), ("2027-01-01 Fri", False), ("2027-01-04 Mon", True),
    ("2027-01-09 Sat", True), ("2027-01-10 Sun", False), ("2027-02-05 Fri", False), ("2027-02-11 Thu", False), ("2027-02-12 Fri", True)])
def test_a_year_of_the_content_is_known_with_the_days_of_the_december_before(written, works):
    assert Calendar({2027: YEAR_2027}).is_working_day(day(written)) is works


def test_over_a_year_of_the_content_nothing_is_provisional():
    assert Calendar({2027: YEAR_2027}).add(date(2026, 12, 25), 5, "working_day") == Due(date(2027, 1, 4))  # Sunday 27 is worked


def test_a_year_of_the_content_replaces_the_librarys():
    changed = HolidayYear.parse_obj({"notice": "改过的通知", "festivals": [{"name": "国庆节", "from": "2026-10-01", "until": "2026-10-05"}]})
    calendar = Calendar({2026: changed})

    assert [calendar.is_working_day(date(2026, 10, number)) for number in (5, 6, 10)] == [False, True, False]
    assert calendar.is_working_day(date(2025, 10, 11))


@pytest.mark.parametrize(("after", "until", "count"), [
    ("2026-02-13 Fri", "2026-02-14 Sat", Count(1)),
    ("2026-02-14 Sat", "2026-02-23 Mon", Count(0)),
    ("2026-02-14 Sat", "2026-02-24 Tue", Count(1)),
    ("2026-02-24 Tue", "2026-02-24 Tue", Count(0)),
    ("2026-02-24 Tue", "2026-02-13 Fri", Count(0)),
    ("2026-12-28 Mon", "2027-01-04 Mon", Count(5, True)),
])
def test_working_days_between_two_days_leave_out_the_first_and_count_the_last(after, until, count):
    assert CALENDAR.working_days_between(day(after), day(until)) == count


@pytest.mark.parametrize(("of", "unit", "before"), [
    ("2026-02-24 Tue", "working_day", "2026-02-14 Sat"), ("2026-02-24 Tue", "day", "2026-02-23 Mon"),
    ("2026-03-02 Mon", "working_day", "2026-02-28 Sat"), ("2026-03-16 Mon", "working_day", "2026-03-13 Fri"),
    ("2025-10-09 Thu", "working_day", "2025-09-30 Tue")])
def test_the_day_before_is_of_the_same_kind_as_the_period(of, unit, before):
    assert CALENDAR.day_before(day(of), unit) == day(before)


known_days = st.dates(date(2004, 1, 1), date(2026, 6, 30))
any_day = st.dates(date(1990, 1, 1), date(2050, 12, 31))
numbers = st.integers(1, 90)


@given(any_day, numbers)
def test_adding_working_days_and_counting_them_gives_the_same_number(start, value):
    due = CALENDAR.add(start, value, "working_day")

    assert CALENDAR.working_days_between(start, due.day) == Count(value, due.is_provisional)


@given(known_days, numbers)
def test_working_days_never_end_on_a_day_off_and_are_never_provisional_in_known_years(start, value):
    due = CALENDAR.add(start, value, "working_day")

    assert CALENDAR.is_working_day(due.day)
    assert not due.is_provisional


@given(any_day, numbers, st.sampled_from(["day", "working_day"]))
def test_a_longer_period_ends_later_and_one_that_starts_later_not_earlier(start, value, unit):
    due = CALENDAR.add(start, value, unit)

    assert due.day < CALENDAR.add(start, value + 1, unit).day
    assert due.day <= CALENDAR.add(start + timedelta(days=1), value, unit).day
    assert due.day >= CALENDAR.add(start, value, "day").day


@given(known_days, numbers)
def test_it_is_what_the_library_says_day_by_day(start, value):
    worked = [after for after in (start + timedelta(days=n) for n in range(1, 170)) if chinese_calendar.is_workday(after)]

    assert CALENDAR.add(start, value, "working_day").day == worked[value - 1]


@given(any_day)
def test_the_working_day_before_lies_one_working_day_back(of):
    before = CALENDAR.day_before(of, "working_day")

    assert before < of
    assert CALENDAR.working_days_between(before, of - timedelta(days=1)).days == 0
    assert CALENDAR.working_days_between(before - timedelta(days=1), before).days == 1
