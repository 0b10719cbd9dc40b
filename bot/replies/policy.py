"""An answer to a policy question, composed from the content (DESIGN 5). Never a free text."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Iterator, Sequence

from bot.knowledge.aspects import FIELDS
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import Finding, Status
from bot.knowledge.model import Aspect, Document, Place, Scheme, Source
from bot.replies import citations, figures, gaps
from bot.replies.facts import Part, Phrase, background, gist_in_words, phrases, statements
from bot.replies.pages import Packing, Page
from bot.replies.reply import MOST_BUTTONS, Button, Reply
from bot.replies.standing import made_from, office_to_ask, place_in_words, still_valid
from bot.replies.wording import say, wording

FEWEST, MOST = 80, 250
MOST_NAMES = 4
_NUMBER = re.compile(r"\d+")
_NEXT = (Aspect.HOW_TO_APPLY, Aspect.WHERE, Aspect.AMOUNT, Aspect.ELIGIBILITY, Aspect.DEADLINE, Aspect.OVERVIEW)


@dataclass(frozen=True)
class Composer:
    """Composes for one finding. `page` counts from 0: 还有呢 asks for the next one."""

    kb: KnowledgeBase
    divisions: Divisions
    finding: Finding
    page: int = 0

    def reply(self) -> Reply:
        if self.finding.status is Status.NOT_IN_YOUR_AREA:
            return self._not_in_your_area()
        if self.finding.scheme is None:
            return self._nothing_found()
        wanted = self._wanted()
        pages = self._pages(wanted)
        if self.page >= len(pages):
            return self._closing(say("no_more", place=self._place(), title=self.scheme.title), (), len(pages))
        shown, more = pages[self.page], list[Phrase]()
        if self.finding.status is Status.NOT_STATED or (self.page == 0 and self.aspect is not Aspect.SOURCE):
            more = self._rounding(shown, {self.scheme.gist.text} if self._tells_gist() else {phrase.text for phrase in wanted})
        used = [self.scheme.gist.source] * self._tells_gist() + [source for phrase in [*shown, *more] for source in phrase.sources]
        if self.page == 0 and len(gaps.parted(shown)[0]) == len(gaps.parted(wanted)[0]):  # on the next page are only gaps
            used += [source for phrase in wanted for source in phrase.sources]
        return self._closing(self._text(shown, more), tuple(used), len(pages))

    # what is at hand

    @property
    def aspect(self) -> Aspect:
        return self.finding.question.aspect

    @property
    def _first(self) -> tuple[str, ...]:
        return self.finding.question.first

    @property
    def scheme(self) -> Scheme:
        assert self.finding.scheme is not None
        return self.finding.scheme

    @property
    def place(self) -> Place:
        assert self.finding.place is not None
        return self.kb.place(self.finding.place)

    @property
    def standing(self) -> str:
        return self.kb.standing(self.scheme.gist.source.document, self.finding.question.on)

    def _wanted(self) -> list[Phrase]:
        if self.finding.status is Status.NOT_STATED:
            return []
        if self._tells_a_detail():
            stated = statements(self.kb, self.scheme, self.aspect is Aspect.TARGETS)
            return [phrase for phrase in self._in_order(stated) if phrase.text in self._first]
        if self.aspect is Aspect.VALIDITY:
            return [self._validity()]
        if self.aspect is Aspect.SOURCE:
            return self._documents()
        return self._in_order(phrases(self.kb, self.scheme, self.aspect))

    def _in_order(self, found: list[Phrase]) -> list[Phrase]:
        """Those that the question is after come first."""
        return sorted(found, key=lambda phrase: self._first.index(phrase.text) if phrase.text in self._first else len(self._first))

    def _tells_a_detail(self) -> bool:
        """The documents do not speak on the aspect as such, but on the very thing that was asked."""
        if not self._first:
            return False
        return not {phrase.text for phrase in phrases(self.kb, self.scheme, self.aspect)}.intersection(self._first)

    def _validity(self) -> Phrase:
        document = self.kb.document(self.scheme.gist.source.document)
        return Phrase(validity_in_words(document, self.finding.question.on), (self.scheme.gist.source,))

    def _documents(self) -> list[Phrase]:
        words, found = wording("answer"), []
        sources = [item.source for item in self.scheme.items() if item.source]
        for ref in citations.references(self.kb, sources, self.finding.question.on):
            document = self.kb.document(ref.document)
            dated = words["source_dated"].format(date=figures.day(document.issued_on)) if document.issued_on else words["source_undated"]
            clauses = words["clauses_join"].join(ref.clauses)
            number = ref.number or words["no_number"]
            text = words["source"][ref.standing].format(issuer=ref.issuer, title=ref.title, number=number, clauses=clauses)
            found.append(Phrase(f"{text}\uff0c{dated}", tuple(Source(document=ref.document, clause=clause) for clause in ref.clauses)))
        return found

    # the sentences

    def _head(self) -> str:
        """The place with the standing of its document, said before anything else; a wider place is said to be one."""
        asked, where = self.finding.place, self.finding.scheme_place
        assert asked
        if where == asked:
            return self._place()
        return wording("answer")["wider"].format(place=self.divisions.name(asked), wider=self._place())

    def _place(self) -> str:
        document = self.scheme.gist.source.document
        return place_in_words(self.kb, self.divisions, document, self.finding.scheme_place or "", self.finding.question.on)

    def _text(self, shown: Sequence[Phrase], more: Sequence[Phrase] = ()) -> str:
        """What the document states, then what rounds it off, then what it leaves open."""
        stated, open_ = gaps.parted([*shown, *more])
        extra = "".join(wording("answer")["extra"].format(text=phrase.text) for phrase in stated if phrase in more)
        facts, said = [phrase for phrase in stated if phrase not in more], gaps.in_sentences(open_)
        if shown and not facts:  # a page with nothing but gaps
            return self._lead([Phrase(said.rstrip(wording("answer")["gaps"]["stop"]), ())], extra)
        return self._lead(facts, extra) + said

    def _lead(self, shown: Sequence[Phrase], more: str = "") -> str:
        words = wording("answer")
        if not shown:  # what the document does say comes first: it often is what was meant
            return words["not_stated"].format(place=self._place(), title=self.scheme.title, gist=gist_in_words(self.scheme), more=more,
                                              noun=words["noun"][self.aspect.value])
        join = words["lists"]["names" if self._is_names() else "join"]
        joins = [words["lists"]["after_conditions"] if phrase.part is Part.CONDITIONS else join for phrase in shown[:-1]]
        facts = "".join(phrase.text + mark for phrase, mark in zip(shown, [*joins, ""], strict=True))
        template = words["lead"]["overview" if self._tells_a_detail() else self.aspect.value] + "{more}"
        if self.finding.status is Status.PARTLY_ANSWERED:
            template = words["partly"]["where" if self._names_only() else "other"]
        place = self._place() if self.finding.status is Status.PARTLY_ANSWERED else self._head()
        return template.format(place=place, title=self.scheme.title, facts=facts, noun=words["noun"][self.aspect.value],
                               gist=gist_in_words(self.scheme), more=more)

    def _tells_gist(self) -> bool:
        """The lead says what the scheme is, because it cannot say all of what was asked."""
        return self.finding.status is Status.NOT_STATED or self._names_only() or self.aspect is Aspect.VALIDITY

    def _is_names(self) -> bool:
        return self.aspect is Aspect.WHERE or self._names_only()

    def _names_only(self) -> bool:
        """How to apply is asked, and the document has only whom to turn to."""
        return self.aspect is Aspect.HOW_TO_APPLY and self.finding.status is Status.PARTLY_ANSWERED

    def _pages(self, wanted: list[Phrase]) -> list[Page]:
        room = MOST - len(self._lead([Phrase("", ())])) - len(self._notice())
        return Packing(room, self._first, [step.text for step in self.scheme.steps], MOST_NAMES if self._is_names() else None).pages(wanted)

    def _rounding(self, shown: Sequence[Phrase], said: set[str]) -> list[Phrase]:
        """What the scheme is, its rules, and what wider places add, until the answer is long enough to stand alone."""
        more: list[Phrase] = []
        notice, is_open = len(self._notice()), self.finding.status in (Status.NOT_STATED, Status.PARTLY_ANSWERED)
        for phrase in self._more():
            text = self._text(shown, more)
            if len(text) + notice >= FEWEST:
                break
            repeated = phrase.text in said or any(number in text for number in _NUMBER.findall(phrase.text))
            named = len(gaps.parted([*shown, *more, phrase])[1]) + is_open
            if not repeated and (named <= gaps.MOST or not phrase.part.is_gap) and len(self._text(shown, [*more, phrase])) + notice <= MOST:
                more.append(phrase)
        return more

    def _more(self) -> Iterator[Phrase]:
        words = wording("answer")
        yield from background(self.kb, self.scheme, self.aspect)
        for place, scheme in self.finding.beyond:
            for phrase in phrases(self.kb, scheme, self.aspect) if self.aspect in FIELDS else ():
                if not phrase.part.is_gap:
                    yield Phrase(words["beyond"].format(place=self.divisions.name(place), text=phrase.text), phrase.sources)

    def _notice(self) -> str:
        if self.standing != "in_force":
            return still_valid(self.kb, self.scheme.gist.source.document, self.finding.question.on, self._office())
        if self.finding.status in (Status.NOT_STATED, Status.PARTLY_ANSWERED):
            return self._ask()
        return ""

    def _office(self) -> str:
        own = self.scheme if self.finding.scheme_place == self.finding.place else None
        return office_to_ask(self.kb, self.finding.question.kind, self.finding.place or "", own)

    def _ask(self) -> str:
        words, hotline = wording("answer"), self.place.hotline
        if hotline:
            return words["ask_office_hotline"].format(office=self._office(), hotline=hotline.name)
        return words["ask_office"].format(office=self._office())

    def _closing(self, text: str, used: tuple[Source, ...], pages: int) -> Reply:
        references = citations.references(self.kb, used or (self.scheme.gist.source,), self.finding.question.on)
        return Reply(self.finding.status, text + self._notice(), citations.citation(references), references,
                     self._buttons(), self._about(pages))

    def _about(self, pages: int = 1) -> dict:
        question = self.finding.question
        return made_from(self.kb, self.divisions, question.division, question.on) | {
            "kind": question.kind, "aspect": question.aspect.value, "place": self.finding.scheme_place,
            "title": self.scheme.title if self.finding.scheme else self.kb.kinds[question.kind].name,
            "first": list(question.first), "page": self.page, "pages": pages}

    def _buttons(self) -> tuple[Button, ...]:
        """What people ask next: other aspects the scheme speaks on, then reporting and a human."""
        words = wording("buttons")
        name = self.kb.kinds[self.finding.question.kind].name
        labels = [a.value for a in _NEXT if a is not self.aspect and FIELDS[a].in_main(self.scheme)]
        if self.scheme.conditions:  # one's own case is what people want to know
            labels = ["check", *(label for label in labels if label != Aspect.ELIGIBILITY.value)]
        shown = labels[: MOST_BUTTONS - 2]
        asks = [Button(words["labels"][label], words["ask"].format(kind=name, label=words["labels"][label])) for label in shown]
        return (*asks, Button(words["report"], words["report"]), Button(words["human"], words["human"]))

    # nothing to compose from

    def _not_in_your_area(self) -> Reply:
        text = say("not_in_your_area", place=self.divisions.full_name(self.finding.question.division))
        return Reply(self.finding.status, text, buttons=place_buttons(self.kb, self.divisions), about=self._about())

    def _nothing_found(self) -> Reply:
        words, kinds = wording("buttons"), self.kb.kinds
        details = {"place": self.divisions.name(self.finding.place or ""), "kind": kinds[self.finding.question.kind].name,
                   "office": self.place.ask_office.name}
        near = kind_buttons(self.kb, self.finding.near, self.aspect.value)
        text = say("nothing_found" if near else "nothing_found_alone", **details)
        return Reply(self.finding.status, text, buttons=(*near, Button(words["human"], words["human"])), about=self._about())


def compose(kb: KnowledgeBase, divisions: Divisions, finding: Finding, page: int = 0) -> Reply:
    """The reply to a finding; the same finding gives the same reply in every channel."""
    return Composer(kb, divisions, finding, page).reply()


def validity_in_words(document: Document, on: date) -> str:
    until = figures.day(document.period.until) if document.period.until else ""
    return wording("answer")["validity"][document.standing(on)].format(period=document.period.text, until=until)


def place_buttons(kb: KnowledgeBase, divisions: Divisions, codes: tuple[str, ...] | None = None) -> tuple[Button, ...]:
    """Buttons that say where one lives; the covered places if no codes are given."""
    words = wording("buttons")
    full = codes is not None
    named = [(divisions.full_name(code) if full else divisions.name(code)) for code in (codes or tuple(kb.folders))[:MOST_BUTTONS]]
    return tuple(Button(name, words["place"].format(place=name)) for name in named)


def kind_buttons(kb: KnowledgeBase, kinds: tuple[str, ...], label_of: str) -> tuple[Button, ...]:
    """Buttons that ask the same thing (an aspect, or `check`) of other kinds."""
    words = wording("buttons")
    label = words["labels"][label_of]
    return tuple(Button(kb.kinds[kind].name, words["ask"].format(kind=kb.kinds[kind].name, label=label)) for kind in kinds[:MOST_BUTTONS])
