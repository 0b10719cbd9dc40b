"""What the parts of this process share."""
from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Callable, Mapping, TypeVar

from bot.channels.rasa_client import RasaClient
from bot.channels.telegram.api import Api
from bot.channels.telegram.incoming import Me
from bot.channels.telegram.speech import SpeechToText
from bot.channels.web.rate_limit import PER_VISITOR, RateLimit
from bot.knowledge.divisions import Divisions
from bot.replies.reply import Button
from bot.storage.case_photos import CasePhotos
from bot.storage.telegram import TelegramStore

Result = TypeVar("Result")
_THREADS = 4


@dataclass
class Services:
    """`places` are buttons of the covered places, `now` gives aware datetimes. `me` is known once Telegram has answered."""

    api: Api
    rasa: RasaClient
    store: TelegramStore
    photos: CasePhotos
    divisions: Divisions
    places: tuple[Button, ...]
    centres: Mapping[str, tuple[float, float]]
    now: Callable[[], datetime]
    speech: SpeechToText | None = None
    limit: RateLimit = field(default_factory=lambda: RateLimit(PER_VISITOR))
    me: Me = Me(0, "")

    def __post_init__(self) -> None:
        self._threads = None if self.store.is_local else ThreadPoolExecutor(_THREADS, thread_name_prefix="database")

    async def stored(self, call: Callable[..., Result], *arguments: Any) -> Result:
        """A short call to the store. To a file it takes a millisecond, and a thread would take another for handing it over and back."""
        if self._threads is None:
            return call(*arguments)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call, *arguments)

    async def close(self) -> None:
        if self._threads:
            self._threads.shutdown()
        await self.rasa.close()
        await self.api.close()
        if self.speech:
            await self.speech.close()
