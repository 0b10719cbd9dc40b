"""What somebody heard, set beside what the documents say."""
from __future__ import annotations

from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import Question, Status, covered_place
from bot.knowledge.model import Amount, Figure, TimeLimit
from bot.knowledge.rumour import Heard, Rumour, Verdict
from bot.replies import citations, figures
from bot.replies.reply import Button, Reply
from bot.replies.standing import made_from, office_to_ask, place_in_words, still_valid
from bot.replies.wording import wording

USE = "rumour_check"


def verdict(kb: KnowledgeBase, divisions: Divisions, question: Question, rumour: Rumour, heard: Heard) -> Reply:
    """What the documents say on what was heard; its figures and telling words are kept for the ledger, not its text."""
    words, kind = wording("rumour"), kb.kinds[question.kind]
    own = rumour.place or covered_place(kb, divisions, question.division) or ""
    said = words["join"].join(_in_words(kb, item) for item in rumour.said)
    key = rumour.verdict.value if rumour.scheme else f"{rumour.verdict.value}_without_rule"
    document = rumour.said[0].source.document if rumour.said else None
    place = place_in_words(kb, divisions, document, own, question.on) if document else divisions.name(own)
    office = office_to_ask(kb, question.kind, own, rumour.scheme)
    title = rumour.scheme.title if rumour.scheme else kind.name
    text = words["verdict"][key].format(place=place, title=title, said=said, office=office,
                                        elsewhere=divisions.name(rumour.elsewhere) if rumour.elsewhere else "")
    if document and rumour.verdict not in (Verdict.OUT_OF_DATE, Verdict.DRAFT):
        text += still_valid(kb, document, question.on, office)
    if heard.says("fees"):  # short before it, so that the standing of the document stays near the beginning
        text = words["fees"]["first"] + text + words["fees"]["last"]
    found = citations.references(kb, [item.source for item in rumour.said], question.on)
    about = made_from(kb, divisions, question.division, question.on) | {
        "use": USE, "kind": question.kind, "aspect": question.aspect.value, "place": rumour.place, "title": title,
        "verdict": rumour.verdict.value, "heard": heard.as_dict()}
    labels, buttons = wording("buttons")["labels"], wording("buttons")
    asked = ("overview", "where") if rumour.scheme else ()
    asks = tuple(Button(labels[key], buttons["ask"].format(kind=kind.name, label=labels[key])) for key in asked)
    status = Status.ANSWERED if rumour.said else Status.NOTHING_FOUND
    return Reply(status, text, citations.citation(found), found, (*asks, Button(buttons["human"], buttons["human"])), about)


def unclear() -> Reply:
    """No policy can be made out: without a document nothing is to be believed."""
    human = wording("buttons")["human"]
    return Reply(Status.NOTHING_FOUND, wording("rumour")["unclear"], buttons=(Button(human, human),),
                 about={"use": USE, "verdict": Verdict.NOT_IN_DOCUMENTS.value})


def _in_words(kb: KnowledgeBase, item: object) -> str:
    if isinstance(item, (Amount, Figure, TimeLimit)):
        return figures.figure(item, kb.units)
    return item.words()  # type: ignore[attr-defined]
