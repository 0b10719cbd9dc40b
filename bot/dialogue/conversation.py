"""One turn, whatever is wanted: what waits for an answer gets it, what was told is remembered, then the use case."""
from __future__ import annotations

from dataclasses import replace
from typing import Callable

from bot.dialogue import checking, filing, progress
from bot.dialogue.asking import has, ordinal
from bot.dialogue.chat_cases import CasesDown
from bot.dialogue.interpret import RELEVANT
from bot.dialogue.reading import Memory, Reading
from bot.dialogue.rumours import check_rumour
from bot.dialogue.small_talk import small_talk
from bot.dialogue.turn import Assistant
from bot.knowledge.profile import tell_all
from bot.replies import case
from bot.replies.reply import Reply
from bot.replies.wording import wording

_NEVER = ("crisis", "human", "start_over", "stop_check", "resume_check", "out_of_scope", "correct_detail", "skip_detail",
          "withdraw_report", "resume_report")
UseCase = Callable[[Assistant, Reading, Memory], tuple[Reply, Memory]]


def take_turn(assistant: Assistant, use_case: UseCase, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
    """Where the database fails, that is said; what the conversation remembers stays as it was."""
    try:
        # an answer to a report goes into the case and is remembered nowhere else
        return (progress.going_on(assistant, reading, memory) or filing.going_on(assistant, reading, memory)
                or _anything_else(assistant, use_case, reading, progress.left_open(memory)))
    except CasesDown:
        return case.down(assistant.kb, assistant.divisions, memory.division, reading.typed or reading.text), memory


def resume(assistant: Assistant, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
    """接着来: the check or the report, whichever is meant and open."""
    is_filing, is_checking = filing.is_open(memory), memory.check is not None
    is_report = is_filing or not is_checking if reading.intent == "resume_report" else is_filing and not is_checking
    return (filing if is_report else checking).resume(assistant, reading, memory)


def _anything_else(assistant: Assistant, use_case: UseCase, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
    memory = _told(assistant, reading, memory)
    wanted = _by_its_words(reading, memory) or use_case
    reply, memory = checking.going_on(assistant, reading, memory) or wanted(assistant, reading, memory)
    reply, memory = checking.left_open(filing.offered(reading, reply), memory)
    return filing.left_open(reply, memory)


def _by_its_words(reading: Reading, memory: Memory) -> UseCase | None:
    """A question on a policy that in so many words asks for a check, or doubts what was heard; something that happened at home;
    one of those that were just listed."""
    if memory.finding and memory.division and ordinal(reading):
        return Assistant.listed
    if reading.intent == "report_risk" and has(reading, wording("aspects")["grievance"]):
        return _grievance
    if reading.intent not in _NEVER and filing.is_opened_by(reading):
        return filing.begin
    if reading.intent in _NEVER or not reading.intent.startswith("ask_") and reading.relevance < RELEVANT:
        return None
    return checking.begin if reading.checks else check_rumour if reading.doubts else None


def _grievance(assistant: Assistant, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
    """我要投诉村支书 is no household at risk: nothing is registered against anybody."""
    return small_talk(assistant, "grievance", memory), memory


def _told(assistant: Assistant, reading: Reading, memory: Memory) -> Memory:
    """What a household said of itself stays known; what was said of another is not taken for its own. A cry for help tells nothing."""
    if reading.intent == "crisis":
        return memory
    if reading.whom and reading.whom != memory.whom:
        memory = replace(memory, whom=reading.whom, known={}, situations=())
    if not reading.told:
        return memory
    if memory.whom and reading.is_own and not reading.whom:  # back to the household itself
        memory = replace(memory, whom=None, known={}, situations=())
    named = assistant.kb.situations.situations
    lasting = [name for name in (*memory.situations, *reading.situations) if named[name].of_whom]
    return replace(memory, known=tell_all(assistant.kb.facts, memory.known, reading.told), situations=tuple(dict.fromkeys(lasting)))
