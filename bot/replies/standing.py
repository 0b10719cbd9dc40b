"""The standing of a document, said with the place before anything else, and after the answer."""
from __future__ import annotations

from datetime import date

from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.model import Scheme
from bot.replies.wording import wording

# Groups of the catalogue whose matters the place's own office for rural revitalisation answers for.
_OF_THE_PLACE_S_OFFICE = ("monitoring", "industry", "governance")


def place_in_words(kb: KnowledgeBase, divisions: Divisions, document_id: str, place: str, on: date) -> str:
    """丰都县（2024年度的规定，已到期）: nobody takes a draft or an ended period for the rule of today."""
    document = kb.document(document_id)
    return wording("answer")["place"][document.standing(on)].format(place=divisions.name(place), period=document.period.text)


def still_valid(kb: KnowledgeBase, document_id: str, on: date, office: str) -> str:
    """Whom to ask whether it still holds; empty for a document in force."""
    standing = kb.standing(document_id, on)
    return "" if standing == "in_force" else wording("answer")["still_valid"][standing].format(office=office)


def office_to_ask(kb: KnowledgeBase, kind: str, place: str, scheme: Scheme | None) -> str:
    """The lead or first office of the place's own scheme, else the place's; elsewhere the village or township."""
    if scheme and scheme.offices:
        return min(scheme.offices, key=lambda office: office.role != "lead").name
    return kb.place(place).ask_office.name if kb.groups[kind] in _OF_THE_PLACE_S_OFFICE else wording("answer")["village"]


def made_from(kb: KnowledgeBase, divisions: Divisions, division: str, on: date) -> dict[str, str]:
    """For the ledger: the division and day of an answer, and the version of the content that it rests on."""
    return {"division": division, "on": on.isoformat(), "knowledge_base": kb.version(divisions.chain(division))}
