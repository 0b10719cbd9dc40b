"""Reporting a household at risk, and how a report stands."""
from __future__ import annotations

from typing import Tuple

from actions._turn import TurnAction
from bot.dialogue import conversation, filing, progress
from bot.dialogue.reading import Memory, Reading
from bot.dialogue.turn import Assistant
from bot.replies.reply import Reply


class ActionReportRisk(TurnAction):
    def name(self) -> str:
        return "action_report_risk"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return filing.begin(assistant, reading, memory)


class ActionCorrectDetail(TurnAction):
    def name(self) -> str:
        return "action_correct_detail"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return filing.correct(assistant, reading, memory)


class ActionSkipDetail(TurnAction):
    def name(self) -> str:
        return "action_skip_detail"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return filing.skip(assistant, reading, memory)


class ActionWithdrawReport(TurnAction):
    def name(self) -> str:
        return "action_withdraw_report"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return filing.withdraw(assistant, reading, memory)


class ActionResumeReport(TurnAction):
    def name(self) -> str:
        return "action_resume_report"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return conversation.resume(assistant, reading, memory)


class ActionCheckProgress(TurnAction):
    def name(self) -> str:
        return "action_check_progress"

    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        return progress.progress(assistant, reading, memory)
