"""Where the household lives, and which places there are documents for."""
from __future__ import annotations

from typing import Any, Dict

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions._turn import Events, assistant, read, remember, utter


class ActionSetPlace(Action):
    def name(self) -> str:
        return "action_set_place"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        reading, before = read(tracker)
        reply, memory = assistant().set_place(reading, before)
        utter(dispatcher, reply)
        return remember(memory, before)


class ActionTellCoverage(Action):
    def name(self) -> str:
        return "action_tell_coverage"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        reading, before = read(tracker)
        reply, memory = assistant().coverage(reading, before)
        utter(dispatcher, reply)
        return remember(memory, before)
