"""Figures, clocks and dates in words for a phone."""
from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Mapping

from bot.knowledge.model import Amount, Figure, TimeLimit, Unit
from bot.replies.wording import wording

_TIME_UNITS = ("day", "working_day", "month", "year")


def number(value: int | float) -> str:
    """2000 → 2000, 5000000 → 500万, 250000000 → 2.5亿: as people say it, never rounded."""
    words, exact = wording("figures"), Decimal(str(value))
    for scale, name in ((100_000_000, words["hundred_million"]), (10_000, words["ten_thousand"])):
        shortened = exact / scale
        if exact >= scale and shortened == round(shortened, 2):
            return _plain(shortened) + name
    return _plain(exact)


def _plain(exact: Decimal) -> str:
    digits = f"{exact:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def figure(item: Amount | Figure | TimeLimit, units: Mapping[str, Unit]) -> str:
    """`what`, bound, value and unit in one phrase; a rhythm is `what` and `when`, an amount without a number its words."""
    if isinstance(item, TimeLimit) and item.when:
        return item.what + item.when
    if isinstance(item, Amount) and item.in_words:
        return item.what + item.in_words
    assert item.value is not None and item.unit is not None
    group = "money" if item.unit.startswith("CNY") else "time" if item.unit in _TIME_UNITS else "other"
    bound = wording("figures")["bounds"][group][item.bound]
    phrase = f"{item.what}{bound}{number(item.value)}{units[item.unit].label}"
    due = getattr(item, "by", None)
    return f"{wording('figures')['by'].format(date=day(due))}{phrase}" if due else phrase


def day(when: date) -> str:
    return wording("figures")["date"].format(year=when.year, month=when.month, day=when.day)
