"""A person before the stand-in server, and a gateway as a process of its own that answers: what is said, and what then stands in the chat."""
from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.telegram_server.person import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.shapes import Shown

_PATIENCE, _LOOK = 60.0, 0.02  # seconds
_UNDONE = "SELECT 1 FROM telegram_updates WHERE state IN ('waiting', 'sending') UNION SELECT 1 FROM telegram_messages WHERE state IN ('waiting', 'sending')"


@dataclass(frozen=True)
class Chat:
    """`database` is the gateway's SQLite file: when nothing waits in it, all is said."""

    telegram: TelegramServer
    person: Person
    database: Path

    async def says(self, text: str) -> list[Shown]:
        """The bot's new messages."""
        return await self._then(self.person.says, text)

    async def taps(self, title: str) -> list[Shown]:
        return await self._then(self.person.taps, title)

    async def sends_photo(self, content: bytes, **more: Any) -> list[Shown]:
        return await self._then(lambda: self.person.sends_photo(content, **more))

    async def _then(self, act: Any, *arguments: Any) -> list[Shown]:
        before = {shown.number for shown in self.telegram.transcript(self.person.chat)}
        update = act(*arguments)
        await self.until(lambda: update not in self.telegram.unconfirmed and self.is_quiet())
        return [shown for shown in self.telegram.transcript(self.person.chat) if shown.is_bot and shown.number not in before]

    async def until(self, holds: Any) -> None:
        """Raises TimeoutError."""
        for _ in range(int(_PATIENCE / _LOOK)):
            if holds():
                return
            await asyncio.sleep(_LOOK)
        raise TimeoutError(f"not within {_PATIENCE} s: {[shown.text for shown in self.telegram.transcript(self.person.chat)][-3:]}")

    def is_quiet(self) -> bool:
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            return connection.execute(_UNDONE).fetchone() is None
