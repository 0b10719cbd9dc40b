"""Rasa's REST channel (POST /webhooks/rest/webhook) behind a guard: nothing from outside is read as a command."""
from __future__ import annotations

import hashlib
from typing import Any, Dict, Optional, Text

from rasa.core.channels.rest import RestInput
from sanic.request import Request

from bot.nlu.alphabet import clean

_LONGEST_SENDER = 64


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
        # a space keeps an emptied message a message: it gets its polite reply
        return clean(self._body(req).get("message")).lstrip("/ ") or " "

    def _extract_input_channel(self, req: Request) -> Text:
        return self.name()

    def get_metadata(self, request: Request) -> Optional[Dict[Text, Any]]:
        return None
