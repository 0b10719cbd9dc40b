"""What a chat is told without having asked: written here by whoever tells it, sent by this channel's process."""
from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Callable

from bot.channels.rasa_client import reply_from
from bot.channels.telegram.rendering import rendered
from bot.replies.reply import Reply
from bot.storage.telegram import SENDER, TelegramStore


class Notices:
    """Hands replies over to Telegram's process. `now` gives aware datetimes."""

    def __init__(self, store: TelegramStore, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now

    def __call__(self, sender: str, key: str, reply: Reply) -> bool:
        """Whether the conversation is one of Telegram's that can be told. A key that was handed over before is passed over."""
        chat = self._store.by_sender(sender) if sender.startswith(SENDER) else None
        if chat is None or chat.is_blocked:
            return False
        read = reply_from(json.loads(json.dumps(reply.as_dict())))
        assert read
        messages = [replace(message, lead="notice") for message in rendered([read])]
        self._store.hand_over(chat.id, {f"{key}.{place}": message.as_json() for place, message in enumerate(messages)}, self._now())
        return True
