"""Conversations to put into Rasa's table of events, and the table as it stands."""
from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.tracker_store import SessionTrackerStore
from bot.storage.encryption import Keyring

DOMAIN = Domain.from_dict({"slots": {"division": {"type": "text", "mappings": [{"type": "custom"}]}}})


class Talking:
    """Turns as Rasa's agent takes them: loaded, gone on with, saved."""

    def __init__(self, url: str, keyring: Keyring) -> None:
        self.store = SessionTrackerStore(url, keyring)
        self.store.domain = DOMAIN

    def load(self, chat: str) -> DialogueStateTracker:
        return asyncio.run(self.store.get_or_create_tracker(chat, append_action_listen=False))

    def save(self, tracker: DialogueStateTracker) -> None:
        asyncio.run(self.store.save(tracker))

    def say(self, chat: str, *texts: str, at: datetime | None = None, **slots: str) -> None:
        for text in texts:
            tracker = self.load(chat)
            for event in (UserUttered(text, {"name": "tell"}), BotUttered(f"听到了：{text}"), *(SlotSet(*slot) for slot in slots.items())):
                if at:
                    event.timestamp = at.timestamp()
                tracker.update(event)
            self.save(tracker)

    def said(self, chat: str) -> list[str]:
        return [event["text"] for event in self.store.recent_events(chat, 1000) if event["event"] == "user"]


def events_of(engine: sa.engine.Engine, chat: str) -> list[Any]:
    with engine.connect() as connection:
        return connection.execute(sa.text("SELECT * FROM events WHERE sender_id = :chat ORDER BY id"), {"chat": chat}).all()


def add_plain(engine: sa.engine.Engine, chat: str, text: str, at: datetime) -> None:
    """As an earlier version stored it."""
    row = {"chat": chat, "at": at.timestamp(), "data": json.dumps(UserUttered(text, {"name": "tell"}, timestamp=at.timestamp()).as_dict())}
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (:chat, 'user', :at, :data)"), row)
