"""What a household says of itself, found word for word: whom it is about, its situations, and the facts that are told."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.knowledge.household import Situations
from bot.knowledge.words import REACH, Words

_CLAUSE = re.compile(r"[^\u3002\uff01\uff1f!?;\uff1b,\uff0c\n]+")
# A message is about somebody else if it begins with that person, or asks on that person's behalf.
_OPENING = 8


@dataclass(frozen=True)
class Told:
    """`whom` is how to call somebody else it is about; `facts` are (fact, value, whether it is so) as in facts.yml.

    `checks` and `doubts` say that words of the message ask for a check of one's own case, or whether a rumour is true.
    """

    whom: str | None = None
    situations: tuple[str, ...] = ()
    facts: tuple[tuple[str, Any, bool], ...] = ()
    checks: bool = False
    doubts: bool = False
    is_own: bool = field(default=False, compare=False)  # it begins with a word for oneself


class SituationFinder:
    """Finds sayings longest first in a normalised text; one that overlaps a longer one does not count."""

    def __init__(self, content: Situations) -> None:
        self._content = content
        self._owner = {saying: name for name, situation in content.situations.items() for saying in situation.says}
        self._sayings, self._people, self._own = Words(self._owner), Words(content.people), Words(content.own)
        self._asking, self._checking, self._doubting = Words(content.asking), Words(content.checking), Words(content.doubting)
        self._on_behalf = re.compile(f"(?:{Words(content.on_behalf).pattern})(?:{self._people.pattern})")
        before = (f"(?:{Words(words).pattern})[^,]{{0,{REACH}}}$" for words in (content.negations, content.maybe))
        self._negated, self._maybe = map(re.compile, before)

    def read(self, text: str) -> Told:
        """`text` is normalised. What is denied is no situation, but a fact."""
        names: dict[str, None] = {}
        facts: dict[tuple[str, Any], bool] = {}
        person = self._people.search(text, _OPENING) or self._on_behalf.search(text)
        is_of_somebody = False
        for clause in _CLAUSE.findall(self._asking.without(text)):
            is_of_somebody = is_of_somebody or bool(self._own.search(clause) or self._people.search(clause))
            for match in self._sayings.finditer(clause):
                name = self._owner[self._sayings.word(match)]
                situation = self._content.situations[name]
                if situation.of_whom and not is_of_somebody:
                    continue
                if self._maybe.search(clause[:match.start()]):
                    continue
                holds = not self._negated.search(clause[:match.start()])
                facts |= dict.fromkeys(situation.told.items(), holds)
                if holds:
                    names[name] = None
        told = tuple((fact, value, holds) for (fact, value), holds in facts.items())
        whom = self._people.search(person.group()) if person else None
        is_own = whom is None and bool(self._own.match(text))
        return Told(self._content.people[whom.group()] if whom else None, tuple(names), told,
                    bool(self._checking.search(text)), bool(self._doubting.search(text)), is_own)
