"""Intents that are answered with a sentence and no look-up."""
from __future__ import annotations

from dataclasses import replace

from bot.dialogue.reading import Memory, Reading
from bot.dialogue.turn import Assistant
from bot.knowledge.lookup import Status
from bot.replies import turns
from bot.replies.policy import place_buttons
from bot.replies.reply import Reply

_PLAIN = {"goodbye", "thank", "affirm", "deny", "bot_challenge", "nothing_readable", "unsure", "inform_fact"}
_WITH_PLACES = {"help", "start_over"}
_WITH_OFFICE = {"human": ("handed_over", Status.HANDED_OVER), "complain": ("complain", None), "check_progress": ("check_progress", None),
                "grievance": ("grievance", None)}  # the last is told by words (conversation.py), not an intent


def small_talk(assistant: Assistant, intent: str, memory: Memory) -> Reply:
    """The reply to an intent of this list. Raises KeyError for any other."""
    kb, divisions = assistant.kb, assistant.divisions
    if intent == "crisis":
        return turns.crisis()
    if intent == "greet":
        return turns.greeting(kb, divisions, memory.division)
    if intent in _PLAIN:
        return turns.plain(intent)
    if intent in _WITH_PLACES:
        return turns.plain(intent, () if memory.division else place_buttons(kb, divisions))
    key, status = _WITH_OFFICE[intent]
    return turns.to_office(key, kb, divisions, memory.division, status)


def in_danger(assistant: Assistant, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
    """Help for the kind of danger. Where it happened stays known, so that nobody is asked for it once the worst is over."""
    placed = assistant.settled(reading, memory)
    if isinstance(placed, Memory):  # the name alone may not tell which place: then nothing is asked now
        memory = replace(memory, division=placed.division)
    return turns.crisis(reading.danger), memory
