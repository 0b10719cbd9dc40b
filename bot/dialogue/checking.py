"""The guided check of one's own case: begins, asks what can still change the outcome, is left and resumed, and ends."""
from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.dialogue.interpret import interpret
from bot.dialogue.reading import Check, Memory, Reading
from bot.dialogue.turn import Assistant
from bot.knowledge.eligibility import questions
from bot.knowledge.lookup import rule_of
from bot.knowledge.model import Aspect
from bot.knowledge.official_text import fold, numbers, numbers_in_words
from bot.knowledge.profile import tell, tell_all
from bot.replies import eligibility, turns
from bot.replies.reply import MOST_BUTTONS, Button, Reply
from bot.replies.wording import wording

Turn = tuple[Reply, Memory]
# Longer messages are questions or stories of their own, not answers to a yes-or-no question.
LONGEST_ANSWER = 12
# A message that tells something, and is no surer than this to be a question, is an answer too.
SURE_QUESTION = 0.5
_CLAUSE_END = re.compile("[,\uff0c\u3002!\uff01 ]")
_HEADS = re.compile("([0-9]+|[\u4e00\u4e8c\u4e24\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]+)(?:\u53e3\u4eba|\u4e2a\u4eba|\u53e3)")
_PER_HEAD = "income_per_head"
_UNCLEAR = ("nlu_fallback", "out_of_scope", "affirm", "deny", "nothing_readable", "unsure", "inform_fact")


def begin(assistant: Assistant, reading: Reading, memory: Memory) -> Turn:
    """帮我看看我够不够条件: of the named scheme, or of the last one."""
    placed = assistant.settled(reading, memory)
    if isinstance(placed, Reply):
        return placed, memory
    memory = placed
    wanted = interpret(assistant.beyond_who_asks(reading), memory, assistant.available(memory.division))
    kind = wanted.kind or memory.kind if not wanted.choices else None
    if kind:
        memory = replace(memory, known=_of_this_person(assistant, reading, memory))
        return _proceed(assistant, replace(memory, kind=kind, aspect=Aspect.ELIGIBILITY.value, check=Check(kind)))
    if wanted.choices:
        return turns.scheme_unclear(assistant.kb, wanted.choices, "check"), memory
    return assistant.benefits(reading, wanted, memory) if reading.situations else (eligibility.stopped("which", can_resume=False), memory)


def stop(assistant: Assistant, reading: Reading, memory: Memory) -> Turn:
    """不查了: what was told is kept, so that the check can be resumed."""
    if memory.check is None:
        return turns.plain("deny"), memory
    return eligibility.stopped(), replace(memory, check=replace(memory.check, asked=None))


def resume(assistant: Assistant, reading: Reading, memory: Memory) -> Turn:
    if memory.check is None:
        return eligibility.stopped("nothing_to_resume", can_resume=False), memory
    return _proceed(assistant, replace(memory, kind=memory.check.kind, check=replace(memory.check, asked=None)))


def going_on(assistant: Assistant, reading: Reading, memory: Memory) -> Turn | None:
    """What follows if the message answers the check's question; None if it is something else."""
    check = memory.check
    if check is None or reading.intent in ("crisis", "stop_check", "human", "start_over"):
        return None
    if memory.waiting and reading.places and len(reading.places[-1].codes) == 1:
        return _proceed(assistant, replace(memory, division=reading.places[-1].codes[0], waiting=False))
    if check.asked is None:
        return _picked_up(assistant, reading, memory)
    answered = _answered(assistant, reading, memory, check)
    if answered:
        return _proceed(assistant, answered)
    is_unclear = reading.intent in _UNCLEAR or bool(reading.told) and reading.confidence < SURE_QUESTION
    if len(reading.text) <= LONGEST_ANSWER and is_unclear and not any(link.named for link in reading.links):
        return _proceed(assistant, memory, is_again=True)
    return None


def _picked_up(assistant: Assistant, reading: Reading, memory: Memory) -> Turn | None:
    """A check that was left for something else goes on when what it asks for is told without being asked again."""
    check = memory.check
    rule = rule_of(assistant.kb, assistant.divisions, memory.division, check.kind) if check and memory.division else None
    if check is None or rule is None or rule[1].conditions is None or len(reading.text) > LONGEST_ANSWER:
        return None
    tree = rule[1].conditions
    if reading.intent in _UNCLEAR and {leaf.fact for leaf in tree.leaves()} & {fact for fact, _, _ in reading.told}:
        return _proceed(assistant, memory)
    still = questions(assistant.kb.facts, tree, memory.known, frozenset(check.unsure)) if reading.intent == "inform_fact" else []
    if not still:
        return None
    asked = replace(check, asked=still[0].fact, choices=still[0].choices)
    answered = _answered(assistant, reading, memory, asked)
    return _proceed(assistant, replace(answered, check=check)) if answered and answered.check is memory.check else None


