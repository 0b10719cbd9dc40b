"""The chat apps: each is a folder beside this file whose `channel.py` has a CHANNEL, one line here, and a process of its own."""
from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Callable

from bot.replies.reply import Reply
from bot.settings import Settings

CHANNELS = (
    "telegram",
)
Push = Callable[[str, str, Reply], bool]


@dataclass(frozen=True)
class Channel:
    """`help` is the command's; `missing` says what is not set, empty if nothing; `serve` runs until a signal; it may raise
    SystemExit that says why not.

    `push` makes what takes (sender, key, reply) of what people are told without having asked: whether the sender is one of this channel's.
    """

    help: str
    missing: Callable[[Settings], str]
    serve: Callable[[Settings], None]
    push: Callable[[], Push]


def channel(name: str) -> Channel:
    """Only what a process needs is imported."""
    found = import_module(f"bot.channels.{name}.channel").CHANNEL
    assert isinstance(found, Channel)
    return found


def pushes() -> Push:
    """To whichever channel the sender is of."""
    each = [channel(name).push() for name in CHANNELS]
    return lambda sender, key, reply: any(push(sender, key, reply) for push in each)
