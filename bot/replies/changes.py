"""Which answers differ between two states of the content."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Iterator

from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import Question, available_kinds, look_up
from bot.knowledge.model import Aspect
from bot.replies.policy import compose
from bot.replies.reply import Reply


@dataclass(frozen=True)
class Change:
    """One question whose answer differs; None where the question could not be asked."""

    division: str
    kind: str
    aspect: Aspect
    before: Reply | None
    after: Reply | None

    @property
    def question(self) -> tuple[str, str, str]:
        """What was asked: division, kind, aspect."""
        return self.division, self.kind, self.aspect.value


def changes(before: KnowledgeBase, after: KnowledgeBase, divisions: Divisions, on: date) -> Iterator[Change]:
    """Every covered place, kind and aspect whose first page reads otherwise, in the order of places and kinds."""
    for division in dict.fromkeys((*before.folders, *after.folders)):
        kinds = available_kinds(before, divisions, division) | available_kinds(after, divisions, division)
        for kind in sorted(kinds):
            for aspect in Aspect:
                question = Question(aspect, kind, division, on)
                old, new = _answer(before, divisions, question), _answer(after, divisions, question)
                if (old and old.plain()) != (new and new.plain()):
                    yield Change(division, kind, aspect, old, new)


def _answer(kb: KnowledgeBase, divisions: Divisions, question: Question) -> Reply | None:
    if question.kind not in kb.kinds or question.division not in kb.folders:
        return None
    return compose(kb, divisions, look_up(kb, divisions, question))
