"""`kb check` of one cited item: its clause exists, is the place's own or a wider one's, and has what is said on its authority."""
from __future__ import annotations

from pathlib import Path
from typing import Iterator

from bot.knowledge import official_text
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.model import Cited, Condition, Source
from bot.knowledge.problems import Problem

Clauses = dict[str, dict[str, str]]  # document id → clause id → its folded official text
Item = Cited | Condition


def foreign(kb: KnowledgeBase, divisions: Divisions, file: Path, line: int, item: Item, division: str) -> Iterator[Problem]:
    """A document of a place that is not in the chain of `division`: its figures are never borrowed."""
    if item.source and item.source.document in kb.document_ids:
        owner = kb.document(item.source.document).division
        if owner not in divisions.chain(division) and divisions.exists(owner):
            yield Problem.at(file, line, "foreign_document", owner=owner)


def clause_exists(kb: KnowledgeBase, file: Path, line: int, source: Source) -> Iterator[Problem]:
    if source.document not in kb.document_ids:
        yield Problem.at(file, line, "unknown_document", document=source.document)
    elif source.clause not in {clause.id for clause in kb.document(source.document).clauses}:
        yield Problem.at(file, line, "unknown_clause", document=source.document, clause=source.clause)


def cited(kb: KnowledgeBase, file: Path, line: int, item: Item, clauses: Clauses) -> Iterator[Problem]:
    """The clause exists; with the official text at hand, each proof term and each figure stands in it."""
    source = item.source
    assert source is not None
    wrong = list(clause_exists(kb, file, line, source))
    yield from wrong
    words = item.words() if hasattr(item, "words") else ""
    if not item.proof:
        yield Problem.at(file, line, "no_proof", text=words)
    text = clauses.get(source.document, {}).get(source.clause)
    if wrong or text is None:
        return
    for term in item.proof:
        if official_text.fold(term) not in text:
            yield Problem.at(file, line, "proof_missing", source=source, term=term)
    proven = text + "|" + "|".join(map(official_text.fold, item.proof))
    figures = set(official_text.numbers(official_text.fold(words)))
    figures |= {float(v) for v in (getattr(item, name, None) for name in ("value", "at_least", "at_most", "above", "below"))
                if isinstance(v, (int, float)) and not isinstance(v, bool)}
    due = getattr(item, "by", None)
    if due and due != kb.document(source.document).period.until:  # the period itself is proven with the document
        figures.add(float(due.year))
    for figure in sorted(figures):
        if not official_text.has_number(proven, figure):
            yield Problem.at(file, line, "figure_missing", source=source, figure=f"{figure:g}", text=words)
