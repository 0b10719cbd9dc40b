"""The guided check of one's own case."""
from __future__ import annotations

from typing import Tuple

from actions._turn import TurnAction
from bot.dialogue import checking, conversation
from bot.dialogue.reading import Memory, Reading
from bot.dialogue.turn import Assistant
from bot.replies.reply import Reply


class ActionCheckEligibility(TurnAction):
    def name(self) -> str:
        return "action_check_eligibility"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return checking.begin(assistant, reading, memory)


class ActionStopCheck(TurnAction):
    def name(self) -> str:
        return "action_stop_check"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return checking.stop(assistant, reading, memory)


class ActionResumeCheck(TurnAction):
    def name(self) -> str:
        return "action_resume_check"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return conversation.resume(assistant, reading, memory)
