"""Questions on policies, and what follows up on them."""
from __future__ import annotations

from typing import Tuple

from actions._turn import TurnAction
from bot.dialogue.reading import Memory, Reading
from bot.dialogue.rumours import check_rumour
from bot.dialogue.turn import Assistant
from bot.replies.reply import Reply


class ActionAnswerPolicy(TurnAction):
    def name(self) -> str:
        return "action_answer_policy"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return assistant.ask(reading, memory)


class ActionCheckRumour(TurnAction):
    def name(self) -> str:
        return "action_check_rumour"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return check_rumour(assistant, reading, memory)


class ActionMore(TurnAction):
    def name(self) -> str:
        return "action_more"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return assistant.more(memory)


class ActionRepeat(TurnAction):
    def name(self) -> str:
        return "action_repeat"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return assistant.answer(memory)
