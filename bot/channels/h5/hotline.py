"""The telephone that a place's content gives for reporting, with the document it stands in."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.knowledge.loader import KnowledgeBase


@dataclass(frozen=True)
class Hotline:
    """`number` is what is dialled; `name` may be the same. `standing` as in Document, `period` in the document's words."""

    name: str
    number: str
    title: str
    document_number: str
    clause: str
    standing: str
    period: str


def hotline_of(kb: KnowledgeBase, chain: tuple[str, ...], on: date) -> Hotline | None:
    """The nearest place's hotline; none that has no number, and none from a repealed document."""
    for division in chain:
        channel = kb.place(division).hotline if division in kb.folders else None
        if channel is None or channel.value is None:
            continue
        document = kb.document(channel.source.document)
        standing = document.standing(on)
        if standing != "repealed":
            return Hotline(channel.name, channel.value, document.short_title, document.number or "", channel.source.clause,
                           standing, document.period.text or "")
    return None
