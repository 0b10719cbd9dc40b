"""Photos that belong to a report, and voice messages."""
from __future__ import annotations

import asyncio

from telegram.error import TelegramError

from bot.casework.receipt import spaced
from bot.channels.telegram import speech
from bot.channels.telegram.incoming import Incoming
from bot.channels.telegram.message import Outgoing
from bot.channels.telegram.pictures import LARGEST, kind_of
from bot.channels.telegram.rendering import said
from bot.channels.telegram.services import Services
from bot.channels.telegram.wording import words
from bot.logs import logger
from bot.replies.reply import Button
from bot.storage.case_photos import EnoughPhotos, NoOpenCase

log = logger("telegram")


async def photo(services: Services, sender: str, incoming: Incoming) -> Outgoing:
    """Keeps it with the case, or says why not."""
    words_ = words()["photo"]
    if incoming.size > LARGEST:
        return said(words_["too_big"])
    try:
        content = await services.api.file(incoming.file, LARGEST)
    except TelegramError as error:
        log.warning("photo not fetched", error=type(error).__name__)
        return said(words_["failed"])
    if content is None:
        return said(words_["too_big"])
    kind = kind_of(content)
    if kind is None:
        return said(words_["unknown"])
    try:
        case, count = await asyncio.to_thread(services.photos.add, sender, kind, content, services.now())
    except NoOpenCase:
        return said(words_["no_case"], Button(words_["report"], words_["report"]))
    except EnoughPhotos:
        return said(words_["enough"])
    return said(words_["kept"].format(receipt=spaced(case.receipt), count=count))


async def heard(services: Services, incoming: Incoming) -> tuple[str, Outgoing]:
    """The words of a voice message, empty if there are none, and what to say of them."""
    words_ = words()["voice"]
    if services.speech is None:
        return "", said(words_["not_here"])
    if incoming.seconds > speech.LONGEST or incoming.size > speech.LARGEST:
        return "", said(words_["too_long"])
    try:
        sound = await services.api.file(incoming.file, speech.LARGEST)
        if sound is None:
            return "", said(words_["too_long"])
        text = await services.speech.text(sound)
    except (TelegramError, speech.NotHeard) as error:
        log.warning("voice not heard", error=type(error).__name__)
        return "", said(words_["failed"])
    return text, said(words_["heard"].format(text=text))
