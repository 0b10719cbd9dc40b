"""Rasa's agent, made from our settings: the model, the conversation store, the actions in process."""
from __future__ import annotations

import logging
import warnings
from typing import Any, Dict, List, Text

import jieba
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore, LockStore, RedisLockStore
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.utils.log_utils import configure_structlog

from bot.dialogue.action_endpoint import InProcessActions
from bot.dialogue.built_once import build_once
from bot.dialogue.tracker_store import SessionTrackerStore
from bot.settings import Settings
from bot.storage.encryption import Keyring


class NoModel(Exception):
    """There is no trained model where it should be."""


def conversations(settings: Settings, keyring: Keyring) -> SessionTrackerStore:
    settings.var.mkdir(parents=True, exist_ok=True)
    return SessionTrackerStore(settings.database_url, keyring)


def forgetful() -> TrackerStore:
    """A store for conversations that end with the process."""
    return InMemoryTrackerStore(None)


def load_agent(settings: Settings, store: TrackerStore) -> Agent:
    """Raises NoModel. Importing Rasa takes seconds, so callers show progress first."""
    # Rasa logs user messages at debug and info level.
    configure_structlog(logging.WARNING)
    _quieten_jieba(settings)
    # Agent.load takes the newest archive of a folder when the file is missing: never that.
    if not settings.model_file.is_file():
        raise NoModel(str(settings.model_file))
    build_once()
    return Agent.load(
        settings.model_file,
        tracker_store=store,
        lock_store=_lock_store(settings),
        action_endpoint=InProcessActions(),
    )


def _quieten_jieba(settings: Settings) -> None:
    """Its cache, which it reads with marshal, goes to a folder of ours instead of one that everybody may write to."""
    settings.var.mkdir(parents=True, exist_ok=True)
    jieba.dt.tmp_dir = str(settings.var)
    jieba.setLogLevel(logging.WARNING)
    # its regular expressions are written in a deprecated way, and Sanic asks for every such warning
    warnings.filterwarnings("ignore", category=DeprecationWarning)


def _lock_store(settings: Settings) -> LockStore:
    """Redis when several dialogue processes share the conversations."""
    if not settings.redis_url:
        return InMemoryLockStore()
    import redis

    store = RedisLockStore()
    store.red = redis.Redis.from_url(settings.redis_url)
    return store


async def handle(agent: Agent, sender: Text, message: Text) -> List[Dict[Text, Any]]:
    """The agent's messages to one message, in the REST channel's shape. `message` has passed the channel's guard."""
    collector = CollectingOutputChannel()
    await agent.handle_message(UserMessage(message, collector, sender, input_channel="rest"))
    return collector.messages
