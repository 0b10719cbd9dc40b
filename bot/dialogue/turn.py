"""One turn of a policy conversation: a reading and a memory in, a reply and the new memory out."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.dialogue import asking
from bot.dialogue.chat_cases import ChatCases
from bot.dialogue.interpret import ABOUT_THE_ANSWER, RELEVANT, SURE_FOLLOW_UP, Wanted, aspects, interpret, meant_place
from bot.dialogue.reading import Memory, Place, Reading
from bot.knowledge.divisions import Divisions
from bot.knowledge.eligibility import evaluate
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import Question, Status, available_kinds, covered_place, look_up, rule_of
from bot.knowledge.model import Aspect
from bot.replies import eligibility, finder, policy, turns
from bot.replies.reply import Reply

# A question that is this clearly about one policy wants that one, unless "what can I get" is surer than this.
ONE, ABOUT_ONE, SURE_OF_ANY = 0.9, 0.8, 0.7
# A message of these intents that tells of a situation is one that help is sought for.
_MAY_TELL = ("nlu_fallback", "inform_place", "inform_fact", "follow_up")
# With no more characters than this beside it a message says nothing but where somebody goes.
_BESIDE = 2
REPORTING = "self_report"  # the kind of the catalogue that says how a household reports itself


@dataclass(frozen=True)
class Assistant:
    """The use cases of a policy conversation. `on` is the day for which answers are given; `cases` None where nothing can be reported."""

    kb: KnowledgeBase
    divisions: Divisions
    on: date
    cases: ChatCases | None = None

    def ask(self, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
        """A question on a policy, or what follows up on one."""
        reading = asking.seeks_help(self.kb, self._with_topics(asking.asks_for_the_number(reading)))
        reading = _goes_on(reading) if _only_says_where_to(reading) else reading
        placed = self.settled(reading, memory)
        if isinstance(placed, Reply):
            return placed, self._waiting(reading, memory)
        reply, after = self._asked(reading, memory, placed)
        return reply, self._still_home(reading, reply, memory, after)

    def _asked(self, reading: Reading, before: Memory, memory: Memory) -> tuple[Reply, Memory]:
        """What the message asks, in `memory` with its place settled; what waits from `before` if it asks nothing new."""
        is_of_another = bool(before.finding and reading.situations) and reading.intent in ("follow_up", "nlu_fallback")
        place = self._place(reading, before)
        wanted = asking.decided(interpret(self.beyond_who_asks(reading), memory, self.available(memory.division)), reading)
        wanted = asking.numbered_item(self.kb, self.divisions, wanted, reading, memory.division)
        if wanted.kind and not self._wants_any(reading) and not is_of_another:
            aspect = wanted.aspect
            if memory.division:
                question = Question(aspect, wanted.kind, memory.division, self.on)
                aspect = asking.likeliest(self.kb, self.divisions, wanted, reading, question)
            return self.answer(replace(memory, kind=wanted.kind, aspect=aspect.value), reading)
        if reading.intent == "ask_benefits" or reading.situations and (
                wanted.choices or is_of_another or reading.intent in _MAY_TELL):
            return self.benefits(reading, wanted, memory)
        if wanted.choices:
            return turns.scheme_unclear(self.kb, wanted.choices, wanted.aspect.value), memory
        if memory.division and reading.places and wanted.aspect in ABOUT_THE_ANSWER:
            return turns.documents(self.kb, self.divisions, memory.division, self.on), memory
        if before.waiting and place:
            return self.answer(replace(before, division=memory.division, unclear=None, page=0))
        if reading.intent == "out_of_scope":
            return turns.out_of_scope(), before if before.waiting else memory
        if place:  # nothing but where one lives could be read
            return turns.place_set(self.kb, self.divisions, place.codes[0]), memory
        if reading.situations and reading.intent != "ask_coverage":
            return self.benefits(reading, wanted, memory)
        if before.waiting and memory.division is None:  # it was meant to tell the place
            return self._area_unknown(before), before
        return turns.not_understood(self.kb, self.divisions, wanted.near, memory.division), memory

    def _with_topics(self, reading: Reading) -> Reading:
        """What is told of oneself speaks of the kinds that may help with it; who one is speaks of none."""
        named = self.kb.situations.situations
        told = [kind for name in reading.situations if not named[name].of_whom for kind in named[name].kinds]
        return replace(reading, speaks_of=(*reading.speaks_of, *told))

    @staticmethod
    def _wants_any(reading: Reading) -> bool:
        """What can I get? was asked of a situation, not of one clear policy."""
        one = reading.links and reading.links[0].score >= ONE and reading.relevance >= ABOUT_ONE
        clear = any(link.named for link in reading.links) or one and reading.confidence < SURE_OF_ANY
        return reading.intent == "ask_benefits" and bool(reading.situations) and not clear

    def settled(self, reading: Reading, memory: Memory) -> Memory | Reply:
        """The memory with the place that the message is about; a question back if its name does not tell which."""
        place = self._place(reading, memory)
        if place and len(place.codes) > 1:
            return self._place_unclear(place)
        memory = replace(memory, division=place.codes[0], unclear=None) if place else memory
        return replace(memory, page=0, waiting=False, finding=None)

    def beyond_who_asks(self, reading: Reading) -> Reading:
        """Without the policy that only tells who somebody is (特困人员, 低保户), where another one is named beside it."""
        named = self.kb.situations.situations
        own = {named[name].kinds[0] for name in reading.situations if named[name].of_whom and named[name].kinds}
        others = tuple(link for link in reading.links if link.kind not in own)
        return replace(reading, links=others) if any(link.named for link in others) else reading

    def answer(self, memory: Memory, reading: Reading | None = None) -> tuple[Reply, Memory]:
        """The remembered question, for the remembered place; asks for the place if there is none.

        `reading` is the message that asks: the statement that it is after is said first.
        """
        if memory.finding:
            return self._found(memory)
        if memory.kind is None:
            return turns.plain("nothing_to_repeat"), memory
        if memory.division is None:
            return self._area_unknown(memory), replace(memory, waiting=True)
        aspect = Aspect(memory.aspect or "overview")
        if reading and aspect is Aspect.ELIGIBILITY and (reply := self._verdict(reading, memory)):
            return reply, replace(memory, waiting=False)
        question = Question(aspect, memory.kind, memory.division, self.on)
        finding = asking.found(self.kb, self.divisions, question, reading) if reading else look_up(self.kb, self.divisions, question)
        memory = replace(memory, aspect=finding.question.aspect.value, waiting=False)
        return policy.compose(self.kb, self.divisions, finding, memory.page), memory

    def _verdict(self, reading: Reading, memory: Memory) -> Reply | None:
        """我是脱贫户，能不能领？ The check's verdict, where what was told with the question decides it."""
        rule = rule_of(self.kb, self.divisions, memory.division or "", memory.kind or "")
        if not reading.told or rule is None:
            return None
        place, scheme = rule
        case = eligibility.Case(self.kb, self.divisions, scheme.scheme, memory.division or "", place, scheme, memory.known, self.on,
                                memory.whom)
        return case.verdict() if evaluate(case.tree, memory.known) is not None else None

    def set_place(self, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
        """我是丰都的: remembers the place, and answers the last question for it, waiting or asked elsewhere."""
        place = self._place(reading, memory)
        if place is None:  # none that we know, or where one only goes: something else is wanted, or the place is asked for again
            return self.ask(_goes_on(reading), memory) if memory.division else (self._area_unknown(memory), memory)
        if len(place.codes) > 1:
            return self._place_unclear(place), _with_unclear(memory, place)
        memory = replace(memory, division=place.codes[0], unclear=None, page=0)
        if asking.tells_a_blow(self.kb, reading):  # 陵川的，我们村吃水一到冬天就断了
            return self.benefits(reading, Wanted((Aspect.OVERVIEW,)), memory)
        if memory.kind or memory.finding:
            return self.answer(memory)
        return turns.place_set(self.kb, self.divisions, place.codes[0]), memory

    def more(self, memory: Memory) -> tuple[Reply, Memory]:
        """还有呢: the next page; after the last one the memory stays there, for 再说一遍."""
        reply, following = self.answer(replace(memory, page=memory.page + 1))
        if reply.status is Status.NOT_STATED:  # what was asked is not stated: what else is
            return self.answer(replace(memory, aspect=Aspect.OVERVIEW.value, page=0))
        return reply, following if reply.about.get("page", 0) < reply.about.get("pages", 1) else memory

    def coverage(self, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
        if reading.places and len(reading.places[-1].codes) == 1:
            reply, after = self.set_place(reading, memory)
            return reply, self._still_home(reading, reply, memory, after)
        if memory.kind and reading.confidence < SURE_FOLLOW_UP:
            return self.ask(reading, memory)
        return turns.coverage(self.kb, self.divisions), memory

    def report(self, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
        """我要申报: how one reports in the household's own place."""
        memory = replace(memory, kind=REPORTING, aspect=Aspect.HOW_TO_APPLY.value, page=0, finding=None)
        place = self._place(reading, memory)
        if place and len(place.codes) > 1:
            return self._place_unclear(place), replace(_with_unclear(memory, place), waiting=True)
        return self.answer(replace(memory, division=place.codes[0], unclear=None) if place else memory)

    def _place(self, reading: Reading, memory: Memory) -> Place | None:
        return meant_place(reading, memory, self._is_covered)

    def _is_covered(self, code: str | None) -> bool:
        return code is not None and covered_place(self.kb, self.divisions, code) is not None

    def _area_unknown(self, memory: Memory) -> Reply:
        """Asks for the place; which one it is, if a name was told that several have."""
        return self._place_unclear(memory.unclear) if memory.unclear else turns.area_unknown(self.kb, self.divisions)

    def _still_home(self, reading: Reading, reply: Reply, before: Memory, after: Memory) -> Memory:
        """Who only asks about a place without documents has not moved there: what follows is asked for home again."""
        has_moved = any(place.is_home for place in reading.places) or not self._is_covered(before.division)
        return after if has_moved or reply.status is not Status.NOT_IN_YOUR_AREA else replace(after, division=before.division)

    def _place_unclear(self, place: Place) -> Reply:
        return turns.place_unclear(self.kb, self.divisions, place.name, place.codes)

    def _waiting(self, reading: Reading, memory: Memory) -> Memory:
        """What is to be answered once the unclear place is clear: what is asked with it, else what waited before."""
        nowhere = replace(memory, division=None, page=0, waiting=False, finding=None)
        reply, asked = self._asked(replace(reading, places=()), memory, nowhere)
        if reply.status is Status.SCHEME_UNCLEAR:
            asked = replace(nowhere, kind=None, waiting=True)
        elif not asked.waiting:  # nothing was asked
            asked = memory
        named = next(place for place in reversed(reading.places) if len(place.codes) > 1)
        return _with_unclear(replace(asked, division=memory.division), named)

    def available(self, division: str | None) -> frozenset[str]:
        return available_kinds(self.kb, self.divisions, division) if division else frozenset()

    def benefits(self, reading: Reading, wanted: Wanted, memory: Memory) -> tuple[Reply, Memory]:
        """What may fit what was told, as far as the household's place has it."""
        heard = {link.kind: link.score for link in reading.links} if reading.relevance >= RELEVANT else {}
        told = {"situations": list(reading.situations), "before": [name for name in memory.situations if name not in reading.situations],
                "known": dict(memory.known), "heard": heard, "whom": memory.whom}
        memory = replace(memory, finding=told)
        if memory.division is None:
            return self._area_unknown(memory), replace(memory, waiting=True)
        return self._found(memory, wanted.near)

    def listed(self, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
        """第二个咋申请: one of the policies that were just listed as fitting."""
        number, shown = asking.ordinal(reading), self._found(memory)[0]
        kinds = shown.about.get("kinds", ())
        if not number or number > len(kinds):
            return shown, memory
        is_asked = reading.intent.startswith("ask_") and reading.intent != "ask_benefits"
        aspect = asking.decided(Wanted(aspects(reading, Memory())), reading).aspect if is_asked else Aspect.OVERVIEW
        return self.answer(replace(memory, kind=kinds[number - 1], aspect=aspect.value, page=0, finding=None))

    def _found(self, memory: Memory, near: tuple[str, ...] = ()) -> tuple[Reply, Memory]:
        memory = replace(memory, waiting=False)
        assert memory.division and memory.finding
        if covered_place(self.kb, self.divisions, memory.division) is None:
            return turns.place_set(self.kb, self.divisions, memory.division), memory
        reply = finder.benefits(self.kb, self.divisions, memory.division, memory.finding, self.on, memory.page)
        if reply is None:
            return turns.not_understood(self.kb, self.divisions, near, memory.division), replace(memory, finding=None)
        return reply, replace(memory, kind=reply.about["kinds"][0], aspect=Aspect.OVERVIEW.value)  # what follows is asked of the first


def _goes_on(reading: Reading) -> Reading:
    """A message that names places, but none where one lives: it is about what was asked before, unless it names something else."""
    return replace(reading, intent="follow_up", confidence=0.0) if reading.places else reading


def _only_says_where_to(reading: Reading) -> bool:
    """去浙江"""
    said = sum(map(str.isalnum, reading.text)) - sum(len(place.name) for place in reading.places)
    return bool(reading.places) and all(place.is_away for place in reading.places) and said <= _BESIDE


def _with_unclear(memory: Memory, place: Place) -> Memory:
    """A household whose place is known is not asked for it again."""
    return memory if memory.division else replace(memory, unclear=Place(place.name, place.codes))
