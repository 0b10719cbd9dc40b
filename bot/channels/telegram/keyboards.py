"""Telegram's own shapes of buttons and entities."""
from __future__ import annotations

from typing import Sequence

from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
)

from bot.channels.telegram.message import Entity, Tap
from bot.channels.telegram.splitting import units
from bot.channels.telegram.wording import words

MAIN, PHONE = "main", "phone"
BIG = ("ask", "report", "status")  # the three jobs
_WIDEST, _MOST = 14, 3  # characters and buttons that stand side by side on a small phone
_MARK = ":"


def inline(taps: Sequence[Tap], message: int) -> InlineKeyboardMarkup | None:
    """Each button carries the number of our message and its place in it: the text itself may be longer than Telegram's 64 bytes."""
    rows: list[list[InlineKeyboardButton]] = []
    width = 0
    for place, tap in enumerate(taps):
        if not rows or len(rows[-1]) == _MOST or width + len(tap.title) > _WIDEST:
            rows.append([])
            width = 0
        rows[-1].append(InlineKeyboardButton(tap.title, url=tap.url) if tap.url
                        else InlineKeyboardButton(tap.title, callback_data=f"{message}{_MARK}{place}"))
        width += len(tap.title)
    return InlineKeyboardMarkup(rows) if rows else None


def tapped(data: str) -> tuple[int, int] | None:
    """Message and place of a button; None for what is none of ours."""
    message, mark, place = data.partition(_MARK)
    return (int(message), int(place)) if mark and _is_number(message) and _is_number(place) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def bottom(name: str) -> ReplyKeyboardMarkup:
    """The keys that stay below the input line; with `phone` one more that shares the telephone number."""
    said = words()["keyboard"]
    rows = [[KeyboardButton(said[key]["title"]) for key in BIG], [KeyboardButton(said["place"], request_location=True)]]
    if name == PHONE:
        rows.insert(0, [KeyboardButton(said["phone"], request_contact=True)])
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, is_persistent=True, input_field_placeholder=said["hint"])


def big_job(text: str) -> str | None:
    """What somebody says by one of the three keys; None for any other text."""
    return next((said["text"] for said in (words()["keyboard"][key] for key in BIG) if said["title"] == text), None)


def entities(found: Sequence[Entity], text: str) -> list[MessageEntity] | None:
    """None for none. One that reaches beyond the text is left out."""
    return [MessageEntity(each.kind, each.offset, each.length) for each in found if each.offset + each.length <= units(text)] or None


def commands() -> list[BotCommand]:
    return [BotCommand(name, said["description"]) for name, said in words()["commands"].items()]
