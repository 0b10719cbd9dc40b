"""Conversations in SQLite or PostgreSQL, loaded a few turns at a time."""
from __future__ import annotations

import json
from typing import Any, Dict, List, Text

import sqlalchemy as sa
import sqlalchemy.orm
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage.engine import make_engine

# A turn costs what the loaded history costs; Rasa loads what came after the last session start.
TURNS_IN_A_SESSION = 4


class SessionTrackerStore(SQLTrackerStore):
    """Rasa's SQL store, in which a long conversation begins a new session every few turns, with all slots kept.

    So the hundredth turn costs what the fifth does. `url` is an SQLAlchemy URL.
    """

    def __init__(self, url: Text) -> None:
        super().__init__(host=url)
        if self.engine.dialect.name == "sqlite":
            # Rasa's own would open and set up the file anew for every session of the ORM, three times a turn
            self.engine: sa.engine.Engine = make_engine(url, future=False)
            self.sessionmaker = sa.orm.sessionmaker(bind=self.engine)

    async def save(self, tracker: DialogueStateTracker) -> None:
        turns = sum(isinstance(event, UserUttered) for event in tracker.applied_events())
        if turns >= TURNS_IN_A_SESSION and not tracker.active_loop_name:
            _start_session(tracker)
        await super().save(tracker)

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
