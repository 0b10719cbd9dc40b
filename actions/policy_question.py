"""Questions on policies, and what follows up on them."""
from __future__ import annotations

from typing import Any, Dict

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions._turn import Events, assistant, read, remember, utter


class ActionAnswerPolicy(Action):
    def name(self) -> str:
        return "action_answer_policy"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        reading, before = read(tracker)
        reply, memory = assistant().ask(reading, before)
        utter(dispatcher, reply)
        return remember(memory, before)


class ActionMore(Action):
    def name(self) -> str:
        return "action_more"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        _, before = read(tracker)
        reply, memory = assistant().more(before)
        utter(dispatcher, reply)
        return remember(memory, before)


class ActionRepeat(Action):
    def name(self) -> str:
        return "action_repeat"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        _, before = read(tracker)
        reply, memory = assistant().answer(before)
        utter(dispatcher, reply)
        return remember(memory, before)
