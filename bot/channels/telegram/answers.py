"""What is said to what a person did: words go to the dialogue, the rest is answered here."""
from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Mapping, Sequence

from bot.casework.validation import phone
from bot.channels.rasa_client import ChatReply, DialogueDown
from bot.channels.telegram import deep_link, files, groups, keyboards, places
from bot.channels.telegram.incoming import Incoming, Kind
from bot.channels.telegram.message import Outgoing
from bot.channels.telegram.rendering import rendered, said
from bot.channels.telegram.services import Services
from bot.channels.telegram.wording import words
from bot.channels.web.message import tidy
from bot.logs import logger
from bot.replies.reply import Button
from bot.storage.telegram import Chat

log = logger("telegram")
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)  # seconds between tries: a dialogue process takes twenty to start
_LONGEST_AGAIN = 200  # characters of a message that a button may say again
_DOUBLE_TAP = timedelta(seconds=5)
_LAST_OF_A_REPORT = ("summary", "not_kept")  # after these no more is asked


@dataclass
class Answer:
    """The messages, and columns of the chat to remember."""

    messages: Sequence[Outgoing]
    remember: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asker:
    """One person's turn: `update` names it, so that a turn that is taken again is the same turn."""

    services: Services
    chat: Chat
    update: int

    async def answer(self, incoming: Incoming, tapped: str) -> Answer:
        """`tapped` are the words of the button, if it was one."""
        if incoming.address.is_group:
            return Answer(await self._in_group(incoming, tapped))
        if not self.services.limit.allow(self.chat.id):
            return Answer([said(words()["too_fast"])])
        if incoming.kind is Kind.COMMAND:
            return await self._command(incoming)
        if incoming.kind in (Kind.TEXT, Kind.TAP):
            return await self._turn(tapped or keyboards.big_job(incoming.text.strip()) or incoming.text)
        if incoming.kind is Kind.CONTACT:
            return await self._contact(incoming.text)
        if incoming.kind is Kind.LOCATION:
            assert incoming.point
            return Answer([places.located(self.services, incoming.point)])
        if incoming.kind is Kind.PHOTO:
            return await self._photo(incoming)
        if incoming.kind is Kind.VOICE:
            return await self._voice(incoming)
        return Answer([said(words()["photo"]["unknown"] if incoming.kind is Kind.FILE else words()["unknown_kind"])])

    async def _command(self, incoming: Incoming) -> Answer:
        known = words()["commands"]
        start = deep_link.read(incoming.rest) if incoming.text == "start" and incoming.rest else None
        if start:
            return await self._from_link(start)
        if incoming.text == "place":
            return self._with_keys([places.question(self.services)], [])
        return await self._turn(known[incoming.text if incoming.text in known else "help"]["text"])

    async def _from_link(self, start: deep_link.Start) -> Answer:
        """A link from a poster: the place is said for the person, then the report is opened."""
        report, place = words()["commands"]["report"]["text"], places.named(self.services, start)
        if place is None:
            return await self._turn(report)
        if await self._ask(words()["says_place"].format(place=place), step=1) is None:
            return self._busy(report)
        return await self._turn(report, step=2, before=words()["linked"].format(place=place))

    async def _contact(self, number: str) -> Answer:
        try:
            digits = phone(number)
        except ValueError:
            return Answer([said(words()["contact_wrong"])])
        return await self._turn(digits)

    async def _photo(self, incoming: Incoming) -> Answer:
        kept = await files.photo(self.services, self.chat.sender, incoming)
        if not incoming.text:
            return Answer([kept])
        answer = await self._turn(incoming.text)
        return Answer([kept, *answer.messages], answer.remember)

    async def _voice(self, incoming: Incoming) -> Answer:
        text, told = await files.heard(self.services, incoming)
        if not text:
            return Answer([told])
        answer = await self._turn(text)
        return Answer([told, *answer.messages], answer.remember)

    async def _turn(self, text: str, step: int = 0, before: str = "") -> Answer:
        """`before` stands above the first reply."""
        text = tidy(text).text
        if not text:
            return Answer([said(words()["empty"])])
        replies = await self._ask(text, step)
        if replies is None:
            return self._busy(text)
        if before and replies:
            replies = [replace(replies[0], text=f"{before}\n{replies[0].text}"), *replies[1:]]
        return self._with_keys(rendered(replies) or [said(words()["no_reply"])], replies)

    async def _ask(self, text: str, step: int = 0) -> list[ChatReply] | None:
        """The dialogue's replies; None if it does not answer for long."""
        for pause in (*_PAUSES, None):
            try:
                return await self.services.rasa.send(self.chat.sender, text, f"tg.{self.update}.{step}")
            except DialogueDown as down:
                log.warning("dialogue process does not answer", why=str(down), update=self.update)
                if pause is not None:
                    await asyncio.sleep(pause)
        return None

    def _busy(self, text: str) -> Answer:
        again = (Button(words()["again"], text),) if len(text) <= _LONGEST_AGAIN else ()
        return Answer([said(words()["busy"], *again)])

    def _with_keys(self, messages: list[Outgoing], replies: Sequence[ChatReply]) -> Answer:
        """With the keys at the bottom of the screen, if they are to be others than those that are there."""
        wanted = keys_for(replies, self.chat.keyboard)
        if wanted == self.chat.keyboard:
            return Answer(messages)
        shown = Outgoing(words()["keyboard_shown"][wanted], keyboard=wanted)
        return Answer([*messages, shown], {"keyboard": wanted})

    async def _in_group(self, incoming: Incoming, tapped: str) -> list[Outgoing]:
        bot, quoted = self.services.me.name, None if incoming.kind is Kind.TAP else incoming.message
        return [replace(message, reply_to=None if place else quoted, thread=incoming.thread)
                for place, message in enumerate(await self._to_a_group(bot, incoming, tapped))]

    async def _to_a_group(self, bot: str, incoming: Incoming, tapped: str) -> list[Outgoing]:
        said_, known = words()["groups"], words()["commands"]
        if incoming.kind is Kind.JOINED or incoming.kind is Kind.COMMAND and incoming.text in ("start", "help"):
            return [said(said_["hello"].format(name=bot))]
        text = tapped or incoming.text
        if incoming.kind is Kind.COMMAND:
            text = known.get(incoming.text, {}).get("text") or ""
        if incoming.kind is Kind.PHOTO:
            return [groups.invitation(bot)]
        text = tidy(text).text
        if not text:
            return [said(said_["hello"].format(name=bot))]
        if groups.tells_numbers(text):
            return [groups.invitation(bot, "numbers")]
        if groups.is_private_matter(text):
            return [groups.invitation(bot)]
        if not self.services.limit.allow(self.chat.id):
            return [said(words()["too_fast"])]
        replies = await self._ask(text)
        if replies is None:
            return [said(words()["busy"])]
        if any(groups.asks_of_a_household(reply) for reply in replies):
            if leave := groups.leaves(replies):
                await self._ask(leave, step=1)
            return [groups.invitation(bot)]
        return [groups.without_private_matters(message, bot) for message in rendered(replies)] or [said(words()["no_reply"])]


