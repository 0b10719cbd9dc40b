"""Reporting a household at risk."""
from __future__ import annotations

from typing import Any, Dict

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions._turn import Events, assistant, read, remember, utter


class ActionHowToReport(Action):
    """Says how one reports in the household's own place."""

    def name(self) -> str:
        return "action_how_to_report"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        reading, before = read(tracker)
        reply, memory = assistant().report(reading, before)
        utter(dispatcher, reply)
        return remember(memory, before)
