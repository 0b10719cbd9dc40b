"""What an update of Telegram says: one small shape for everything a person can do."""
from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import Enum
from typing import Any, Mapping

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatID, ChatMemberStatus, ChatType

from bot.channels.telegram.keyboards import tapped
from bot.channels.telegram.wording import words

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)
_PRIVATE = (ChatType.PRIVATE, ChatType.SENDER)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


class Kind(str, Enum):
    """What was done."""

    TEXT = "text"
    COMMAND = "command"  # `text` is its name, `rest` what stands behind it
    TAP = "tap"
    CONTACT = "contact"  # `text` is the number
    LOCATION = "location"
    PHOTO = "photo"
    VOICE = "voice"
    FILE = "file"
    JOINED = "joined"  # the bot came into a group
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Me:
    """The bot itself."""

    id: int
    name: str


@dataclass(frozen=True)
class Address:
    """A private chat, or one person in a group (`user`): what one asks there is not mixed with what others ask."""

    chat: int
    user: int | None = None

    @property
    def is_group(self) -> bool:
        return self.user is not None

    def as_text(self) -> str:
        """The same for the same conversation."""
        return json.dumps([self.chat, self.user])


@dataclass(frozen=True)
class Incoming:
    """`is_addressed`: the bot is meant, which in a group has to be said. `message` is Telegram's number of the person's message."""

    address: Address
    kind: Kind
    text: str = ""
    rest: str = ""
    is_addressed: bool = True
    message: int | None = None
    query: str = ""  # the tap to acknowledge
    button: tuple[int, int] | None = None
    thread: int | None = None  # the topic, in a group that has some
    point: tuple[float, float] | None = None  # latitude, longitude
    file: str = ""
    size: int = 0  # bytes, 0 if not told
    seconds: int = 0


def address_of(text: str) -> Address:
    chat, user = json.loads(text)
    return Address(chat, user)


def read(tree: Mapping[str, Any], me: Me) -> Incoming | None:
    """None for what concerns nobody: channels, other bots, edits, kinds of updates that are not served. Never raises."""
    try:
        update = Update.de_json(dict(tree), None)
        if update.message:
            return _message(update.message, me)
        if update.callback_query:
            return _tap(update)
        return _membership(update)
    except Exception:  # whatever Telegram sends one day must not stop what comes after it
        return None


def _message(message: Message, me: Me) -> Incoming | None:
    # who leads a group may write in its name, and then comes as a bot
    if message.from_user is None or message.from_user.is_bot and message.from_user.id != ChatID.ANONYMOUS_ADMIN:
        return None
    address = _address(message.chat.id, message.chat.type, message.from_user.id)
    if address is None:
        return None
    common: dict[str, Any] = {"address": address, "message": message.message_id, "thread": _thread(message)}
    text = message.text or ""
    if text and (command := _COMMAND.fullmatch(text.strip())):
        name, bot, rest = command.groups()
        # in a group a bare command may be any bot's
        mine = bot.lower() == me.name.lower() if bot else not address.is_group or name.lower() in words()["commands"]
        return Incoming(kind=Kind.COMMAND, text=name.lower(), rest=(rest or "").strip(), is_addressed=mine, **common)
    mentioned, plain = _without_mention(message, me)
    answers_me = message.reply_to_message is not None and (sender := message.reply_to_message.from_user) is not None and sender.id == me.id
    common["is_addressed"] = not address.is_group or mentioned or answers_me
    if text:
        return Incoming(kind=Kind.TEXT, text=plain, **common)
    if message.contact:
        return Incoming(kind=Kind.CONTACT, text=message.contact.phone_number, **common)
    if message.location:
        return Incoming(kind=Kind.LOCATION, point=(message.location.latitude, message.location.longitude), **common)
    return _file(message, plain, common)


def _file(message: Message, caption: str, common: dict[str, Any]) -> Incoming | None:
    """None for what nobody sent: that something was pinned, that somebody came."""
    if message.photo:
        largest = max(message.photo, key=lambda photo: photo.width * photo.height)
        return Incoming(kind=Kind.PHOTO, file=largest.file_id, size=largest.file_size or 0, text=caption, **common)
    if message.document:
        return Incoming(kind=Kind.PHOTO, file=message.document.file_id, size=message.document.file_size or 0, text=caption, **common)
    if message.voice or message.audio:
        sound: Any = message.voice or message.audio
        seconds = sound.duration
        return Incoming(kind=Kind.VOICE, file=sound.file_id, size=sound.file_size or 0,
                        seconds=int(getattr(seconds, "total_seconds", lambda: seconds)()), **common)
    if message.effective_attachment is None:
        return None
    is_file = message.video or message.video_note or message.animation
    return Incoming(kind=Kind.FILE if is_file else Kind.UNKNOWN, **common)


def _tap(update: Update) -> Incoming | None:
    query = update.callback_query
    assert query
    if query.message is None or query.from_user.is_bot:
        return None
    address = _address(query.message.chat.id, query.message.chat.type, query.from_user.id)
    if address is None:
        return None
    return Incoming(address, Kind.TAP, query=query.id, button=tapped(query.data or ""), message=query.message.message_id,
                    thread=_thread(query.message) if isinstance(query.message, Message) else None)


def _membership(update: Update) -> Incoming | None:
    change = update.my_chat_member
    if change is None:
        return None
    gone = change.new_chat_member.status in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
    address = _address(change.chat.id, change.chat.type, change.from_user.id)
    if address is None:
        return None
    if address.is_group:
        was_out = change.old_chat_member.status in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
        return Incoming(address, Kind.JOINED) if was_out and not gone else None
    return Incoming(address, Kind.BLOCKED if gone else Kind.UNBLOCKED)


def _thread(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None


def _address(chat: int, kind: str, user: int) -> Address | None:
    return Address(chat) if kind in _PRIVATE else Address(chat, user) if kind in _GROUPS else None


def _without_mention(message: Message, me: Me) -> tuple[bool, str]:
    """Whether the bot is named, and the text without its name."""
    text, named = message.text or message.caption or "", False
    found = message.parse_entities([MessageEntity.MENTION]) if message.text else message.parse_caption_entities([MessageEntity.MENTION])
    for mention in found.values():
        if mention.lower() == f"@{me.name}".lower():
            named, text = True, text.replace(mention, " ")
    return named, text.strip()
