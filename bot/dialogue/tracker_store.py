"""Conversations in SQLite or PostgreSQL, sealed, and loaded a few turns at a time."""
from __future__ import annotations

import itertools
import json
from typing import Any, Dict, Iterator, List, Optional, Text

import sqlalchemy as sa
import sqlalchemy.orm
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage.encryption import Keyring
from bot.storage.engine import make_engine
from bot.storage.sealed_column import Sealed

# A turn costs what the loaded history costs; Rasa loads what came after the last session start.
TURNS_IN_A_SESSION = 4


class SessionTrackerStore(SQLTrackerStore):
    """Rasa's SQL store, in which a long conversation begins a new session every few turns, with all slots kept.

    So the hundredth turn costs what the fifth does. `url` is an SQLAlchemy URL. What was said is sealed by the keyring;
    plain rows of earlier versions are read as they stand.
    """

    def __init__(self, url: Text, keyring: Keyring) -> None:
        self.SQLEvent = _sealed_events(keyring)
        self.Base = self.SQLEvent.__base__
        super().__init__(host=url)
        if self.engine.dialect.name == "sqlite":
            # Rasa's own would open and set up the file anew for every session of the ORM, three times a turn
            self.engine: sa.engine.Engine = make_engine(url, future=False)
            self.sessionmaker = sa.orm.sessionmaker(bind=self.engine)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        tracker = await super().retrieve(sender_id)
        if tracker:
            tracker.loaded = len(tracker.events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        turns = sum(isinstance(event, UserUttered) for event in tracker.applied_events())
        if turns >= TURNS_IN_A_SESSION and not tracker.active_loop_name:
            _start_session(tracker)
        await super().save(tracker)

    def _additional_events(self, session: Any, tracker: DialogueStateTracker) -> Iterator[Event]:
        """Those that are not stored yet. What was erased while a turn was taken is not stored again."""
        stored = self._event_query(session, tracker.sender_id, fetch_events_from_all_sessions=False).count()
        return itertools.islice(tracker.events, max(stored, getattr(tracker, "loaded", 0)), None)

    def recent_events(self, sender: Text, most: int) -> List[Dict[Text, Any]]:
        """The last `most` user and bot events of a conversation, oldest first, across its sessions."""
        with self.session_scope() as session:
            query = (session.query(self.SQLEvent.data)
                     .filter(self.SQLEvent.sender_id == sender, self.SQLEvent.type_name.in_(("user", "bot")))
                     .order_by(self.SQLEvent.id.desc()).limit(most))
            return [json.loads(data) for (data,) in reversed(query.all())]


def _start_session(tracker: DialogueStateTracker) -> None:
    values = {name: slot.value for name, slot in tracker.slots.items() if slot.value != slot.initial_value}
    # in the order of their timestamps: what is older than the session's start is not loaded again
    tracker.update(ActionExecuted(ACTION_SESSION_START_NAME))
    tracker.update(SessionStarted())
    for name, value in values.items():
        tracker.update(SlotSet(name, value))
    tracker.update(ActionExecuted(ACTION_LISTEN_NAME))


def _sealed_events(keyring: Keyring) -> Any:
    """Rasa's table of events as it is, but for what was said."""

    class SQLEvent(sa.orm.declarative_base()):  # type: ignore[misc]
        __tablename__ = "events"

        id = sa.Column(sa.Integer, primary_key=True)
        sender_id = sa.Column(sa.String(255), nullable=False, index=True)
        type_name = sa.Column(sa.String(255), nullable=False)
        timestamp = sa.Column(sa.Float)
        intent_name = sa.Column(sa.String(255))
        action_name = sa.Column(sa.String(255))
        data = sa.Column(Sealed(keyring))

    return SQLEvent
