"""`kb check` of the clocks of a place: whose they are, that they end with their document, and that no two say the same thing."""
from __future__ import annotations

from pathlib import Path
from typing import Iterator

from bot.knowledge.clocks import Clock
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.problems import Problem
from bot.knowledge.proof import Clauses, cited, foreign
from bot.knowledge.strict_yaml import line_of


def check_clocks(kb: KnowledgeBase, divisions: Divisions, file: Path, tree: object, division: str, clocks: tuple[Clock, ...],
                 clauses: Clauses) -> Iterator[Problem]:
    """The problems of the clocks in a place.yml, each at its line."""
    for index, clock in enumerate(clocks):
        line = line_of(tree, ("clocks", index))
        yield from foreign(kb, divisions, file, line, clock, division)
        yield from _of_its_document(kb, file, line, clock)
        clash = next((first for first, other in enumerate(clocks[:index]) if clock.clashes_with(other)), None)
        if clash is not None:
            yield Problem.at(file, line, "clock_twice", clock=clock.clock, first=line_of(tree, ("clocks", clash)))
        yield from cited(kb, file, line, clock, clauses)


def _of_its_document(kb: KnowledgeBase, file: Path, line: int, clock: Clock) -> Iterator[Problem]:
    """A draft binds nobody, and a clock that outlives its document would be shown as a rule in force."""
    if clock.source.document not in kb.document_ids:
        return
    document = kb.document(clock.source.document)
    if document.status == "draft_for_comment":
        yield Problem.at(file, line, "clock_of_a_draft", document=document.id)
    if document.period.until and clock.until is None:
        yield Problem.at(file, line, "clock_without_end", clock=clock.clock, until=document.period.until)
