"""The process: opens, goes on with what was left, fetches or is sent updates, and ends when it is told to."""
from __future__ import annotations

import asyncio
import logging
import signal
import sys
from datetime import timedelta

from telegram.error import InvalidToken, TelegramError

from bot import bootstrap, clock
from bot.channels.rasa_client import RasaClient
from bot.channels.telegram.api import Api
from bot.channels.telegram.centres import read_centres
from bot.channels.telegram.gateway import Gateway
from bot.channels.telegram.incoming import Me
from bot.channels.telegram.polling import poll
from bot.channels.telegram.services import Services
from bot.channels.telegram.speech import SpeechToText
from bot.channels.telegram.webhook import listener
from bot.logs import logger
from bot.replies.policy import place_buttons
from bot.settings import Settings

log = logger("telegram")
_KEPT = timedelta(days=30)  # what was sent: so long its buttons can be tapped
_HOUR = 3600.0
_TURN = 0.001  # seconds
_FIRST_PAUSE, _LONGEST_PAUSE, _MOMENT = 1.0, 60.0, 0.05  # seconds


def services_of(settings: Settings) -> Services:
    """Raises ContentError, BadKeyFile."""
    assert settings.telegram_token
    speech = SpeechToText(settings.speech_to_text_url, settings.speech_to_text_key, settings.speech_to_text_model) \
        if settings.speech_to_text_url else None
    return Services(
        api=Api(settings.telegram_token, settings.telegram_api, settings.telegram_per_second),
        rasa=RasaClient(settings.dialogue_url),
        store=bootstrap.telegram_store(),
        photos=bootstrap.case_photos(),
        divisions=bootstrap.divisions(),
        places=place_buttons(bootstrap.knowledge_base(), bootstrap.divisions()),
        centres=read_centres(settings.content / "centres.yml"),
        now=clock.now,
        speech=speech,
    )


async def run(settings: Settings) -> None:
    """Until SIGTERM or SIGINT. Raises InvalidToken."""
    sys.setswitchinterval(_TURN)  # the database's threads are waited for
    logging.getLogger("telegram").setLevel(logging.CRITICAL)  # it quotes what it cannot read
    services = services_of(settings)
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    ending = asyncio.ensure_future(stop.wait())
    gateway = Gateway(services)
    working = asyncio.ensure_future(_work(settings, services, gateway))
    try:
        await asyncio.wait((working, ending), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        for task in (working, ending):
            task.cancel()
        await asyncio.gather(working, ending, return_exceptions=True)
        await gateway.stop()
        await services.close()
        log.info("stopped")


async def _work(settings: Settings, services: Services, gateway: Gateway) -> None:
    services.me = await _opened(services.api)
    await services.api.introduce()
    await gateway.resume()
    updates = _sent(settings, services, gateway) if settings.telegram_webhook else _fetched(services, gateway)
    log.info("ready", webhook=bool(settings.telegram_webhook))
    await asyncio.gather(updates, gateway.look(), _tidy(services))


async def _opened(api: Api) -> Me:
    """Telegram may be away for a while when the machine starts."""
    pause = _FIRST_PAUSE
    while True:
        try:
            return await api.open()
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("Telegram does not answer", error=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


async def _fetched(services: Services, gateway: Gateway) -> None:
    await services.api.no_webhook()
    await poll(services, gateway)


async def _sent(settings: Settings, services: Services, gateway: Gateway) -> None:
    assert settings.telegram_webhook and settings.telegram_token
    secret = bootstrap.keyring().index("telegram webhook", settings.telegram_token)
    server = listener(gateway, secret, settings.telegram_webhook_port)
    serving = asyncio.ensure_future(server.serve())
    while not (server.started or serving.done()):
        await asyncio.sleep(_MOMENT)
    if not serving.done():
        await services.api.webhook(settings.telegram_webhook, secret)
    await serving


async def _tidy(services: Services) -> None:
    """What is done goes after a while."""
    while True:
        try:
            while await asyncio.to_thread(services.store.prune, services.now() - _KEPT):
                pass
        except Exception as error:
            log.error("database fails", error=type(error).__name__)
        await asyncio.sleep(_HOUR)
