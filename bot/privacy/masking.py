"""Masks what tells a person in a typed text: telephone, identity and card numbers, names after a cue, house numbers. Pure."""
from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Iterable

from bot.knowledge.strict_yaml import load

RULES = Path(__file__).with_suffix(".yml")
_HAN = r"[\u3400-\u9fff]"
_DOT = "\u00b7"  # within names such as those of Uyghurs
_LONGEST_NAME = 4
_NARROW = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF38: 0x58, 0xFF58: 0x78}  # full-width digits and X
# what people and keyboards put between the digits of a number: blanks, dashes, dots, what is not seen. No comma: that stands between sums
_GAP = r"[\s._/\u00b7\-\u2010-\u2015\u2212\uff0d\u200b-\u200d\u2060\ufeff\ufe0f\u20e3]{0,3}"
# \b is no border between a digit and a Chinese character: both are word characters
_START, _END = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"


class Masker:
    """The rules of one file (masking.yml) as expressions, each with what stands in place of its match."""

    def __init__(self, file: Path = RULES) -> None:
        rules = load(file)
        shown = rules["shown_as"]
        digit, units = f"[0-9{rules['chinese_digits']}]", _any(rules["units"])
        spoken = f"[{rules['chinese_digits']}]"
        one, later = f"[1{rules['ones']}]", f"[3-9{rules['chinese_digits']}]"  # how a mobile number begins
        apart = rf"(?![.,]?[0-9]|[.,]?[0-9]*\s*{units})"  # a sum of money, an area, a count are no number of a person
        self._numbers = [(re.compile(pattern), shown[kind]) for pattern, kind in (
            (rf"{_START}[0-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx]{_END}", "identity"),
            (rf"{_START}[0-9]{{15}}{_END}{apart}", "identity"),
            (rf"{_START}[0-9]{{4}}(?:{_GAP}[0-9]{{4}}){{3}}{_GAP}[0-9]{{0,3}}{_END}{apart}", "card"),
            (rf"(?<![0-9])(?:(?:\+|00)?86{_GAP})?{one}{_GAP}{later}(?:{_GAP}{digit}){{9}}(?!{digit})", "phone"),
            (rf"(?<![0-9])(?:0[0-9]{{2,3}}|\(0[0-9]{{2,3}}\)){_GAP}[1-9](?:{_GAP}[0-9]){{6,7}}(?![0-9])", "phone"),
            (rf"(?<![0-9.,])[0-9]{{7,}}{apart}", "number"),
            (rf"(?<!{digit}){digit}{{7,}}{apart}(?!{digit})", "number"),
            # read out, often with a repeated digit lost on the way
            (rf"(?<!{spoken}){spoken}(?:{_GAP}{spoken}){{5,}}(?!{spoken})", "number"),
            (rf"(?<={_any_of_one_length(rules['before_a_house'])}){digit}+(?:[-\u4e4b]{digit}+)?(?={_any(rules['house'])})", "house"),
            (rf"(?<!{digit})(?:{digit}|\u5341)+(?={_any(rules['house_parts'])})", "house"),
        )]
        surname = f"(?:{_any(rules['long_surnames'])}|[{rules['surnames']}])"
        between, late = f"{_any(rules['between'])}*", rf"[^\W\d_a-zA-Z{re.escape(rules['after_a_name'])}]"
        other = rf"{_any(rules['not_names'])}|{surname}{_HAN}{{0,2}}[{rules['place_ends']}]"
        of_a_surname = rf"(?!{other}){surname}{_HAN}{late}?"
        joined = rf"{_HAN}{{1,8}}(?:{_DOT}{_HAN}{{1,8}})+"
        anybody = rf"{_HAN}{{2}}{late}{{0,{_LONGEST_NAME - 2}}}"
        weak = f"{_any(rules['name_cues_before_a_surname'])}{between}"
        strong = f"{_any(rules['name_cues'])}{between}"
        self._name = re.compile(f"(?P<cue>{strong})(?:{joined}|{of_a_surname}|{anybody})|(?P<weak>{weak})(?:{joined}|{of_a_surname})")
        self._shown_name = shown["name"]

    def mask(self, text: str) -> str:
        """The same text with a word for what was there in place of each number and name."""
        text = text.translate(_NARROW)
        for pattern, shown in self._numbers:
            text = pattern.sub(shown, text)
        return self._name.sub(lambda found: (found["cue"] or found["weak"]) + self._shown_name, text)


@lru_cache(maxsize=1)
def _masker() -> Masker:
    return Masker()


def mask(text: str) -> str:
    """`text` masked by masking.yml."""
    return _masker().mask(text)


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"


def _any_of_one_length(words: Iterable[str]) -> str:
    """What may stand in a look-behind: only the last character of each word counts."""
    return f"[{''.join(sorted({word[-1] for word in words}))}]"
