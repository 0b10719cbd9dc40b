"""Fetches updates: the next ones are asked for only when the last ones are kept."""
from __future__ import annotations

import asyncio

from telegram.error import Conflict, TelegramError

from bot.channels.telegram.chat_worker import HEAD_START
from bot.channels.telegram.gateway import Gateway
from bot.channels.telegram.services import Services
from bot.logs import logger

log = logger("telegram")
_LONG = 25  # seconds that Telegram holds the line when there is nothing
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0


async def poll(services: Services, gateway: Gateway) -> None:
    """For ever. What was not kept is asked for again."""
    offset: int | None = None
    pause = _FIRST_PAUSE
    while True:
        try:
            updates = await services.api.updates(offset, _LONG)
            await gateway.receive(updates)
            offset = max((update["update_id"] + 1 for update in updates), default=offset)
            pause = _FIRST_PAUSE
            await asyncio.sleep(HEAD_START if updates else 0)
        except Conflict:
            log.error("another process fetches this bot's updates: end it, or take away its webhook")
            await asyncio.sleep(_LONGEST_PAUSE)
        except Exception as error:
            kind = "Telegram does not answer" if isinstance(error, TelegramError) else "updates not kept"
            log.warning(kind, error=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
