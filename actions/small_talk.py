"""Greeting, help, thanks, handing over, starting over: sentences that need no knowledge beyond the place."""
from __future__ import annotations

from typing import Any, Dict

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions._turn import Events, assistant, read, remember, utter
from bot.dialogue.reading import Memory
from bot.dialogue.small_talk import small_talk


class ActionSmallTalk(Action):
    """Answers by the intent of the message (bot/dialogue/small_talk.py has the list)."""

    def name(self) -> str:
        return "action_small_talk"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        reading, memory = read(tracker)
        utter(dispatcher, small_talk(assistant(), reading.intent, memory))
        return []


class ActionStartOver(Action):
    """Forgets the place and the question."""

    def name(self) -> str:
        return "action_start_over"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        _, before = read(tracker)
        utter(dispatcher, small_talk(assistant(), "start_over", Memory()))
        return remember(Memory(), before)
