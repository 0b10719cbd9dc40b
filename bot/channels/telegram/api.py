"""Calls to Telegram that are tried until they are through, or can never be."""
from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any, Awaitable, Callable, Mapping, TypeVar
from urllib.parse import urlsplit

from telegram import Bot, LinkPreviewOptions, MenuButtonCommands, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.channels.telegram import keyboards
from bot.channels.telegram.flood import CHAT_BURST, Flood
from bot.channels.telegram.incoming import Me
from bot.channels.telegram.message import Outgoing
from bot.channels.telegram.requests import PATIENCE, Requests, Unanswered
from bot.logs import logger

log = logger("telegram")
Result = TypeVar("Result")
WANTED = ("message", "callback_query", "my_chat_member")
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0  # seconds between tries
_CONNECTIONS = 100
_HERE = ("127.0.0.1", "::1", "localhost")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# Telegram has no codes for these
_UNCHANGED = "message is not modified"
_LOST = ("message to edit not found", "message can't be edited", "message_id_invalid", "message identifier is not specified")
_GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "bot was kicked", "not enough rights", "have no rights",
         "chat_write_forbidden")


class Blocked(Exception):
    """The person, or the group, wants nothing of the bot any more."""


class Moved(Exception):
    """The group has another number from now on."""

    def __init__(self, chat: int) -> None:
        super().__init__("moved")
        self.chat = chat


class Lost(Exception):
    """The message to change is not there any more."""


class Refused(Exception):
    """Telegram will never take this message as it is."""


class Api:
    """One bot. `base_url` is the server's, without a slash at its end."""

    def __init__(self, token: str, base_url: str, per_second: int, chat_burst: int = CHAT_BURST) -> None:
        is_here = urlsplit(base_url).hostname in _HERE  # a proxy is the way to Telegram, not to this machine
        requests = Requests(_CONNECTIONS, not is_here)
        self.bot = Bot(token, base_url=f"{base_url}/bot", base_file_url=f"{base_url}/file/bot", request=requests,
                       get_updates_request=requests)
        self.flood = Flood(per_second, chat_burst)

    async def open(self) -> Me:
        """Who the bot is. Raises InvalidToken."""
        await self.bot.initialize()
        return Me(self.bot.id, self.bot.username)

    async def close(self) -> None:
        await self.bot.shutdown()

    async def introduce(self) -> None:
        """The menu of commands, with a button for it. The chat works without."""
        for call in (self.bot.set_my_commands(keyboards.commands()), self.bot.set_chat_menu_button(menu_button=MenuButtonCommands())):
            try:
                await call
            except TelegramError as error:
                log.warning("no menu", error=type(error).__name__)

    async def no_webhook(self) -> None:
        """Updates are fetched from now on; what waits is kept."""
        await self._tried(None, self.bot.delete_webhook, is_message=False)

    async def webhook(self, url: str, secret: str) -> None:
        """Updates are sent to `url` from now on, one at a time, so that their order is kept."""
        await self._tried(None, lambda: self.bot.set_webhook(url, max_connections=1, allowed_updates=WANTED, secret_token=secret),
                          is_message=False)

    async def updates(self, offset: int | None, seconds: int) -> list[Mapping[str, Any]]:
        """As they came, so that one that nobody can read does not hide the others. Raises TelegramError."""
        asked = {"offset": offset, "timeout": seconds, "limit": 100, "allowed_updates": list(WANTED)}
        # the Bot's own method parses all of them before any can be kept; names of methods may be written in any case
        found: Any = await self.bot.do_api_request("getupdates", asked, read_timeout=seconds + PATIENCE)
        return [each for each in found if isinstance(each, dict) and isinstance(each.get("update_id"), int)]

    async def lead(self, chat: int, text: str, reply_to: int | None = None, thread: int | None = None,
                   is_patient: bool = True) -> int | None:
        """A line that an answer takes the place of: its number. None if it did not go at once and nobody waits. Raises Blocked, Moved."""
        quoted = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
        sent = await self._tried(chat, lambda: self.bot.send_message(chat, text, reply_parameters=quoted, message_thread_id=thread),
                                 tries=None if is_patient else 1)
        return sent.message_id if sent else None

    async def change(self, chat: int, number: int, message: int, what: Outgoing) -> None:
        """Puts the message in the place of a line. Again and again it comes to the same. Raises Blocked, Moved, Lost, Refused."""
        try:
            await self._tried(chat, lambda: self.bot.edit_message_text(
                what.text, chat, number, entities=keyboards.entities(what.entities, what.text),
                reply_markup=keyboards.inline(what.taps, message), link_preview_options=_NO_PREVIEW), is_message=False)
        except BadRequest as error:
            why = error.message.lower()
            if _UNCHANGED in why:
                return
            raise (Lost if any(each in why for each in _LOST) else Refused)(why) from None

    async def show(self, chat: int, what: Outgoing) -> bool:
        """A message with keys, which can never be changed: where it may have gone it is not sent again. Whether it surely went.

        Raises Blocked, Moved, Refused.
        """
        try:
            keys = keyboards.bottom(what.keyboard)
            return await self._tried(chat, lambda: self.bot.send_message(chat, what.text, reply_markup=keys), is_once=True) is not None
        except BadRequest as error:
            raise Refused(error.message) from None

    async def typing(self, chat: int, thread: int | None) -> None:
        await self._quietly(chat, lambda: self.bot.send_chat_action(chat, ChatAction.TYPING, message_thread_id=thread))

    async def acknowledge(self, query: str, text: str | None) -> None:
        """The button stops glowing; with a text, that is shown for a moment."""
        await self._quietly(None, lambda: self.bot.answer_callback_query(query, text))

    async def file(self, name: str, most: int) -> bytes | None:
        """None if it is larger than `most` bytes. Raises TelegramError."""
        found = await self.bot.get_file(name)
        if (found.file_size or 0) > most:
            return None
        content = bytes(await found.download_as_bytearray())
        return content if len(content) <= most else None

    async def _quietly(self, chat: int | None, call: Callable[[], Awaitable[Any]]) -> None:
        """Nobody misses it."""
        try:
            await self.flood.wait(chat, is_message=False)
            await call()
        except RetryAfter as error:
            self.flood.refused(chat, seconds_of(error))
        except TelegramError:
            pass

    async def _tried(self, chat: int | None, call: Callable[[], Awaitable[Result]], is_message: bool = True, tries: int | None = None,
                     is_once: bool = False) -> Result | None:
        """Until it is through, or `tries` times, or, with `is_once`, until it may be through. Raises Blocked, Moved, BadRequest."""
        pause, tried = _FIRST_PAUSE, 0
        while True:
            await self.flood.wait(chat, is_message)
            try:
                return await call()
            except RetryAfter as error:
                self.flood.refused(chat, seconds_of(error))
                log.warning("flood limit", seconds=seconds_of(error))
                is_message, wait = False, 0.0  # its place in the queue is paid for
            except Forbidden:
                raise Blocked from None
            except ChatMigrated as error:
                raise Moved(error.new_chat_id) from None
            except BadRequest as error:
                if any(each in error.message.lower() for each in _GONE):
                    raise Blocked from None
                raise
            except TelegramError as error:
                if is_once and isinstance(error, Unanswered):
                    return None
                log.warning("Telegram does not answer", error=type(error).__name__)
                wait, pause = pause, min(pause * 2, _LONGEST_PAUSE)
            tried += 1
            if tries and tried >= tries:
                return None
            await asyncio.sleep(wait)


def seconds_of(error: RetryAfter) -> float:
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