def keys_for(replies: Sequence[ChatReply], shown: str) -> str:
    """Which keys belong below these replies: one that shares the telephone number while it is asked for."""
    asked = [str(reply.about["reports"]) for reply in replies if "reports" in reply.about]
    if "phone" in asked:
        return keyboards.PHONE
    if shown == keyboards.PHONE and asked and asked[-1] not in _LAST_OF_A_REPORT:
        return shown  # the report goes on: other keys would be one message more
    return keyboards.MAIN


def is_same_tap(chat: Chat, incoming: Incoming, at: datetime) -> bool:
    """A second tap on the same button right after the first."""
    button = _mark(incoming)
    return bool(button) and chat.tapped == button and chat.tapped_at is not None and at - chat.tapped_at < _DOUBLE_TAP


def remembered(chat: Chat, incoming: Incoming, at: datetime) -> Mapping[str, Any]:
    """Columns of a chat that change by what was done there last."""
    tapped = {"tapped": _mark(incoming), "tapped_at": at if incoming.button else None} if incoming.button or chat.tapped else {}
    return {**tapped, **({"blocked_at": None} if chat.is_blocked else {})}


def _mark(incoming: Incoming) -> str:
    return f"{incoming.button[0]}:{incoming.button[1]}" if incoming.button else ""
