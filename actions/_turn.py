"""The one place that knows Rasa's tracker and dispatcher."""
from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import asdict
from typing import Any, Dict, List, Tuple

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot import bootstrap, clock
from bot.dialogue.chat_cases import ChatCases
from bot.dialogue.conversation import take_turn
from bot.dialogue.reading import Check, Filing, Lookup, Memory, Place, Reading
from bot.dialogue.turn import Assistant
from bot.logs import logger
from bot.replies.reply import Reply

_log = logger("turn")
Events = List[Dict[str, Any]]
# A place of which it is not known which it is has no slot of its own: it lies in that of the finder, under this key.
_UNCLEAR = "unclear"


def assistant(chat: str) -> Assistant:
    """`chat` is the sender's id."""
    cases = ChatCases(bootstrap.casework, bootstrap.case_queries, chat, clock.now())
    return Assistant(bootstrap.knowledge_base(), bootstrap.divisions(), clock.today(), cases)


def read(tracker: Tracker) -> Tuple[Reading, Memory]:
    """What was understood of the latest message, and what the conversation remembers."""
    finding = dict(tracker.get_slot("finding") or {})
    unclear = Place.from_slot(finding.pop(_UNCLEAR, None))
    memory = Memory(
        division=tracker.get_slot("division"),
        kind=tracker.get_slot("kind"),
        aspect=tracker.get_slot("aspect"),
        page=int(tracker.get_slot("page") or 0),
        waiting=bool(tracker.get_slot("waiting")),
        known=tracker.get_slot("known") or {},
        situations=tuple(tracker.get_slot("situations") or ()),
        whom=tracker.get_slot("whom"),
        finding=finding or None,
        unclear=unclear,
        check=Check.from_slot(tracker.get_slot("check")),
        report=Filing.from_slot(tracker.get_slot("report")),
        lookup=Lookup.from_slot(tracker.get_slot("lookup")),
    )
    return Reading.from_message(tracker.latest_message, typed(tracker, 1)), memory


def typed(tracker: Tracker, messages: int) -> str:
    """The last messages as they were typed: the latest one, and the question that waited for it."""
    said = [event.get("text") or "" for event in tracker.events if event.get("event") == "user"]
    return "\n".join(said[-messages:])


def utter(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    """Text and buttons for every channel; the whole reply beside them for channels that show cards."""
    _log.info("turn", status=reply.status.value if reply.status else None, kind=reply.about.get("kind"),
              aspect=reply.about.get("aspect"), division=reply.about.get("division"))
    buttons = [{"title": button.title, "payload": button.text} for button in reply.buttons]
    dispatcher.utter_message(text=reply.plain(), buttons=buttons or None, json_message={"reply": reply.as_dict()})


def remember(memory: Memory, before: Memory) -> Events:
    """Slot events for what has changed."""
    was = _slots(before)
    return [SlotSet(name, value) for name, value in _slots(memory).items() if value != was[name]]


def _slots(memory: Memory) -> Dict[str, Any]:
    values = asdict(memory)
    unclear = values.pop("unclear")
    return {**values, "finding": {**(values["finding"] or {}), _UNCLEAR: unclear}} if unclear else values


class TurnAction(Action, ABC):
    """An action that is one use case of the assistant: reads the tracker, takes the turn, utters, remembers."""

    @abstractmethod
    def take(self, assistant: Assistant, reading: Reading, memory: Memory) -> Tuple[Reply, Memory]:
        """The use case."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        reading, before = read(tracker)
        helper = assistant(tracker.sender_id)
        reply, memory = take_turn(helper, self.take, reading, before)
        utter(dispatcher, bootstrap.outgoing().send(helper, reply, typed(tracker, 1 + before.waiting), memory.division))
        return remember(memory, before)
