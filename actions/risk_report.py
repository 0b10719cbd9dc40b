"""Reporting a household at risk."""
from __future__ import annotations

from typing import Tuple

from actions._turn import TurnAction
from bot.dialogue.reading import Memory, Reading
from bot.dialogue.turn import Assistant
from bot.replies.reply import Reply


class ActionHowToReport(TurnAction):
    """Says how one reports in the household's own place."""

    def name(self) -> str:
        return "action_how_to_report"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return assistant.report(reading, memory)
