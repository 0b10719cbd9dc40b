"""Telegram's limits: so many messages a second in all, about one a second in a chat; and whatever it asks to wait."""
from __future__ import annotations

import asyncio
import time
from typing import Awaitable, Callable

CHAT_BURST, CHAT_RATE = 5, 1.0  # messages at once, and then a second
GROUP_BURST, GROUP_RATE = 10, 1 / 3  # twenty a minute
_MOST_CHATS = 20_000


class Bucket:
    """Lets `burst` through at once and then `rate` a second, in the order of asking."""

    def __init__(self, burst: float, rate: float, now: float) -> None:
        self._burst, self._rate, self._left, self._at = burst, rate, burst, now

    def take(self, now: float) -> float:
        """Seconds to wait before going."""
        self._left = min(self._burst, self._left + (now - self._at) * self._rate) - 1
        self._at = now
        return max(0.0, -self._left / self._rate)

    def is_full(self, now: float) -> bool:
        return self._left + (now - self._at) * self._rate >= self._burst


class Flood:
    """`now` and `sleep` in seconds."""

    def __init__(self, per_second: int, chat_burst: int = CHAT_BURST, now: Callable[[], float] = time.monotonic,
                 sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._now, self._sleep, self._chat_burst = now, sleep, chat_burst
        self._all = Bucket(per_second, per_second, now())
        self._chats: dict[int, Bucket] = {}
        self._pauses: dict[int | None, float] = {}  # None: for all

    async def wait(self, chat: int | None, is_message: bool = True) -> None:
        """Until something may be sent to `chat`. Editing, actions and the like wait only for what Telegram asked for."""
        if is_message and chat is not None:
            now = self._now()
            delay = max(self._all.take(now), self._bucket(chat, now).take(now))
            if delay:
                await self._sleep(delay)
        while (left := self._paused(chat)) > 0:
            await self._sleep(left)

    def refused(self, chat: int | None, seconds: float) -> None:
        """Telegram wants nothing to this chat for so long. When it says so of a second person meanwhile, it means all.

        Groups have a limit of their own, which two may reach at once.
        """
        until = self._now() + seconds
        people = {key for key, end in self._pauses.items() if key and key > 0 and end > self._now()}
        key = None if chat and chat > 0 and people - {chat} else chat
        self._pauses[key] = max(until, self._pauses.get(key, 0.0))

    def _paused(self, chat: int | None) -> float:
        now = self._now()
        self._pauses = {key: end for key, end in self._pauses.items() if end > now}
        return max(self._pauses.get(chat, 0.0), self._pauses.get(None, 0.0)) - now

    def _bucket(self, chat: int, now: float) -> Bucket:
        if chat not in self._chats:
            if len(self._chats) >= _MOST_CHATS:
                self._chats = {key: bucket for key, bucket in self._chats.items() if not bucket.is_full(now)}
            self._chats[chat] = Bucket(GROUP_BURST, GROUP_RATE, now) if chat < 0 else Bucket(self._chat_burst, CHAT_RATE, now)
        return self._chats[chat]
