"""Rasa's REST channel (POST /webhooks/rest/webhook) behind a guard: nothing from outside is read as a command."""
from __future__ import annotations

import hashlib
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.nlu.alphabet import clean

_LONGEST_SENDER = 64
_MOST_TURNS = 60


def guarded(message: object) -> Text:
    """Text that Rasa takes for text: over the closed alphabet, and never beginning with `/`."""
    # a space keeps an emptied message a message: it gets its polite reply
    return clean(message).lstrip("/ ") or " "


class GuardedRestInput(RestInput):
    """The REST channel for text typed by strangers.

    Rasa reads a message that begins with `/` as an intent, with slots; here it is text like any other. Sender ids are
    shortened, metadata and channel names from outside are dropped, and a body that is no object is an empty message.
    """

    @classmethod
    def name(cls) -> Text:
        return "rest"

    def _body(self, request: Request) -> Dict[Text, Any]:
        try:
            body = request.json
        except Exception:  # Sanic raises its own InvalidUsage; whatever is wrong with the body, it says nothing
            return {}
        return body if isinstance(body, dict) else {}

    async def _extract_sender(self, req: Request) -> Optional[Text]:
        sender = self._body(req).get("sender")
        sender = sender if isinstance(sender, str) and sender else "default"
        if len(sender) > _LONGEST_SENDER or not sender.isascii() or not sender.isprintable():
            return hashlib.sha256(sender.encode("utf-8", "replace")).hexdigest()[:_LONGEST_SENDER]
        return sender

    def _extract_message(self, req: Request) -> Text:
        return guarded(self._body(req).get("message"))

    def _extract_input_channel(self, req: Request) -> Text:
        return self.name()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        routes = super().blueprint(on_new_message)

        @routes.route("/transcript", methods=["GET"])
        async def transcript(request: Request) -> HTTPResponse:
            """What was said lately, for a page that keeps no state of its own. Only our tracker store knows."""
            store = getattr(request.app.ctx, "conversations", None)
            events = store.recent_events(request.args.get("sender", ""), _MOST_TURNS) if store else []
            return response.json(_turns(events))

        return routes

    def get_metadata(self, request: Request) -> Optional[Dict[Text, Any]]:
        return None


def _turns(events: List[Dict[Text, Any]]) -> List[Dict[Text, Any]]:
    """[{"who": "user"|"bot", "text", "buttons": [{"title", "payload"}], "reply": {…}|None}], oldest first."""
    turns: List[Dict[Text, Any]] = []
    for event in events:
        data = event.get("data") or {}
        if event.get("text"):
            turns.append({"who": event["event"], "text": event["text"], "buttons": data.get("buttons") or [],
                          "reply": (data.get("custom") or {}).get("reply")})
    return turns
