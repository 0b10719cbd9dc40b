"""A guided check as a conversation of hand-made readings, over the small content: lifted or monitored, able to work, income below 8300."""
from __future__ import annotations

from dataclasses import replace

from bot.dialogue import checking
from bot.dialogue.conversation import take_turn
from bot.dialogue.reading import Memory
from bot.dialogue.turn import Assistant
from tests.unit.dialogue.readings import AT_HOME, GRANT, replies, says

YES, NO, UNSURE = replies("是", "affirm"), replies("不是", "deny"), replies("不清楚", "unsure")
BEGIN = says("check_eligibility", replace(GRANT, named=True), text="产业奖补：我够不够条件")
LIFTED = ("household_category", "lifted_household", True)


class Talk:
    """A conversation: `of` takes a turn for a reading, and the last reply and the memory stay at hand."""

    def __init__(self, assistant: Assistant, memory: Memory = AT_HOME) -> None:
        self.assistant, self.memory = assistant, memory

    def of(self, reading, use_case=None):
        use_cases = {"check_eligibility": checking.begin, "stop_check": checking.stop, "resume_check": checking.resume, "inform_place": Assistant.set_place}
        taken = use_case or use_cases.get(reading.intent, Assistant.ask)
        self.reply, self.memory = take_turn(self.assistant, taken, reading, self.memory)
        return self.reply


def told(text: str, *facts: tuple, situations: tuple = (), intent: str = "inform_fact", whom: str | None = None):
    return replies(text, intent, told=facts, situations=situations, whom=whom)
