"""Which documents and clauses stand behind a reply."""
from __future__ import annotations

from datetime import date
from typing import Iterable

from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.model import Source
from bot.replies.reply import Reference
from bot.replies.wording import wording


def references(kb: KnowledgeBase, sources: Iterable[Source], on: date) -> tuple[Reference, ...]:
    """One per document, clauses in the order they were used, each once."""
    clauses: dict[str, dict[str, None]] = {}
    for source in sources:
        clauses.setdefault(source.document, {})[source.clause] = None
    found = []
    for document_id, used in clauses.items():
        document = kb.document(document_id)
        headings = {clause.id: clause.heading for clause in document.clauses}
        found.append(Reference(
            document_id, document.short_title, document.number, document.issuer,
            document.issued_on.isoformat() if document.issued_on else None, document.standing(on), document.period.text,
            tuple(used), tuple(headings[clause] for clause in used), document.notes))
    return tuple(found)


def citation(found: tuple[Reference, ...]) -> str:
    """The one line 依据：document, number, clauses."""
    if not found:
        return ""
    words = wording("answer")
    lines = (words["reference"].format(title=ref.title, number=ref.number or "", clauses=words["clauses_join"].join(ref.clauses))
             for ref in found)
    return words["citation"].format(references=words["lists"]["join"].join(" ".join(line.split()) for line in lines))
