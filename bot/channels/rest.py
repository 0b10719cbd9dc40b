"""Rasa's REST channel (POST /webhooks/rest/webhook) behind a guard: nothing from outside is read as a command."""
from __future__ import annotations

import asyncio
import hashlib
import re
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from rasa.shared.core.events import BotUttered
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.logs import logger
from bot.nlu.alphabet import clean

log = logger("rest")
_LONGEST_SENDER = 64
_MOST_TURNS = 60
_LATELY = 20  # events in which an earlier answer to the same message is looked for
NOTICE = "notice"  # in the metadata of what is told without having been asked: its key
_MESSAGE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def guarded(message: object) -> Text:
    """Text that Rasa takes for text: over the closed alphabet, and never beginning with `/`."""
    # a space keeps an emptied message a message: it gets its polite reply
    return clean(message).lstrip("/ ") or " "


class GuardedRestInput(RestInput):
    """The REST channel for text typed by strangers.

    Rasa reads a message that begins with `/` as an intent, with slots; here it is text like any other. Sender ids are
    shortened, metadata and channel names from outside are dropped, and a body that is no object is an empty message.

    A channel that may have to send a message again gives it a `message_id`: what was answered already is answered the same, without another
    turn.
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
        async def once(message: UserMessage) -> None:
            given, message.metadata = message.metadata or {}, None
            message.message_id = given.get("message_id") or message.message_id
            if given.get("said") is not None and isinstance(message.output_channel, CollectingOutputChannel):
                for each in given["said"]:
                    await message.output_channel._persist_message({"recipient_id": message.sender_id, **each})
                return
            try:
                await on_new_message(message)
            except asyncio.CancelledError:
                log.warning("turn cancelled")  # Rasa would log what was typed
            except Exception as error:
                log.error("turn failed", error=type(error).__name__)

        routes = super().blueprint(once)

        @routes.route("/transcript", methods=["GET"])
        async def transcript(request: Request) -> HTTPResponse:
            """What was said lately, for a page that keeps no state of its own. Only our tracker store knows."""
            store = getattr(request.app.ctx, "conversations", None)
            events = store.recent_events(request.args.get("sender", ""), _MOST_TURNS) if store else []
            return response.json(_turns(events))

        @routes.route("/notify", methods=["POST"])
        async def notify(request: Request) -> HTTPResponse:
            """Adds {sender, key, text, reply} to a conversation as something the bot said, once per key; 404 if there is none.

            Not at all if `unless` was said there lately. It waits for a turn that is being taken.
            """
            body, store = self._body(request), getattr(request.app.ctx, "conversations", None)
            sender, key, text, reply = (body.get(name) for name in ("sender", "key", "text", "reply"))
            if not (all(isinstance(each, str) and each for each in (sender, key, text)) and isinstance(reply, dict)):
                return response.json({"told": False}, status=400)
            if store is None:
                return response.json({"told": False}, status=404)
            async with request.app.ctx.agent.lock_store.lock(sender):
                tracker = await store.retrieve(sender)
                if tracker is None:
                    return response.json({"told": False}, status=404)
                if _was_told(store.recent_events(sender, _MOST_TURNS), key, body.get("unless")):
                    return response.json({"told": False})
                tracker.update(BotUttered(text, {"custom": {"reply": reply}}, {NOTICE: key}))
                await store.save(tracker)
            return response.json({"told": True})

        return routes

    def get_metadata(self, request: Request) -> Optional[Dict[Text, Any]]:
        """Of a message with an id: the id, and what was said to it before, for `once` alone."""
        body = self._body(request)
        identifier, sender = body.get("message_id"), body.get("sender")
        if not (isinstance(identifier, str) and _MESSAGE_ID.fullmatch(identifier) and isinstance(sender, str)):
            return None
        store = getattr(request.app.ctx, "conversations", None)
        return {"message_id": identifier, "said": _said_to(identifier, store.recent_events(sender, _LATELY) if store else [])}


def _said_to(identifier: Text, events: List[Dict[Text, Any]]) -> Optional[List[Dict[Text, Any]]]:
    """The REST channel's messages to the message of this id; None if it was not taken yet."""
    said: Optional[List[Dict[Text, Any]]] = None
    for event in events:
        if event["event"] == "user":
            if said is not None:
                break
            said = [] if event.get("message_id") == identifier else None
        elif said is not None and NOTICE not in (event.get("metadata") or {}):
            data = event.get("data") or {}
            for parts in ({"text": event.get("text"), "buttons": data.get("buttons")}, {"custom": data.get("custom")}):
                said += [found] if (found := {name: part for name, part in parts.items() if part}) else []
    return said


def _was_told(events: List[Dict[Text, Any]], key: Any, unless: Any) -> bool:
    said = [event for event in events if event["event"] == "bot"]
    return any((event.get("metadata") or {}).get(NOTICE) == key or isinstance(unless, str) and unless in (event.get("text") or "")
               for event in said)


def _turns(events: List[Dict[Text, Any]]) -> List[Dict[Text, Any]]:
    """[{"who": "user"|"bot", "text", "buttons": [{"title", "payload"}], "reply": {…}|None}], oldest first."""
    turns: List[Dict[Text, Any]] = []
    for event in events:
        data = event.get("data") or {}
        if event.get("text"):
            turns.append({"who": event["event"], "text": event["text"], "buttons": data.get("buttons") or [],
                          "reply": (data.get("custom") or {}).get("reply")})
    return turns
