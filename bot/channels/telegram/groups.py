"""In a group: answers when it is spoken to, and nothing that concerns one household alone."""
from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from bot.channels.rasa_client import ChatReply
from bot.channels.telegram import deep_link
from bot.channels.telegram.message import Outgoing, Tap
from bot.channels.telegram.wording import words
from bot.privacy.masking import mask
from bot.replies.wording import wording


def asks_of_a_household(reply: ChatReply) -> bool:
    """A question of a report or of a check, or anything about a case."""
    return any(key in reply.about for key in ("reports", "progress", "asks"))


def leaves(replies: Sequence[ChatReply]) -> str:
    """What to say so that the conversation does not go on asking; empty if it does not ask."""
    if any("asks" in reply.about for reply in replies):
        return words()["groups"]["leave_check"]
    return words()["groups"]["leave_report"] if any("reports" in reply.about for reply in replies) else ""


def is_private_matter(text: str) -> bool:
    """What begins or goes on with a report, word for word: it does not reach the dialogue from a group."""
    labels = wording("buttons")
    return text.strip() in {labels["report"], *labels["filing"].values(), *labels["filing_parts"].values()}


def tells_numbers(text: str) -> bool:
    """Telephone or identity numbers, names, addresses."""
    return mask(text) != text


def invitation(bot: str, key: str = "private") -> Outgoing:
    """To the private chat, with a button that opens it."""
    said = words()["groups"]
    return Outgoing(said[key], taps=(Tap(said["button"], url=deep_link.link(bot, deep_link.parameter())),))


def without_private_matters(message: Outgoing, bot: str) -> Outgoing:
    """Buttons that begin a report or a check open the private chat instead."""
    url = deep_link.link(bot, deep_link.parameter())
    check = wording("buttons")["labels"]["check"]
    taps = (Tap(tap.title, url=url) if is_private_matter(tap.text) or tap.text.endswith(check) else tap for tap in message.taps)
    return replace(message, taps=tuple(taps))
