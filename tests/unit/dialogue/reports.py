"""Reporting in the chat as a conversation of hand-made readings, over the real content and a database of its own."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from bot.casework.calendar import Calendar
from bot.casework.commands import Decide
from bot.casework.handlers import Casework
from bot.casework.model import Case
from bot.casework.queries import CaseQueries
from bot.casework.receipt import compact
from bot.casework.rules import PlaceRules
from bot.casework.states import Move
from bot.dialogue import checking, conversation, filing, progress
from bot.dialogue.chat_cases import ChatCases
from bot.dialogue.conversation import take_turn
from bot.dialogue.reading import Memory, Place, Reading
from bot.dialogue.small_talk import small_talk
from bot.dialogue.turn import Assistant
from bot.replies.reply import Reply
from bot.replies.wording import wording
from bot.storage.cases import CaseStore

ALL = {"risks": "看病花钱多", "division": "我在丰都", "name": "张三丰", "phone": "13812345678", "village": "双龙村三组",
       "story": "上个月查出来的，花了十二万，还欠八万，地里没人种", "household_size": "4口人", "income_per_head": "大概六千"}

TODAY, NOW = date(2026, 11, 20), datetime(2026, 11, 20, 2, tzinfo=timezone.utc)  # a Friday
FENGDU = Place("丰都", ("500230",))
LABELS = wording("buttons")["filing"]
_INTENTS = {"agree": "report_risk", "another": "report_risk", "skip": "skip_detail", "finish": "stop_check", "resume": "resume_report",
            "change": "correct_detail", "progress": "check_progress", "withdraw": "withdraw_report", "sure": "withdraw_report",
            "right": "affirm", "policy": "deny", "keep": "deny", "no_phone": "deny"}
_USE_CASES = {"report_risk": filing.begin, "skip_detail": filing.skip, "correct_detail": filing.correct, "withdraw_report": filing.withdraw,
              "resume_report": conversation.resume, "resume_check": conversation.resume, "check_progress": progress.progress,
              "check_eligibility": checking.begin, "stop_check": checking.stop}
_SMALL = ("crisis", "human", "help", "thank", "greet", "affirm", "deny", "unsure", "inform_fact", "nothing_readable", "start_over")


@dataclass
class Database:
    """The cases, and a switch that makes the database fail."""

    store: CaseStore
    rules: PlaceRules
    is_down: bool = False

    def casework(self) -> Casework:
        if self.is_down:
            raise OSError("no database")
        return Casework(self.store, self.rules)

    def queries(self) -> CaseQueries:
        if self.is_down:
            raise OSError("no database")
        return CaseQueries(self.store)

    def decide(self, receipt: str, *moves: Move, reason: str = "查过了") -> Case:
        for number, move in enumerate(moves, 1):
            case = self.casework().decide(Decide(receipt, move, "staff:li", NOW + timedelta(hours=number), reason))
        return case


class Chat:
    """A conversation: `say` takes a turn, `tap` one with the text of a button; the last reply and the memory stay at hand."""

    def __init__(self, kb, divisions, database: Database, sender: str = "web-1") -> None:
        self.kb, self.divisions, self.database, self.sender, self.memory, self.at = kb, divisions, database, sender, Memory(), NOW

    @property
    def assistant(self) -> Assistant:
        return Assistant(self.kb, self.divisions, TODAY, ChatCases(self.database.casework, self.database.queries, self.sender, self.at))

    def say(self, text: str, intent: str = "nlu_fallback", **told: Any) -> Reply:
        reading = replace(Reading(text, intent, 0.9, whole_text=text, typed=text), **told)
        self.reply, self.memory = take_turn(self.assistant, self._use_case(intent), reading, self.memory)
        return self.reply

    def tap(self, key: str) -> Reply:
        return self.say(LABELS[key], _INTENTS.get(key, "inform_fact"), confidence=1.0)

    def begin(self, **told: Any) -> Reply:
        """Up to the first question after the case was made."""
        self.say("我要申报", "report_risk", **told)
        return self.tap("agree")

    def answer(self, until: str = "summary", place: Place = FENGDU, **answers: str) -> Reply:
        """Answers the questions by their keys, whichever comes; those that are not given are passed over."""
        while (key := self.reply.about["reports"]) != until:
            given = answers.get(key)
            if given is None and key == "for_other":
                self.tap("own")
            elif given is None:
                self.say("跳过", "skip_detail")
            else:
                self.say(given, places=(place,) if key == "division" else ())
        return self.reply

    def answer_until(self, key: str, **answers: str) -> Reply:
        return self.answer(key, **answers)

    def answer_with_place(self, place: Place) -> Reply:
        return self.answer(place=place, division=place.name)

    @property
    def receipt(self) -> str:
        return self.memory.report.receipt

    @property
    def case(self) -> Case:
        return self.database.queries().of_receipt(self.receipt).case

    @property
    def cases(self) -> list[Case]:
        return [each.case for each in self.database.queries().of_chat(self.sender)]

    @staticmethod
    def _use_case(intent: str):
        if intent in _SMALL:
            return lambda assistant, reading, memory: (small_talk(assistant, intent, memory), memory)
        if intent == "inform_place":
            return Assistant.set_place
        return _USE_CASES.get(intent, Assistant.ask)


def receipt_of(reply: Reply) -> str:
    """The receipt that a reply shows."""
    return compact(reply.text.partition("回执号")[2][:14])


def calendar_of_the_real_content(kb) -> Calendar:
    return Calendar(kb.holidays.years)
