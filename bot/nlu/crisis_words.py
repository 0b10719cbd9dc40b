"""Words that can only mean danger: of which kind a text tells, if of any. No Rasa and no model."""
from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

import yaml

from bot.knowledge.words import Words

_STOPS = ",;: \u3001"
_CLAUSE, _SENTENCE = re.compile(rf"[{_STOPS}\u3002!?\n]"), re.compile(r"[\u3002!?\n]")
# Words of several groups count together up to this far from the first: farther off in a story they tell of different things.
NEAR = 30
# A clause this short only says when (it was last year, ...) and belongs to the one after it.
SAYS_WHEN = 8


@dataclass(frozen=True)
class Heard:
    """`kind` is the kind of danger that the words leave no doubt of. `is_doubtful`: what a model hears here is doubted more."""

    kind: str | None
    is_doubtful: bool


@dataclass(frozen=True)
class _Span:
    start: int
    end: int


class CrisisWords:
    """The lists of data/crisis.yml. Texts are as the normaliser leaves them.

    Kinds are looked for in the order of the file: what has to be done first stands first.
    """

    def __init__(self, lists: Mapping[str, Any]) -> None:
        self.kinds: tuple[str, ...] = tuple(lists["phrases"])
        self._phrases = {kind: Words(words) for kind, words in lists["phrases"].items()}
        self._groups: dict[str, list[_Group]] = {kind: [] for kind in self.kinds}
        for entry in lists["together"]:
            self._groups[entry["kind"]].append(_Group(tuple(map(Words, entry["all"])), entry.get("within")))
        self._harmless, self._doubtful = Words(lists["not_phrases"]), Words(lists["doubtful"])
        self._passing, self._animals = _Passing(lists["passing"]), _Animals(lists["animals"])

    @classmethod
    def of_file(cls, file: Path) -> CrisisWords:
        return cls(yaml.safe_load(file.read_text(encoding="utf-8")))

    def hear(self, text: str) -> Heard:
        """Words of danger that tell of what is over, or of an animal, are none; they make a model's hearing doubtful instead."""
        is_doubtful = self._doubtful.search(text) is not None
        if not any(self._spans(kind, text) for kind in self.kinds):
            return Heard(None, is_doubtful)
        text = self._harmless.without(text)
        for kind in self.kinds:
            if any(self._is_now_and_of_people(kind, text, span) for span in self._spans(kind, text)):
                return Heard(kind, False)
        return Heard(None, True)

    def _is_now_and_of_people(self, kind: str, text: str, span: _Span) -> bool:
        return not self._passing.covers(kind, text, span) and not self._animals.cover(kind, text, span)

    def _spans(self, kind: str, text: str) -> list[_Span]:
        found = [_Span(*match.span()) for match in self._phrases[kind].finditer(text)]
        return found + [span for group in self._groups[kind] for span in group.spans(text)]


@dataclass(frozen=True)
class _Group:
    """Lists of which each has a word near one of the first, in the same sentence. With `within`: one after the other, in the
    same clause, each with at most so many characters before the next.
    """

    lists: tuple[Words, ...]
    within: int | None

    def spans(self, text: str) -> Iterator[_Span]:
        for match in self.lists[0].finditer(text):
            span = self._about(text, _Span(*match.span())) if self.within is None else self._after(text, _Span(*match.span()), self.within)
            if span:
                yield span

    def _about(self, text: str, first: _Span) -> _Span | None:
        start, end = _around(text, first, _SENTENCE)
        start, end = max(start, first.start - NEAR), min(end, first.end + NEAR)
        spans = [first]
        for words in self.lists[1:]:
            found = [_Span(start + each.start(), start + each.end()) for each in words.finditer(text[start:end])]
            if not found:
                return None
            spans.append(min(found, key=lambda span: max(span.start - first.end, first.start - span.end)))
        return _Span(min(span.start for span in spans), max(span.end for span in spans))

    def _after(self, text: str, first: _Span, within: int) -> _Span | None:
        end, clause_end = first.end, _around(text, first, _CLAUSE)[1]
        for words in self.lists[1:]:
            found = words.search(text[end:clause_end])
            if found is None or found.start() > within:
                return None
            end += found.end()
        return _Span(first.start, end)


class _Passing:
    """Dangers that come to an end: whether a text tells of one that is over, of an old complaint, or of what might be."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._kinds = frozenset(lists["kinds"])
        self._past, self._chronic, self._sudden, self._settled, self._now, self._not_now = (
            Words(lists[name]) for name in ("past", "chronic", "sudden", "settled", "now", "not_now"))

    def covers(self, kind: str, text: str, span: _Span) -> bool:
        if kind not in self._kinds:
            return False
        start, end = _around(text, span, _CLAUSE)
        clause = text[start:end]
        if self._now.search(self._not_now.without(clause)):
            return False
        sentence_start, sentence_end = _around(text, span, _SENTENCE)
        before = _CLAUSE.split(text[sentence_start:start].rstrip(_STOPS))[-1]
        if self._past.search(clause) or len(before) <= SAYS_WHEN and self._past.match(before):
            return True
        sentence = text[sentence_start:sentence_end]
        if self._chronic.search(sentence) and not self._sudden.search(sentence):
            return True
        # what was spent last year was spent on something else than what is told now
        return any(self._settled.search(each) and not self._past.search(each) for each in _CLAUSE.split(text[span.start:]))


class _Animals:
    """Whether it is an animal that came to harm: one is named in the same clause, and nobody else."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._kinds = frozenset(lists["kinds"])
        self._words, self._no_animals, self._people, self._no_people = (
            Words(lists[name]) for name in ("words", "not_animals", "people", "not_people"))

    def cover(self, kind: str, text: str, span: _Span) -> bool:
        if kind not in self._kinds:
            return False
        start, end = _around(text, span, _CLAUSE)
        clause = text[start:end]
        names_one = self._words.search(self._no_animals.without(clause)) is not None
        return names_one and self._people.search(self._no_people.without(clause)) is None


def _around(text: str, span: _Span, stops: re.Pattern[str]) -> tuple[int, int]:
    """Start and end of the clauses, or sentences, that a span touches."""
    ends = [match.start() for match in stops.finditer(text)]
    return max((end + 1 for end in ends if end < span.start), default=0), min((end for end in ends if end >= span.end), default=len(text))
