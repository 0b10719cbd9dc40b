"""What the running program needs to know of this channel."""
from __future__ import annotations

import asyncio

from bot import bootstrap, clock
from bot.channels.registered import Channel
from bot.channels.telegram.notices import Notices
from bot.settings import Settings


def _missing(settings: Settings) -> str:
    return "" if settings.telegram_token else \
        "there is no bot: set TELEGRAM_BOT_TOKEN to the token that @BotFather gave you (.env.example)"


def _serve(settings: Settings) -> None:
    from telegram.error import InvalidToken

    from bot.channels.telegram.process import run

    try:
        asyncio.run(run(settings))
    except InvalidToken:
        raise SystemExit("Telegram does not know this bot: check TELEGRAM_BOT_TOKEN (@BotFather, /mybots, API Token).") from None


CHANNEL = Channel(
    help="The chat in Telegram, for the bot of TELEGRAM_BOT_TOKEN.",
    missing=_missing,
    serve=_serve,
    push=lambda: Notices(bootstrap.telegram_store(), clock.now),
)
