"""A reply as messages of Telegram: plain text, the sources as a quote that folds, buttons below. No markup that a text could break."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Sequence

from bot.channels.rasa_client import ChatReply
from bot.channels.telegram.message import BLOCKQUOTE, Entity, Outgoing, Tap
from bot.channels.telegram.splitting import LIMIT, parts, readable, units
from bot.channels.telegram.wording import words
from bot.replies.figures import day
from bot.replies.reply import Button, Reference, code_line


def rendered(replies: Sequence[ChatReply]) -> list[Outgoing]:
    return [message for reply in replies for message in _messages(reply)]


def said(text: str, *buttons: Button | Tap) -> Outgoing:
    """A sentence of this channel's own."""
    return Outgoing(readable(text), taps=_taps(buttons))


def _messages(reply: ChatReply) -> list[Outgoing]:
    found = [Outgoing(part) for part in parts(readable(reply.text))]
    quote, code = readable(_sources(reply)).strip(), readable(code_line(reply.code)).strip()
    if quote:
        found = _with_quote(found, quote)
    if code:
        found = _with_line(found, code)
    found = [replace(message, lead="more" if place else "answer") for place, message in enumerate(found)]
    return [*found[:-1], replace(found[-1], taps=_taps(reply.buttons))] if found else []


def _with_quote(messages: list[Outgoing], quote: str) -> list[Outgoing]:
    """Below the last text if there is room, else in messages of its own."""
    last = messages[-1].text if messages else ""
    if messages and units(last) + 1 + units(quote) <= LIMIT:
        offset = units(last) + 1
        return [*messages[:-1], Outgoing(f"{last}\n{quote}", (Entity(BLOCKQUOTE, offset, units(quote)),))]
    return [*messages, *(Outgoing(part, (Entity(BLOCKQUOTE, 0, units(part)),)) for part in parts(quote))]


def _with_line(messages: list[Outgoing], line: str) -> list[Outgoing]:
    if messages and units(messages[-1].text) + 1 + units(line) <= LIMIT:
        return [*messages[:-1], replace(messages[-1], text=f"{messages[-1].text}\n{line}")]
    return [*messages, Outgoing(line)]


def _sources(reply: ChatReply) -> str:
    """The line of the sources, and below it who issued each document, when and for how long."""
    return "\n".join(filter(None, (reply.citation, *dict.fromkeys(map(_reference, reply.references)))))


def _reference(reference: Reference) -> str:
    pieces = words()["reference_parts"]
    values = {"issued_on": _day(reference.issued_on), "period": reference.period}
    told = {key: pieces[key].format(value=value) if value else "" for key, value in values.items()}
    return words()["reference"].format(issuer=reference.issuer, **told) if reference.issuer else ""


def _day(issued_on: str | None) -> str:
    """As it is read aloud."""
    try:
        return day(date.fromisoformat(issued_on)) if issued_on else ""
    except ValueError:
        return issued_on or ""


def _taps(buttons: Sequence[Button | Tap]) -> tuple[Tap, ...]:
    return tuple(each if isinstance(each, Tap) else Tap(readable(each.title), readable(each.text)) for each in buttons)
