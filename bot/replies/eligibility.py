"""The guided check of one's own case: a question, or a verdict with its reasons and their clauses."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Iterable, Mapping

from bot.knowledge.divisions import Divisions
from bot.knowledge.eligibility import Question, Truth, evaluate, reasons
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import Status
from bot.knowledge.model import Condition, Scheme, Source
from bot.knowledge.profile import Known
from bot.replies import citations, gaps
from bot.replies.reply import Button, Reply
from bot.replies.standing import made_from, office_to_ask, place_in_words, still_valid
from bot.replies.wording import wording

USE = "eligibility_check"
_OUTCOMES: dict[Truth, str] = {True: "yes", False: "no", None: "unknown"}
_STATUS = {True: Status.ANSWERED, False: Status.ANSWERED, None: Status.PARTLY_ANSWERED}
_MOST_REASONS = 6


@dataclass(frozen=True)
class Case:
    """One household's case against one scheme: what is known of it, for whom it is asked, and for which day."""

    kb: KnowledgeBase
    divisions: Divisions
    kind: str
    division: str
    place: str
    scheme: Scheme
    known: Known
    on: date
    whom: str | None = None

    @property
    def tree(self) -> Condition:
        assert self.scheme.conditions
        return self.scheme.conditions

    def question(self, question: Question, is_first: bool, is_again: bool = False) -> Reply:
        """Asks for one fact; the first question says what is done and what is known already."""
        words, fact = wording("eligibility"), self.kb.facts[question.fact]
        key = "again" if is_again else "several" if fact.choices else "number" if fact.type == "number" else "question"
        text = words[key].format(ask=fact.ask)
        if is_first:
            told = self._told()
            opening = words["opening"].format(place=self._place(), title=self.scheme.title)
            text = opening + (words["told"].format(facts=words["told_join"].join(told)) if told else "") + text
        titles = [fact.choices[choice] for choice in question.choices]
        labels = wording("buttons")["check"]
        titles += [] if fact.type == "number" else [labels["none"]] if titles else [labels["holds"], labels["fails"]]
        titles += [labels["unsure"], labels["stop"]]
        about = self._about() | {"asks": question.fact}
        return Reply(None, text, buttons=tuple(Button(title, title) for title in titles), about=about)

    def verdict(self, unsure: Iterable[str] = ()) -> Reply:
        """Yes, no or unknown, with the reasons and their clauses; what only an office can say is named."""
        words, outcome = wording("eligibility"), evaluate(self.tree, self.known)
        deciding = [leaf for leaf, truth in reasons(self.tree, self.known) if truth is outcome or outcome is not None][:_MOST_REASONS]
        met = [leaf for leaf in self.tree.leaves() if evaluate(leaf, self.known) is True][:_MOST_REASONS] if outcome is None else []
        asked = [self._in_words(leaf, outcome) for leaf in deciding if leaf.fact]
        left_open = [gaps.in_short(leaf.words()) or leaf.words() for leaf in deciding if not leaf.fact]
        office = office_to_ask(self.kb, self.kind, self.place, self.scheme)
        whom = words["other"].format(whom=self.whom) if self.whom else words["own"]
        text = words["verdict"][_OUTCOMES[outcome]].format(
            whom=whom, place=self._place(), title=self.scheme.title, office=office, reasons=_listed(asked),
            undecided=words["undecided"]["by_the_household" if asked else "by_the_document"],
            met=_sentence("met", [leaf.words() for leaf in met]), open=_sentence("open", asked) + _sentence("left_open", left_open))
        sources: list[Source] = [leaf.source for leaf in [*met, *deciding] if leaf.source]
        found = citations.references(self.kb, sources or [self.scheme.gist.source], self.on)
        text += still_valid(self.kb, self.scheme.gist.source.document, self.on, office)
        about = self._about() | {"verdict": _OUTCOMES[outcome], "unsure": list(unsure)}
        return Reply(_STATUS[outcome], text, citations.citation(found), found, self._after(), about)

    def _in_words(self, leaf: Condition, outcome: Truth) -> str:
        """For a no the requirement that was not met: a leaf that holds stands below a `not`."""
        if outcome is False and evaluate(leaf, self.known) is True:
            return wording("eligibility")["not"].format(text=leaf.words())
        return leaf.words()

    def _place(self) -> str:
        return place_in_words(self.kb, self.divisions, self.scheme.gist.source.document, self.place, self.on)

    def _told(self) -> list[str]:
        """What is known already of what the tree asks, in its words."""
        held = [leaf for leaf in self.tree.leaves() if leaf.fact and evaluate(leaf, self.known) is True]
        return list(dict.fromkeys(leaf.words() for leaf in held))[:_MOST_REASONS]

    def _after(self) -> tuple[Button, ...]:
        labels, words, name = wording("buttons")["labels"], wording("buttons"), self.kb.kinds[self.kind].name
        asks = [Button(labels[key], words["ask"].format(kind=name, label=labels[key])) for key in ("how_to_apply", "where")]
        again = wording("eligibility")["again_button"]
        return (*asks, Button(again, words["ask"].format(kind=name, label=labels["check"])),
                Button(words["report"], words["report"]), Button(words["human"], words["human"]))

    def _about(self) -> dict[str, Any]:
        return made_from(self.kb, self.divisions, self.division, self.on) | {
            "use": USE, "kind": self.kind, "aspect": "eligibility", "place": self.place, "title": self.scheme.title,
            "known": dict(self.known), "whom": self.whom}


def _listed(reasons: Iterable[str]) -> str:
    return wording("eligibility")["join"].join(dict.fromkeys(reasons))


def _sentence(key: str, reasons: Iterable[str]) -> str:
    """A sentence with the reasons; none if there are none."""
    listed = _listed(reasons)
    return wording("eligibility")[key].format(reasons=listed) if listed else ""


def stopped(key: str = "stopped", can_resume: bool = True) -> Reply:
    resume = wording("buttons")["check"]["resume"]
    return Reply(None, wording("eligibility")[key], buttons=(Button(resume, resume),) if can_resume else ())


def from_about(kb: KnowledgeBase, divisions: Divisions, about: Mapping[str, Any], rule: tuple[str, Scheme]) -> Reply:
    """The verdict on the same case again, with today's content."""
    place, scheme = rule
    case = Case(kb, divisions, about["kind"], about["division"], place, scheme, about["known"], date.fromisoformat(about["on"]),
                about.get("whom"))
    return case.verdict(about.get("unsure", ()))
