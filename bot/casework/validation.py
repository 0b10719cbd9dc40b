"""What a report may hold. A problem names the part and what is wrong with it; the words for it are content."""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Callable, Mapping

from stdnum.cn import ric

from bot.casework.model import Report, Risk

LONGEST = {"story": 1_800, "name": 30, "reporter": 30, "village": 30}  # characters
MOST_PEOPLE, MOST_INCOME = 30, 10_000_000
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"0\d{2,3}[1-9]\d{6,7}", re.ASCII)
_IDENTITY = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
# with marks nobody sees, which address books put around numbers
_BETWEEN = re.compile(r"[\s().\-\u00b7\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_DROPPED = frozenset({"Cc", "Cf", "Cs"})  # control, invisible, half of a surrogate pair
_NO = frozenset({"0", "false", "no", "off"})
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1\d{10}$|0\d{9,11}$)")
_ABROAD = re.compile(r"^(?:\+|00)86(?=[2-9]\d{8,10}$)")  # an area code loses its 0 there


@dataclass(frozen=True)
class Wrong:
    """`part` is a field of Report, or consent; `problem` a key of the wording; `details` go into its sentence."""

    part: str
    problem: str
    details: Mapping[str, Any]


class InvalidReport(Exception):
    """Parts that cannot be taken as they were given. Holds no value that was typed."""

    def __init__(self, wrong: tuple[Wrong, ...]) -> None:
        super().__init__(", ".join(f"{each.part}: {each.problem}" for each in wrong))
        self.wrong = wrong


class _Problem(ValueError):
    def __init__(self, problem: str, **details: Any) -> None:
        super().__init__(problem)
        self.problem, self.details = problem, details


def phone(typed: str) -> str:
    """The digits of a Chinese mobile or landline number. Raises ValueError."""
    digits = _ABROAD.sub("0", _COUNTRY.sub("", _BETWEEN.sub("", unicodedata.normalize("NFKC", typed))))
    if not (digits.isascii() and digits.isdigit()):
        raise _Problem("phone_not_digits")
    if not (_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)):
        raise _Problem("phone_mobile_length" if digits.startswith("1") else "phone_unknown", count=len(digits))
    return digits


def identity_number(typed: str) -> str:
    """Eighteen characters with a day of birth and a right check digit. Raises ValueError.

    Whether the county is older than its holder does not count: the elderly got their numbers long after they were born.
    """
    number = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).upper()
    if len(number) != 18:
        raise _Problem("identity_length", count=len(number))
    if not _IDENTITY.fullmatch(number) or ric.calc_check_digit(number) != number[-1] or not _is_day(number[6:14]):
        raise _Problem("identity_checksum")
    return number


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def words(typed: str, most: int) -> str:
    """Any text without control characters; line breaks stay. Raises ValueError when it is longer than `most`.

    Rare characters of names stay too: fonts keep some in private areas, and this Python does not know the newest ones.
    """
    lines = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    kept = "".join(each for each in lines if each == "\n" or unicodedata.category(each) not in _DROPPED)
    if len(kept.strip()) > most:
        raise _Problem("too_long", most=most, count=len(kept.strip()))
    return kept.strip()


def whole_number(typed: Any, most: int) -> int:
    """Raises ValueError."""
    if isinstance(typed, str):
        text = unicodedata.normalize("NFKC", typed).strip().replace(",", "")
        typed = int(text) if re.fullmatch(r"\d{1,12}", text, re.ASCII) else None
    if not isinstance(typed, int) or isinstance(typed, bool) or typed < 0:
        raise _Problem("not_a_number")
    if typed > most:
        raise _Problem("too_much", most=most)
    return typed


def read(told: Mapping[str, Any], is_known: Callable[[str], bool]) -> Report:
    """A report from what was typed: texts, or JSON values. Empty parts are left out.

    `is_known` tells whether a six-digit code is a division. Raises InvalidReport with every problem at once.
    """
    found: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for part, value in told.items():
        if value in (None, "", [], ()) or isinstance(value, str) and not value.strip():
            continue
        try:
            found[part] = _read(part, value, is_known)
        except _Problem as problem:
            wrong.append(Wrong(part, problem.problem, problem.details))
    if wrong:
        raise InvalidReport(tuple(wrong))
    return Report(**{part: value for part, value in found.items() if value != ""})


def _read(part: str, value: Any, is_known: Callable[[str], bool]) -> Any:
    if part == "risks":
        return _risks(value)
    if part == "for_other":
        return bool(value) and str(value).strip().lower() not in _NO
    if part in ("household_size", "income_per_head"):
        number = whole_number(value, MOST_PEOPLE if part == "household_size" else MOST_INCOME)
        if part == "household_size" and number == 0:
            raise _Problem("not_a_number")
        return number
    if not isinstance(value, str):
        raise _Problem("not_a_text")
    if part == "phone":
        return phone(value)
    if part == "identity_number":
        return identity_number(value)
    if part == "division":
        if not is_known(value.strip()):
            raise _Problem("unknown_division")
        return value.strip()
    if part in LONGEST:
        text = words(value, LONGEST[part])
        return text if part == "story" else " ".join(text.split())
    raise _Problem("unknown_part")


def _risks(value: Any) -> tuple[Risk, ...]:
    given = [value] if isinstance(value, str) else value
    try:
        if isinstance(given, (list, tuple)):
            return tuple(dict.fromkeys(Risk(each) for each in given))
    except ValueError:
        pass
    raise _Problem("unknown_risk")


def merged(report: Report, changes: Report, parts: tuple[str, ...]) -> tuple[Report, tuple[str, ...]]:
    """The report with `parts` taken from `changes`, and the names of those that differ."""
    differ = tuple(part for part in parts if getattr(report, part) != getattr(changes, part))
    return replace(report, **{part: getattr(changes, part) for part in differ}), differ
