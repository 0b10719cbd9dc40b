"""Where the household lives, and which places there are documents for."""
from __future__ import annotations

from typing import Tuple

from actions._turn import TurnAction
from bot.dialogue.reading import Memory, Reading
from bot.dialogue.turn import Assistant
from bot.replies.reply import Reply


class ActionSetPlace(TurnAction):
    def name(self) -> str:
        return "action_set_place"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return assistant.set_place(reading, memory)


class ActionTellCoverage(TurnAction):
    def name(self) -> str:
        return "action_tell_coverage"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return assistant.coverage(reading, memory)
