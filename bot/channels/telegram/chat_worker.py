"""One chat's updates and messages, one after the other: what was begun before a kill is gone on with."""
from __future__ import annotations

import asyncio
import json
import traceback
from dataclasses import replace
from functools import partial
from typing import Callable, NamedTuple

from bot.channels.telegram import answers
from bot.channels.telegram.api import Blocked, Lost, Moved, Refused
from bot.channels.telegram.incoming import Address, Incoming, Kind, address_of, read
from bot.channels.telegram.message import Outgoing, from_json
from bot.channels.telegram.rendering import said
from bot.channels.telegram.services import Services
from bot.channels.telegram.wording import words
from bot.logs import logger
from bot.storage.telegram import Chat, Message, Outcome, Update

log = logger("telegram")
_BEFORE_TYPING, _TYPING_LASTS = 0.3, 4.5  # seconds
HEAD_START = 0.003  # seconds: the turn is on its way before anything else is done
_MOST_ATTEMPTS = 3  # of what fails for a reason nobody foresaw
_PAUSE, _LONG_PAUSE = 1.0, 5.0  # seconds after such a failure, and when the database fails


class Fresh(NamedTuple):
    """An update that has just been kept, as it was read."""

    chat: Chat
    update: Update
    incoming: Incoming | None


class ChatWorker:
    """The work of one chat. `is_stopping` is asked between two pieces of work."""

    def __init__(self, services: Services, number: int, is_stopping: Callable[[], bool]) -> None:
        self._services, self._number, self._is_stopping = services, number, is_stopping
        self._failures = 0

    async def run(self, fresh: Fresh | None = None) -> None:
        """Until nothing waits. Only the `fresh` update is known to wait, if there is one, or else the database tells."""
        if fresh and not self._is_stopping() and await self._do(*fresh):
            return
        while not self._is_stopping():
            try:
                found = await self._services.stored(self._services.store.next, self._number)
            except Exception as error:
                log.error("not read", chat=self._number, error=type(error).__name__)
                await asyncio.sleep(_LONG_PAUSE)
                continue
            if found is None:
                return
            await self._do(*found)

    async def _do(self, chat: Chat, work: Message | Update, incoming: Incoming | None = None) -> bool:
        """Whether it is done; else it still waits."""
        store, address = self._services.store, address_of(chat.address)
        try:
            if isinstance(work, Message):
                await self._deliver(address, work)
            else:
                await self._take(chat, address, work, incoming or read(json.loads(work.payload), self._services.me))
            self._failures = 0
            return True
        except Blocked:
            log.info("blocked", chat=chat.id)
            if isinstance(work, Update):
                await self._services.stored(store.finish, chat.id, work.id, Outcome(), self._services.now())
            await self._services.stored(store.block, chat.id, self._services.now())
            return True
        except Moved as moved:
            await self._services.stored(store.move, chat.id, replace(address, chat=moved.chat).as_text())
        except Exception as error:
            # where, not what: the text of an exception may quote a message
            log.error("failed", chat=chat.id, kind=type(work).__name__, error=type(error).__name__,
                      where="".join(traceback.format_tb(error.__traceback__)))
            await self._give_up(work)
        return False

    async def _take(self, chat: Chat, address: Address, update: Update, incoming: Incoming | None) -> None:
        """The answer is fetched while the line that it will stand in is sent; then both are noted in one transaction."""
        services, now = self._services, self._services.now()
        tapped, note = await self._tap(chat, incoming) if incoming and incoming.kind is Kind.TAP else ("", "")
        if incoming and incoming.query:
            asyncio.ensure_future(services.api.acknowledge(incoming.query, note or None))
        if incoming is None or self._is_silent(chat, incoming, tapped):
            gone = {"blocked_at": now} if incoming and incoming.kind is Kind.BLOCKED else {}
            await services.stored(services.store.finish, chat.id, update.id, Outcome(chat=gone), now)
            return
        if update.attempts >= _MOST_ATTEMPTS:
            answer, number = answers.Answer([said(words()["broken"])]), update.placeholder
        else:
            lead = asyncio.ensure_future(self._lead(address, update, incoming))
            typing = asyncio.ensure_future(self._typing(address.chat, incoming.thread))
            try:
                answer = await answers.Asker(services, chat, update.id).answer(incoming, tapped)
            except Exception:
                await asyncio.gather(lead, return_exceptions=True)  # so that the next attempt knows of the line
                raise
            finally:
                typing.cancel()
            number = await lead
        remember = {**answers.remembered(chat, incoming, services.now()), **answer.remember}
        outcome = Outcome([message.as_json() for message in answer.messages], number, remember)
        for message in await services.stored(services.store.finish, chat.id, update.id, outcome, services.now()):
            await self._deliver(address, message)

    def _is_silent(self, chat: Chat, incoming: Incoming, tapped: str) -> bool:
        if incoming.kind in (Kind.BLOCKED, Kind.UNBLOCKED):
            return True
        return incoming.kind is Kind.TAP and (not tapped or answers.is_same_tap(chat, incoming, self._services.now()))

    async def _tap(self, chat: Chat, incoming: Incoming) -> tuple[str, str]:
        """What the button says, and what to show for a moment."""
        kept = await self._services.stored(self._services.store.body, incoming.button[0]) if incoming.button else None
        if kept and address_of(kept[1].address).chat == incoming.address.chat:
            taps = from_json(kept[0]).taps
            if incoming.button and incoming.button[1] < len(taps):
                tap = taps[incoming.button[1]]
                return tap.text, tap.title
        return "", words()["too_old"]

    async def _lead(self, address: Address, update: Update, incoming: Incoming) -> int | None:
        """Telegram's number of the line that holds the answer's place. What fails here is made up for when the answer is delivered."""
        if update.placeholder is not None:
            return update.placeholder
        await asyncio.sleep(HEAD_START)
        reply_to = incoming.message if address.is_group and incoming.kind is not Kind.TAP else None
        number = await self._services.api.lead(address.chat, words()["leads"]["answer"], reply_to, incoming.thread, is_patient=False)
        if number is not None:
            await self._services.stored(self._services.store.note_placeholder, update.id, number)
        return number

    async def _typing(self, chat: int, thread: int | None) -> None:
        """Shown only where the answer is not there at once."""
        await asyncio.sleep(_BEFORE_TYPING)
        while True:
            await self._services.api.typing(chat, thread)
            await asyncio.sleep(_TYPING_LASTS)

    async def _deliver(self, address: Address, message: Message) -> None:
        store, api, what = self._services.store, self._services.api, from_json(message.body)
        number = message.number
        try:
            if what.keyboard:
                await self._services.stored(store.begin, message.id)
                if not await api.show(address.chat, what):
                    await self._services.stored(partial(store.remember, self._number, keyboard=""))  # with the next answer, then
            else:
                number = await self._change(address, message, what)
        except Refused as refused:
            log.error("message refused", message=message.id, why=str(refused)[:100])
            if what.keyboard:
                await self._services.stored(partial(store.remember, self._number, keyboard=""))
            await self._services.stored(store.drop, message.id, self._services.now())
            return
        await self._services.stored(store.sent, message.id, number, what.kept(), self._services.now())

    async def _change(self, address: Address, message: Message, what: Outgoing) -> int:
        """The text in the place of its line; the line first, if there is none or it was deleted."""
        number, api = message.number, self._services.api
        for text in (what, what, Outgoing(what.text), Outgoing(words()["broken"])):
            if number is None:
                number = await api.lead(address.chat, words()["leads"][what.lead], what.reply_to, what.thread)
                await self._services.stored(self._services.store.note_number, message.id, number)
            assert number is not None
            try:
                await api.change(address.chat, number, message.id, text)
                return number
            except Lost:
                number = None
            except Refused as refused:
                log.error("message refused", message=message.id, why=str(refused)[:100])
        raise Refused("whatever it says")

    async def _give_up(self, work: Message | Update) -> None:
        """Tried again; in the end an update is answered with regret, and a message is dropped."""
        store = self._services.store
        self._failures += 1
        try:
            if isinstance(work, Update):
                await self._services.stored(store.note_attempt, work.id, work.attempts + 1)
            elif self._failures >= _MOST_ATTEMPTS:
                await self._services.stored(store.drop, work.id, self._services.now())
            else:
                await self._services.stored(store.wait_again, work.id)
        except Exception as error:
            log.error("not noted", error=type(error).__name__)
        await asyncio.sleep(_PAUSE)
