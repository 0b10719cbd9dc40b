"""One turn of a policy conversation: a reading and a memory in, a reply and the new memory out."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.dialogue.interpret import ABOUT_THE_ANSWER, Wanted, interpret, meant_place
from bot.dialogue.reading import Memory, Place, Reading
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import Question, Status, available_kinds, covered_place, look_up
from bot.knowledge.model import Aspect
from bot.replies import policy, turns
from bot.replies.reply import Reply

REPORTING = "self_report"  # the kind of the catalogue that says how a household reports itself


@dataclass(frozen=True)
class Assistant:
    """The use cases of a policy conversation. `on` is the day for which answers are given."""

    kb: KnowledgeBase
    divisions: Divisions
    on: date

    def ask(self, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
        """A question on a policy, or what follows up on one."""
        place = self._place(reading, memory)
        if place and len(place.codes) > 1:
            return self._place_unclear(place), self._waiting(reading, memory)
        memory = replace(memory, division=place.codes[0] if place else memory.division, page=0, waiting=False)
        wanted = interpret(reading, memory, self._available(memory.division))
        if wanted.kind:
            memory = replace(memory, kind=wanted.kind)
            return self.answer(replace(memory, aspect=self._answerable(wanted, memory).value))
        if reading.intent == "ask_benefits":
            return self._benefits(wanted, memory)
        if wanted.choices:
            return turns.scheme_unclear(self.kb, wanted.choices, wanted.aspect), memory
        if memory.division and reading.places and wanted.aspect in ABOUT_THE_ANSWER:
            return turns.documents(self.kb, self.divisions, memory.division, self.on), memory
        if reading.intent == "out_of_scope":
            return turns.out_of_scope(), memory
        if place:  # nothing but where one lives could be read
            return turns.place_set(self.kb, self.divisions, place.codes[0]), memory
        return turns.not_understood(self.kb, self.divisions, wanted.near, memory.division), memory

    def answer(self, memory: Memory) -> tuple[Reply, Memory]:
        """The remembered question, for the remembered place; asks for the place if there is none."""
        if memory.kind is None:
            return turns.plain("nothing_to_repeat"), memory
        if memory.division is None:
            return turns.area_unknown(self.kb, self.divisions), replace(memory, waiting=True)
        question = Question(Aspect(memory.aspect or "overview"), memory.kind, memory.division, self.on)
        reply = policy.compose(self.kb, self.divisions, look_up(self.kb, self.divisions, question), memory.page)
        return reply, replace(memory, waiting=False)

    def set_place(self, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
        """我是丰都的: remembers the place, and answers the last question for it, waiting or asked elsewhere."""
        if not reading.places:  # no place that we know: something else is wanted, or the place is asked for again
            return self.ask(reading, memory) if memory.division else (turns.area_unknown(self.kb, self.divisions), memory)
        place = reading.places[-1]
        if len(place.codes) > 1:
            return self._place_unclear(place), memory
        memory = replace(memory, division=place.codes[0], page=0)
        if memory.kind:
            return self.answer(memory)
        return turns.place_set(self.kb, self.divisions, place.codes[0]), memory

    def more(self, memory: Memory) -> tuple[Reply, Memory]:
        """还有呢: the next page; after the last one the memory stays there, for 再说一遍."""
        reply, following = self.answer(replace(memory, page=memory.page + 1))
        return reply, following if reply.about.get("page", 0) < reply.about.get("pages", 1) else memory

    def coverage(self, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
        if reading.places and len(reading.places[-1].codes) == 1:
            return self.set_place(reading, memory)
        return turns.coverage(self.kb, self.divisions), memory

    def report(self, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
        """我要申报: how one reports in the household's own place."""
        memory = replace(memory, kind=REPORTING, aspect=Aspect.HOW_TO_APPLY.value, page=0)
        place = self._place(reading, memory)
        if place and len(place.codes) > 1:
            return self._place_unclear(place), replace(memory, waiting=True)
        return self.answer(replace(memory, division=place.codes[0]) if place else memory)

    def _place(self, reading: Reading, memory: Memory) -> Place | None:
        return meant_place(reading, memory, lambda code: covered_place(self.kb, self.divisions, code) is not None)

    def _place_unclear(self, place: Place) -> Reply:
        return turns.place_unclear(self.kb, self.divisions, place.name, place.codes)

    def _waiting(self, reading: Reading, memory: Memory) -> Memory:
        wanted = interpret(reading, memory, ())
        return replace(memory, kind=wanted.kind, aspect=wanted.aspect.value, page=0, waiting=True)

    def _available(self, division: str | None) -> frozenset[str]:
        return available_kinds(self.kb, self.divisions, division) if division else frozenset()

    def _answerable(self, wanted: Wanted, memory: Memory) -> Aspect:
        """The likeliest aspect that the documents answer; the likeliest of all if they answer none."""
        if memory.division and wanted.kind:
            for aspect in wanted.aspects:
                question = Question(aspect, wanted.kind, memory.division, self.on)
                if look_up(self.kb, self.divisions, question).status in (Status.ANSWERED, Status.PARTLY_ANSWERED):
                    return aspect
        return wanted.aspect

    def _benefits(self, wanted: Wanted, memory: Memory) -> tuple[Reply, Memory]:
        """Several policies may fit what was told: they are offered, as far as the household's place has them."""
        if memory.division is None:
            return turns.area_unknown(self.kb, self.divisions), memory
        if covered_place(self.kb, self.divisions, memory.division) is None:
            return turns.place_set(self.kb, self.divisions, memory.division), memory
        here = self._available(memory.division)
        kinds = tuple(kind for kind in wanted.choices or wanted.near if kind in here)
        if not kinds:
            return turns.not_understood(self.kb, self.divisions, wanted.near, memory.division), memory
        if len(kinds) == 1:
            return self.answer(replace(memory, kind=kinds[0], aspect=Aspect.OVERVIEW.value))
        return turns.benefits(self.kb, self.divisions, kinds, memory.division), memory
