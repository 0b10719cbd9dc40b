"""Takes what Telegram has, keeps it, and has each chat's worker see to it. Its state is the database alone."""
from __future__ import annotations

import asyncio
import json
from typing import Any, Mapping, Sequence

from bot.channels.telegram.chat_worker import ChatWorker, Fresh
from bot.channels.telegram.incoming import read
from bot.channels.telegram.services import Services
from bot.logs import logger
from bot.storage.telegram import Received

log = logger("telegram")
GRACE = 10.0  # seconds in which what was begun may be finished
_LOOK = 1.0  # seconds between two looks for what other processes have handed over


class Gateway:
    """One for a process. Chats work side by side, each chat's updates one after the other."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()
        self._handing_out = asyncio.Lock()  # or what has just been kept is also found in the database, and done twice
        self._is_stopping = False

    async def receive(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """They are kept when this returns; only then may Telegram be told so."""
        if not updates:
            return
        kept, meant = [], {}
        for update in updates:
            incoming = read(update, self._services.me)
            if incoming and not incoming.is_addressed:
                incoming = None  # what people say to each other is nobody's here
            address = incoming.address.as_text() if incoming else None
            kept.append(Received(update["update_id"], address, json.dumps(update) if incoming else ""))
            meant[update["update_id"]] = incoming
        async with self._handing_out:
            busy = set(self._workers)  # what they remember of their chats is not written yet
            new: dict[int, list[Fresh]] = {}
            for chat, work in await self._services.stored(self._services.store.receive, kept, self._services.now()):
                new.setdefault(chat.id, []).append(Fresh(chat, work, meant[work.id]))
            for number, found in new.items():
                self._wake(number, found[0] if len(found) == 1 and number not in busy else None)

    async def resume(self) -> None:
        """Goes on with what a process before this one left."""
        for chat in await self._services.stored(self._services.store.resume, self._services.now()):
            self._wake(chat)

    async def look(self) -> None:
        """Again and again for messages that other processes have handed over."""
        while True:
            await asyncio.sleep(_LOOK)
            try:
                async with self._handing_out:
                    for chat in await self._services.stored(self._services.store.waiting_chats):
                        self._wake(chat)
            except Exception as error:  # the database may be away for a moment
                log.error("database fails", error=type(error).__name__)

    async def stop(self, grace: float = GRACE) -> None:
        """Nothing new is begun; what takes longer stays in the database for the next process."""
        self._is_stopping = True
        working = list(self._workers.values())
        if working:
            _, late = await asyncio.wait(working, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def settle(self) -> None:
        """Until nothing is being worked at. For tests."""
        while self._workers:
            await asyncio.wait(list(self._workers.values()))
            await asyncio.sleep(0)

    def _wake(self, chat: int, fresh: Fresh | None = None) -> None:
        """A chat that has no worker has nothing older that waits: what is fresh need not be read again."""
        if self._is_stopping:
            return
        if chat in self._workers:
            self._again.add(chat)
            return
        task = asyncio.ensure_future(ChatWorker(self._services, chat, lambda: self._is_stopping).run(fresh))
        self._workers[chat] = task
        task.add_done_callback(lambda done: self._ended(chat, done))

    def _ended(self, chat: int, task: asyncio.Task[None]) -> None:
        del self._workers[chat]
        if not task.cancelled() and (error := task.exception()):
            log.error("worker failed", chat=chat, error=type(error).__name__)
        if chat in self._again:
            self._again.discard(chat)
            self._wake(chat)
