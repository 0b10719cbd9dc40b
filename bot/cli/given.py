"""How often answers were given, for the editor who is about to change them."""
from __future__ import annotations

from collections import Counter
from typing import Collection

from bot.knowledge.divisions import Divisions
from bot.knowledge.lookup import Status
from bot.storage.answer_ledger import AnswerLedger

# What the content alone decides; while they were stopped, answers were not given.
_FROM_CONTENT = (Status.ANSWERED, Status.PARTLY_ANSWERED, Status.NOT_STATED, Status.NOTHING_FOUND)


def times_given(ledger: AnswerLedger, divisions: Divisions, covered: Collection[str]) -> Counter[tuple[str, str, str]]:
    """(covered place, kind, aspect) → times, counting the households of all that lies in the place and has no folder of its own."""
    times: Counter[tuple[str, str, str]] = Counter()
    for (division, kind, aspect), count in ledger.times_given([status.value for status in _FROM_CONTENT]).items():
        place = next((place for place in divisions.chain(division) if place in covered), division)
        times[place, kind, aspect] += count
    return times
