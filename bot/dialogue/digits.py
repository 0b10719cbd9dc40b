"""Runs of digits in what was typed or dictated: telephone numbers, receipts, the ends of telephone numbers."""
from __future__ import annotations

import re

from bot.casework.receipt import LENGTH
from bot.replies.wording import wording

_RUN = re.compile(r"\+?[0-9](?:[ .\-\u2014()]{0,2}[0-9])*")
_FEWEST_OF_A_RECEIPT, _MOST_OF_A_RECEIPT = 6, 14  # what may be a receipt with a slip
_MOBILE = 11


def runs(text: str, least: int) -> list[str]:
    """The runs of at least so many digits, as ASCII digits, in order; numerals read out one by one count where no digits stand."""
    found = _runs(text, least)
    if found:
        return found
    spoken = {ord(word): str(digit) for word, digit in wording("heard")["spoken_digits"].items()}
    return _runs(text.translate(spoken), max(least, 4))  # a shorter one is a number of something


def receipt_in(text: str) -> str | None:
    """Ten digits, or what may be a receipt with too few or too many; no mobile number."""
    found = [run for run in runs(text, _FEWEST_OF_A_RECEIPT) if len(run) <= _MOST_OF_A_RECEIPT]
    right = [run for run in found if len(run) == LENGTH]
    wrong = [run for run in found if not (len(run) == _MOBILE and run.startswith("1"))]
    return next(iter((*right, *wrong)), None)


def _runs(text: str, least: int) -> list[str]:
    digits = ("".join(filter(str.isdigit, match.group())) for match in _RUN.finditer(text))
    return [run for run in digits if len(run) >= least]
