"""Views of the whole content for its editor: clauses accounted for, what is left open, documents no longer in force."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from bot.knowledge.aspects import FIELDS, OWED_BY_A_BENEFIT
from bot.knowledge.loader import KnowledgeBase

PERIOD = "period"  # what cites the clause that a document's period is proven from


@dataclass(frozen=True)
class ClauseUse:
    """A clause with the schemes (division/kind) that cite it, or the reason why none does."""

    document: str
    clause: str
    heading: str
    schemes: tuple[str, ...]
    reason: str | None

    @property
    def is_accounted(self) -> bool:
        return bool(self.schemes or self.reason)


def cited_clauses(kb: KnowledgeBase) -> dict[tuple[str, str], set[str]]:
    """(document, clause) → what cites it, as division/kind or division/place."""
    cited: dict[tuple[str, str], set[str]] = {}
    for division in kb.folders:
        for kind in kb.schemes(division):
            scheme = kb.scheme(division, kind)
            assert scheme is not None
            for item in (*scheme.items(), *scheme.damaged):
                if item.source:
                    cited.setdefault((item.source.document, item.source.clause), set()).add(f"{division}/{kind}")
        place = kb.place(division)
        for said in filter(None, (place.ask_office, place.hotline, *place.clocks)):
            cited.setdefault((said.source.document, said.source.clause), set()).add(f"{division}/place")
    for document_id in kb.document_ids:
        period = kb.document(document_id).period
        cited.setdefault((period.source.document, period.source.clause), set()).add(PERIOD)
    return cited


def clause_uses(kb: KnowledgeBase) -> list[ClauseUse]:
    """Every clause of every document, in the order of the texts."""
    cited = cited_clauses(kb)
    return [
        ClauseUse(document_id, clause.id, clause.heading, tuple(sorted(cited.get((document_id, clause.id), ()))),
                  kb.coverage.get(document_id, {}).get(clause.id))
        for document_id in kb.document_ids for clause in kb.document(document_id).clauses
    ]


def gaps(kb: KnowledgeBase, division: str) -> tuple[Counter[str], list[str]]:
    """What a place's documents leave open: how many household schemes lack each aspect, and kinds that only others have."""
    here = set(kb.schemes(division))
    open_aspects: Counter[str] = Counter()
    for kind in sorted(here):
        scheme = kb.scheme(division, kind)
        assert scheme is not None
        if kb.kinds[kind].audience == "household":
            open_aspects.update(aspect.value for aspect in OWED_BY_A_BENEFIT if not FIELDS[aspect].in_main(scheme))
    elsewhere = {kind for other in kb.folders for kind in kb.schemes(other)} - here
    return open_aspects, [kind for kind in kb.kinds if kind in elsewhere and kb.kinds[kind].audience == "household"]


def stale(kb: KnowledgeBase, on: date) -> list[tuple[str, str, date | None]]:
    """Documents that are not in force on a day: (id, standing, last day of the period)."""
    found = [(doc, kb.standing(doc, on), kb.document(doc).period.until) for doc in kb.document_ids]
    return [entry for entry in found if entry[1] != "in_force"]