def left_open(reply: Reply, memory: Memory) -> Turn:
    """After anything else: the open question is no longer waited for, and a button leads back to it."""
    if memory.check is None or "asks" in reply.about or memory.waiting or reply.status is None:
        return reply, memory
    title = wording("buttons")["check"]["resume"]
    buttons = (Button(title, title), *reply.buttons)[:MOST_BUTTONS]
    return replace(reply, buttons=buttons), replace(memory, check=replace(memory.check, asked=None))


def _of_this_person(assistant: Assistant, reading: Reading, memory: Memory) -> dict[str, Any]:
    """A new check begins with what is known of the household, and of a person only what the message tells: families are large."""
    facts = assistant.kb.facts
    lasting = {key: value for key, value in memory.known.items() if facts[key.partition(".")[0]].scope == "household"}
    return tell_all(facts, lasting, reading.told)


def _proceed(assistant: Assistant, memory: Memory, is_again: bool = False) -> Turn:
    """The next question that can change the outcome, or the verdict."""
    check, kb = memory.check, assistant.kb
    assert check
    if memory.division is None:
        return turns.area_unknown(kb, assistant.divisions), replace(memory, waiting=True)
    rule = rule_of(kb, assistant.divisions, memory.division, check.kind)
    if rule is None:  # the documents do not say who qualifies, or there is no such scheme: that is the answer
        return assistant.answer(replace(memory, kind=check.kind, aspect=Aspect.ELIGIBILITY.value, check=None))
    place, scheme = rule
    case = eligibility.Case(kb, assistant.divisions, check.kind, memory.division, place, scheme, memory.known, assistant.on, memory.whom)
    still = questions(kb.facts, case.tree, memory.known, frozenset(check.unsure))
    if not still:
        return case.verdict(check.unsure), replace(memory, check=None, waiting=False)
    asked = replace(check, asked=still[0].fact, choices=still[0].choices)
    return case.question(still[0], check.asked is None, is_again), replace(memory, check=asked, waiting=False)


def _answered(assistant: Assistant, reading: Reading, memory: Memory, check: Check) -> Memory | None:
    """The memory with the answer in it; None if the message is no answer to what was asked."""
    asked = check.asked or ""
    if any(fact == asked for fact, _, _ in reading.told):  # read from what was said, and known by now
        return memory
    if len(reading.text) > LONGEST_ANSWER:
        return None
    said, fact = _bare(reading.text), assistant.kb.facts[asked]
    first, answers = _bare(_CLAUSE_END.split(reading.text)[0]), assistant.kb.situations.answers
    if reading.intent == "unsure" or said in answers.unsure:
        return replace(memory, check=replace(check, unsure=(*check.unsure, asked)))
    is_yes = said in answers.yes or first in answers.yes or reading.intent == "affirm"
    is_no = said in answers.no or first in answers.no or reading.intent == "deny"
    value: Any
    if fact.choices:
        named = [choice for choice in check.choices if _bare(fact.choices[choice]) in said]
        other = None if named else _other(assistant, asked, said)
        if not named and not other and not is_no and not (is_yes and len(check.choices) == 1):
            return None
        if other and other not in check.choices:  # something else than what was asked for: none of that
            none = tell(assistant.kb.facts, memory.known, asked, None, check.choices)
            return replace(memory, known=tell(assistant.kb.facts, none, asked, other))
        denied = tuple(choice for choice in named if said.partition(_bare(fact.choices[choice]))[0].endswith(answers.no))
        if denied and len(denied) == len(named):
            return replace(memory, known=tell(assistant.kb.facts, memory.known, asked, None, denied))
        named = [choice for choice in named if choice not in denied]
        value = other or (named[-1] if named else None if is_no else check.choices[0])
    elif fact.type == "number":
        value = _number(reading.text, asked)
        if value is None:
            return None
    elif is_yes == is_no:
        return None
    else:
        value = is_yes
    return replace(memory, known=tell(assistant.kb.facts, memory.known, asked, value, check.choices))


def _other(assistant: Assistant, asked: str, said: str) -> Any:
    """Another choice of the fact than those that matter here, or what a saying of situations.yml tells of it: 普通农户."""
    content, fact = assistant.kb.situations, assistant.kb.facts[asked]
    told: list[tuple[str, Any]] = [(_bare(label), choice) for choice, label in fact.choices.items()]
    told += [(saying, situation.told[asked])
             for situation in content.situations.values() if asked in situation.told for saying in situation.says]
    return next((value for words, value in told if words in said and not said.partition(words)[0].endswith(content.answers.no)), None)


def _number(text: str, asked: str) -> float | None:
    """The largest number; of a household's whole income, what falls to each of the heads that are named."""
    folded = fold(text)
    heads = _HEADS.search(folded)
    rest = folded.replace(heads.group(), " ") if heads else folded
    figures = numbers(rest) | numbers_in_words(rest)
    if not figures:
        return None
    count = max(numbers(heads[1]) | numbers_in_words(heads[1]), default=0.0) if heads and asked == _PER_HEAD else 0.0
    return max(figures) / count if count else max(figures)


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
