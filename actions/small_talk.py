"""Greeting, help, thanks, handing over, starting over: sentences that need no knowledge beyond the place."""
from __future__ import annotations

from typing import Tuple

from actions._turn import TurnAction
from bot.dialogue.reading import Memory, Reading
from bot.dialogue.small_talk import in_danger, small_talk
from bot.dialogue.turn import Assistant
from bot.replies.reply import Reply


class ActionSmallTalk(TurnAction):
    """Answers by the intent of the message (bot/dialogue/small_talk.py has the list)."""

    def name(self) -> str:
        return "action_small_talk"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        if reading.intent == "crisis":
            return in_danger(assistant, reading, memory)
        return small_talk(assistant, reading.intent, memory), memory


class ActionStartOver(TurnAction):
    """Forgets the place and the question. Wrong tries at a receipt stay: they are counted for a reason."""

    def name(self) -> str:
        return "action_start_over"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return small_talk(assistant, "start_over", Memory()), Memory(lookup=memory.lookup)
