"""What exactly a message asks of a policy: which aspect the documents can answer, and which of their statements it is after."""
from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Iterable

from bot.dialogue.interpret import SURE, Wanted
from bot.dialogue.reading import Reading
from bot.knowledge.aspects import FIELDS
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import Finding, Question, Status, kinds_of_item, look_up
from bot.knowledge.model import Aspect
from bot.knowledge.official_text import numbers, numbers_in_words
from bot.knowledge.words import Words
from bot.replies.facts import phrases
from bot.replies.focus import focus
from bot.replies.wording import wording

# Below this confidence in what is wanted of a policy, any of its statements may be the answer.
UNSURE = 0.4
# A model this sure of one of these is not overruled by a word: when one has to leave is no question on a time limit.
CERTAIN_ASPECT = 0.85
_OTHERS = ("ask_exit", "ask_targets", "ask_how_to_apply")
# These want a figure, a date, a paper, an office: a statement without one is no answer to them.
_WANT_A_FACT = (Aspect.AMOUNT, Aspect.DEADLINE, Aspect.MATERIALS, Aspect.WHERE, Aspect.TARGETS)
_TOLD_BY_WORDS = (Aspect.AMOUNT, Aspect.DEADLINE, Aspect.MATERIALS)
_OPEN = (Status.NOT_STATED, Status.PARTLY_ANSWERED)
_MAY_SEEK_HELP = ("ask_how_to_apply", "out_of_scope", "nlu_fallback", "ask_exit", "ask_benefits")
# 第一个, 具体说第二条: one of those that were just listed. Longer messages say something else with it.
_ORDINAL = re.compile("\u7b2c([1-9]|[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b])[\u4e2a\u9879\u6761\u79cd\u6837]")
_LONGEST_CHOICE = 10
_ITEM = re.compile("\u7b2c([0-9]{1,3})\u9879")


def has(reading: Reading, words: Iterable[str]) -> bool:
    return any(word in reading.text for word in words)


def asks_for_the_number(reading: Reading) -> Reading:
    """文号是多少 asks for the source, whatever else it looks like."""
    is_number = has(reading, wording("aspects")["document_number"])
    return replace(reading, intent="ask_source", confidence=1.0, ranking=()) if is_number else reading


def tells_a_blow(kb: KnowledgeBase, reading: Reading) -> bool:
    """Something that happened to the household is told, not only who it is; no policy is named."""
    named = kb.situations.situations
    return any(not named[name].of_whom for name in reading.situations) and not any(link.named for link in reading.links)


def seeks_help(kb: KnowledgeBase, reading: Reading) -> Reading:
    """A blow that is told with 怎么办, or hardly with any question, wants what there is for it, whatever else it looks like."""
    is_asked = reading.intent in _MAY_SEEK_HELP and has(reading, wording("aspects")["helpless"])
    is_only_told = reading.intent == "nlu_fallback" and bool(reading.ranking) and reading.ranking[0][0] == "ask_benefits"
    if not (is_asked or is_only_told) or not tells_a_blow(kb, reading):
        return reading
    return replace(reading, intent="ask_benefits", confidence=1.0, ranking=())


def decided(wanted: Wanted, reading: Reading) -> Wanted:
    """With the aspect first that the words of the message name, unless the model is sure; of several the last one."""
    named = [(match.end(), aspect) for aspect, words in _decisive() for match in words.finditer(reading.text)]
    if not named or reading.intent == "ask_source" or reading.confidence >= CERTAIN_ASPECT and reading.intent in _OTHERS:
        return wanted
    first = Aspect(max(named)[1])
    return replace(wanted, aspects=tuple(dict.fromkeys((first, *wanted.aspects))))


@cache
def _decisive() -> tuple[tuple[str, Words], ...]:
    return tuple((aspect, Words(words)) for aspect, words in wording("aspects")["decisive"].items())


def ordinal(reading: Reading) -> int | None:
    """Which one of a list is asked for, counted from 1."""
    found = _ORDINAL.search(reading.text) if len(reading.text) <= _LONGEST_CHOICE else None
    return int(max(numbers(found[1]) | numbers_in_words(found[1]))) if found else None


def numbered_item(kb: KnowledgeBase, divisions: Divisions, wanted: Wanted, reading: Reading, division: str | None) -> Wanted:
    """第65项写了什么？ Staff name an item of the document by its number."""
    number = _ITEM.search(reading.text)
    kinds = kinds_of_item(kb, divisions, division, int(number.group(1))) if number and division else ()
    if not kinds:
        return wanted
    return replace(wanted, kind=kinds[0], aspects=wanted.aspects if reading.intent.startswith("ask_") else (Aspect.OVERVIEW,))


def likeliest(kb: KnowledgeBase, divisions: Divisions, wanted: Wanted, reading: Reading, question: Question) -> Aspect:
    """The likeliest aspect that the documents answer, else that they answer in part; the likeliest of all if none."""
    first, words, candidates = wanted.aspect, wording("aspects"), wanted.aspects
    if first in _TOLD_BY_WORDS and has(reading, words[first.value]):
        return first
    if first is Aspect.TARGETS and reading.confidence < SURE and has(reading, words["when"]):
        return Aspect.DEADLINE
    if first is Aspect.TARGETS and has(reading, words["money"]) and not has(reading, words["whole"]):
        candidates = (Aspect.AMOUNT, *candidates)
    found = {aspect: look_up(kb, divisions, replace(question, aspect=aspect)).status for aspect in candidates}
    for status in (Status.ANSWERED, Status.PARTLY_ANSWERED):
        if status in found.values():
            return next(aspect for aspect in candidates if found[aspect] is status)
    return first


def found(kb: KnowledgeBase, divisions: Divisions, question: Question, reading: Reading) -> Finding:
    """What the knowledge base has, with the statement that the message is after first."""
    finding, aspect = look_up(kb, divisions, question), question.aspect
    # targets are nobody's right, so their absence is no answer; else the model may have misread what is wanted
    if finding.status in _OPEN and (aspect is Aspect.TARGETS or not _really_asks(reading, aspect)):
        finding = look_up(kb, divisions, replace(question, aspect=Aspect.OVERVIEW))
    return _focused(kb, finding, reading) if finding.scheme and aspect in FIELDS else finding


def _really_asks(reading: Reading, aspect: Aspect) -> bool:
    """The message has a word without which nobody asks for this."""
    words = wording("aspects").get(aspect.value, ())
    return not words or reading.intent == "follow_up" or has(reading, words)


def _focused(kb: KnowledgeBase, finding: Finding, reading: Reading) -> Finding:
    """A statement that the message is after answers what the documents leave open as an aspect."""
    assert finding.scheme
    aspect, is_open = finding.question.aspect, finding.status in _OPEN
    is_sure = reading.confidence >= UNSURE and reading.intent not in ("follow_up", "nlu_fallback")
    wants_a_fact = aspect in _WANT_A_FACT and (is_sure or reading.intent != "follow_up" and _really_asks(reading, aspect))
    first = focus(kb, finding.scheme, aspect, reading.text, is_open or not is_sure, wants_a_fact)
    if aspect is Aspect.AMOUNT and is_open:  # 管多少种病？ asks for a count that the documents have
        counted = [word[-1] for word in wording("aspects")["counted"] if word in reading.text]
        first = [phrase for phrase in phrases(kb, finding.scheme, aspect) if any(word in phrase.text for word in counted)] or first
    if not first:
        return finding
    question = replace(finding.question, first=tuple(phrase.text for phrase in first))
    return replace(finding, status=Status.ANSWERED if is_open else finding.status, question=question)
