"""The gateway between a stand-in for Telegram and a stand-in for the dialogue process, with a real database."""
from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, AsyncIterator, Callable

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.channels.rasa_client import RasaClient
from bot.channels.telegram.api import Api
from bot.channels.telegram.centres import read_centres
from bot.channels.telegram.gateway import Gateway
from bot.channels.telegram.polling import poll
from bot.channels.telegram.services import Services
from bot.channels.telegram.speech import SpeechToText
from bot.knowledge.divisions import Divisions
from bot.replies.reply import Button
from bot.storage.case_photos import CasePhotos
from bot.storage.cases import CaseStore
from bot.storage.encryption import Key, Keyring
from bot.storage.engine import make_engine
from bot.storage.migrations import upgrade
from bot.storage.telegram import TelegramStore
from tests.conftest import REAL_CONTENT
from tests.integration.storage.conftest import empty_url, engine  # noqa: F401  the same tests on SQLite and PostgreSQL
from tests.telegram_server.person import Person
from tests.telegram_server.rasa import FakeRasa
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.shapes import TOKEN

_PATIENCE = 20.0  # seconds until what must happen has happened
KEYRING = Keyring((Key("k1", secrets.token_bytes(32)),))
ME = 7_504_118_223


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # as bot.settings.prepare_process


@dataclass
class Stage:
    """Telegram, the dialogue, and one gateway after the other on the same database."""

    telegram: TelegramServer
    rasa: FakeRasa
    rasa_url: str
    engine: sa.engine.Engine
    speech: SpeechToText | None = None
    running: list[tuple[Gateway, Services, "asyncio.Task[None]"]] = field(default_factory=list)

    @property
    def store(self) -> TelegramStore:
        return TelegramStore(self.engine, KEYRING)

    @property
    def photos(self) -> CasePhotos:
        return CasePhotos(CaseStore(self.engine, KEYRING), KEYRING)

    def person(self, number: int = ME, group: int | None = None) -> Person:
        return self.telegram.person(number, group)

    async def open(self) -> None:
        """A gateway begins, as a process does."""
        services = Services(
            api=Api(TOKEN, self.telegram.base_url, 1_000, chat_burst=1_000), rasa=RasaClient(self.rasa_url), store=self.store, photos=self.photos,
            divisions=Divisions(REAL_CONTENT / "divisions.yml"), places=(Button("丰都县", "我在丰都县"), Button("北安市", "我在北安市")),
            centres=read_centres(REAL_CONTENT / "centres.yml"), now=lambda: datetime.now(timezone.utc), speech=self.speech)
        services.me = await services.api.open()
        gateway = Gateway(services)
        await gateway.resume()
        looking = asyncio.gather(poll(services, gateway), gateway.look())
        self.running.append((gateway, services, looking))  # type: ignore[arg-type]

    async def close(self, grace: float = 5.0) -> None:
        """As on SIGTERM; with no grace nearly as on SIGKILL: tasks end where they stand."""
        while self.running:
            gateway, services, looking = self.running.pop()
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            await gateway.stop(grace)
            await services.close()

    async def until(self, holds: Callable[[], Any]) -> Any:
        """Waits until it holds; what it gave then."""
        for _ in range(int(_PATIENCE / 0.01)):
            if found := holds():
                return found
            await asyncio.sleep(0.01)
        raise AssertionError(f"not within {_PATIENCE} s; the chats: {self.telegram.chats}")

    async def answered(self, chat: int = ME, count: int = 1) -> list[str]:
        """The texts of the bot, once there are so many and none is a line that waits for its answer."""
        from bot.channels.telegram.wording import words

        leads = set(words()["leads"].values())

        def ready() -> list[str] | None:
            texts = self.telegram.bot_texts(chat)
            return texts if len(texts) >= count and not leads.intersection(texts) else None
        return await self.until(ready)


@pytest_asyncio.fixture
async def stage(engine: sa.engine.Engine) -> AsyncIterator[Stage]:  # noqa: F811
    telegram, rasa = TelegramServer(), FakeRasa()
    await telegram.start()
    stage = Stage(telegram, rasa, await rasa.start(), engine)
    await stage.open()
    yield stage
    await stage.close()
    await telegram.stop()
    await rasa.stop()


@pytest.fixture
def sqlite(tmp_path: Any) -> sa.engine.Engine:
    url = f"sqlite:///{tmp_path}/telegram.db"
    upgrade(url)
    return make_engine(url)
