"""Replies that are no answer to a policy question: asking back, small talk, honest noes."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import Status, available_kinds, covered_place
from bot.knowledge.model import Aspect
from bot.replies import citations
from bot.replies.policy import kind_buttons, place_buttons, validity_in_words
from bot.replies.reply import Button, Reply
from bot.replies.wording import say, wording

# More covered places than this are counted, not listed.
MOST_PLACES = 12


def plain(key: str, buttons: tuple[Button, ...] = (), status: Status | None = None, **details: str) -> Reply:
    """A sentence of turns.yml."""
    return Reply(status, say(key, **details), buttons=buttons)


def crisis(danger: str | None = None) -> Reply:
    """What to do first. `danger` is its kind (data/crisis.yml); without one, or without words of its own, what fits any."""
    own = wording("crisis").get(danger or "")
    return Reply(Status.CRISIS, own["text"]) if own else plain("crisis", status=Status.CRISIS)


def area_unknown(kb: KnowledgeBase, divisions: Divisions) -> Reply:
    return plain("area_unknown", place_buttons(kb, divisions), Status.AREA_UNKNOWN)


def place_unclear(kb: KnowledgeBase, divisions: Divisions, name: str, codes: tuple[str, ...]) -> Reply:
    """Covered places first: they are the likelier ones."""
    ordered = tuple(sorted(codes, key=lambda code: (covered_place(kb, divisions, code) is None, code)))
    return plain("area_unclear", place_buttons(kb, divisions, ordered), Status.AREA_UNKNOWN, name=name)


def scheme_unclear(kb: KnowledgeBase, kinds: tuple[str, ...], label_of: str) -> Reply:
    return replace(plain("scheme_unclear", kind_buttons(kb, kinds, label_of), Status.SCHEME_UNCLEAR), about={"kinds": list(kinds)})


def out_of_scope() -> Reply:
    words = wording("buttons")
    return plain("out_of_scope", (Button(words["help"], words["help"]), Button(words["human"], words["human"])), Status.OUT_OF_SCOPE)


def not_understood(kb: KnowledgeBase, divisions: Divisions, near: tuple[str, ...], division: str | None) -> Reply:
    """Nothing likely: whom to ask, and the nearest topics that this place has."""
    place = covered_place(kb, divisions, division) if division else None
    if place is None:
        return plain("not_understood_alone", (_human(),), Status.NOTHING_FOUND)
    here = available_kinds(kb, divisions, place)
    kinds = tuple(kind for kind in near if kind in here)[:3]
    return plain("not_understood", (*kind_buttons(kb, kinds, Aspect.OVERVIEW.value), _human()), Status.NOTHING_FOUND,
                 office=kb.place(place).ask_office.name)


def place_set(kb: KnowledgeBase, divisions: Divisions, division: str) -> Reply:
    place = covered_place(kb, divisions, division)
    if place is None:
        return plain("not_in_your_area", place_buttons(kb, divisions), Status.NOT_IN_YOUR_AREA, place=divisions.full_name(division))
    if place != division:
        return plain("place_set_wider", place=divisions.full_name(division), wider=divisions.name(place))
    return plain("place_set", place=divisions.full_name(division))


def coverage(kb: KnowledgeBase, divisions: Divisions) -> Reply:
    named = wording("answer")["lists"]["names"].join(divisions.name(place) for place in list(kb.folders)[:MOST_PLACES])
    key = "coverage_of_many" if len(kb.folders) > MOST_PLACES else "coverage"
    return plain(key, place_buttons(kb, divisions), places=named, count=str(len(kb.folders)))


def documents(kb: KnowledgeBase, divisions: Divisions, division: str, on: date) -> Reply:
    """Which documents the answers for a place rest on, and whether they are in force."""
    chain = divisions.chain(division)
    if covered_place(kb, divisions, division) is None:
        return place_set(kb, divisions, division)
    words = wording("answer")
    sources = [kb.document(doc).period.source for place in chain for doc in kb.document_ids if kb.document(doc).division == place]
    references = citations.references(kb, sources, on)
    standings = [
        words["document"].format(word=words["standing_word"][ref.standing], title=ref.title, number=ref.number or words["no_number"],
                                 standing=validity_in_words(kb.document(ref.document), on))
        for ref in references
    ]
    text = say("documents", place=divisions.name(division), documents=words["lists"]["join"].join(standings))
    return Reply(Status.ANSWERED, text, citations.citation(references), references)


def to_office(key: str, kb: KnowledgeBase, divisions: Divisions, division: str | None, status: Status | None = None) -> Reply:
    """A sentence with whom to ask in this place: `key`, `key`_hotline or `key`_anywhere of turns.yml."""
    place = covered_place(kb, divisions, division) if division else None
    if place is None:
        return plain(f"{key}_anywhere", status=status)
    office, hotline = kb.place(place).ask_office.name, kb.place(place).hotline
    if hotline and f"{key}_hotline" in wording("turns"):
        return plain(f"{key}_hotline", status=status, office=office, hotline=hotline.name)
    return plain(key, status=status, office=office)


def greeting(kb: KnowledgeBase, divisions: Divisions, division: str | None) -> Reply:
    return plain("greet_placed", place=divisions.name(division)) if division else plain("greet", place_buttons(kb, divisions))


def _human() -> Button:
    return Button(wording("buttons")["human"], wording("buttons")["human"])
