"""A year of holidays as content."""
from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge.holidays import HolidayYear
from bot.knowledge.problems import ContentError

YEAR = """\
years:
  2027:
    notice: 通知
    festivals:
      - {name: 元旦, from: "2026-12-31", until: "2027-01-02", workdays: ["2026-12-27"]}
      - {name: 国庆节, from: "2027-10-01", until: "2027-10-07", workdays: ["2027-09-26", "2027-10-09"]}
"""


def test_days_off_are_counted_with_the_first_and_the_last():
    year = HolidayYear.parse_obj({"notice": "通知", "festivals": [
        {"name": "元旦", "from": "2026-12-31", "until": "2027-01-02", "workdays": ["2026-12-27"]}, {"name": "清明节", "from": "2027-04-05", "until": "2027-04-05"}]})

    assert sorted(year.days_off()) == [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2), date(2027, 4, 5)]
    assert year.workdays() == {date(2026, 12, 27)}


def test_a_year_is_read_from_the_content(small):
    small.write("holidays.yml", YEAR)

    assert small.check() == []
    assert date(2027, 10, 9) in small.kb.holidays.years[2027].workdays()


def test_without_the_file_there_are_no_years_beyond_the_librarys(small):
    assert small.check() == []
    assert small.kb.holidays.years == {}


@pytest.mark.parametrize(("old", "new", "code", "at"), [
    ('until: "2027-10-07"', 'until: "2027-09-07"', "period_backwards", "国庆节"),
    ('"2027-10-09"', '"2027-10-08"', "shifted_workday", "国庆节"),  # a Friday
    ('"2027-10-09"', '"2027-10-02"', "shifted_workday", "国庆节"),  # a Saturday that is off
    ('"2027-10-09"', '"2027-10-39"', "bad_date", "国庆节"),
    ('from: "2027-10-01", until: "2027-10-07"', 'from: "2028-10-01", until: "2028-10-07"', "festival_of_another_year", "years:"),
    ('{name: 国庆节, from', '{name: 国庆节, form', "unknown_key", "国庆节"),
    ("notice: 通知", "notise: 通知", "unknown_key", "notise"),
])
def test_a_mistake_in_a_year_is_one_problem_at_its_line(small, old, new, code, at):
    small.write("holidays.yml", YEAR)
    small.change("holidays.yml", old, new)

    (problem,) = small.check()

    assert (problem.code, problem.line) == (code, small.line_of("holidays.yml", at)), str(problem)
    with pytest.raises(ContentError):
        _ = small.kb.holidays


def test_a_year_without_festivals_is_no_known_year(small):
    small.write("holidays.yml", "years:\n  2027: {notice: 通知, festivals: []}\n")

    assert [problem.code for problem in small.check()] == ["year_without_festivals"]
