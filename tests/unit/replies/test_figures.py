"""Figures in words: as people say them, never rounded."""
from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.model import Amount, Figure, TimeLimit, Unit
from bot.replies.figures import day, figure, number

SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
UNITS = {name: Unit(label=label) for name, label in {"CNY/household/year": "元", "percent": "%", "day": "天", "household": "户"}.items()}


def meant(said: str) -> Decimal:
    """The number that a person reads."""
    digits, scale = re.fullmatch(r"(\d+(?:\.\d+)?)([万亿]?)", said).groups()
    return Decimal(digits) * SCALES[scale]


@pytest.mark.parametrize(("value", "said"), [
    (0, "0"), (15, "15"), (2000, "2000"), (8300, "8300"), (9999, "9999"), (10_000, "1万"), (12_500, "1.25万"), (5_000_000, "500万"),
    (99_990_000, "9999万"), (100_000_000, "1亿"), (250_000_000, "2.5亿"), (12_317, "12317"), (1_234_567, "1234567"), (123_456_789, "123456789"),
    (0.3, "0.3"), (98.5, "98.5"), (2.0, "2"), (98.123456, "98.123456"), (6.5e6, "650万")])
def test_a_number_is_said_as_people_say_it(value, said):
    assert number(value) == said


@given(st.integers(min_value=0, max_value=10**13))
def test_no_whole_number_is_ever_rounded(value):
    assert meant(number(value)) == value


@given(st.decimals(min_value=0, max_value=100_000, places=3))
def test_no_fraction_is_ever_rounded(value):
    assert meant(number(float(value))) == value


def a(shape, **fields):
    return shape.parse_obj({"what": "每户每年", "source": "doc-a 二", **fields})


@pytest.mark.parametrize(("item", "said"), [
    (a(Figure, value=2000, unit="CNY/household/year", bound="max"), "每户每年最高2000元"),
    (a(Figure, value=2000, unit="CNY/household/year", bound="min"), "每户每年不低于2000元"),
    (a(Figure, value=2000, unit="CNY/household/year"), "每户每年2000元"),
    (a(Figure, value=80, unit="percent", bound="max"), "每户每年不超过80%"),
    (a(Figure, value=30, unit="household", bound="min", by="2025-12-31"), "2025年12月31日前每户每年不少于30户"),
    (a(TimeLimit, value=15, unit="day"), "每户每年不超过15天"),
    (a(TimeLimit, value=15, unit="day", bound="exact"), "每户每年15天"),
    (a(TimeLimit, value=15, unit="day", bound="min"), "每户每年不少于15天"),
    (a(TimeLimit, when="3月、8月"), "每户每年3月、8月"),
    (a(Amount, value=2000, unit="CNY/household/year", bound="max"), "每户每年最高2000元"),
    (a(Amount, in_words="全额资助"), "每户每年全额资助"),
])
def test_a_figure_is_said_with_its_bound_and_unit(item, said):
    assert figure(item, UNITS) == said


@pytest.mark.parametrize(("when", "said"), [(date(2024, 12, 31), "2024年12月31日"), (date(2021, 1, 5), "2021年1月5日")])
def test_a_day_is_said_without_leading_noughts(when, said):
    assert day(when) == said
