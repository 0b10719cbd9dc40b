"""Puts the parts together: the one place that knows settings and every layer."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa

from bot.casework.calendar import Calendar
from bot.casework.days import day_of
from bot.casework.handlers import Casework
from bot.casework.queries import CaseQueries
from bot.casework.rules import PlaceRules
from bot.clock import now
from bot.dialogue.outgoing import Outgoing
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.settings import settings
from bot.storage.answer_ledger import AnswerLedger, is_kept
from bot.storage.api_clients import ApiClients
from bot.storage.backlog import Backlog, read_backlog
from bot.storage.case_files import CaseFiles
from bot.storage.case_photos import CasePhotos
from bot.storage.cases import CaseStore
from bot.storage.clock_rows import ClockRows
from bot.storage.encryption import Keyring
from bot.storage.engine import make_engine
from bot.storage.key_file import keys_of
from bot.storage.kill_switch import KillSwitch
from bot.storage.migrations import upgrade
from bot.storage.outbox import Outbox
from bot.storage.telegram import TelegramStore


@lru_cache(maxsize=1)
def knowledge_base() -> KnowledgeBase:
    return KnowledgeBase(settings().content)


@lru_cache(maxsize=1)
def divisions() -> Divisions:
    return Divisions(settings().content / "divisions.yml")


@lru_cache(maxsize=1)
def database() -> sa.engine.Engine:
    """The database of DATABASE_URL, brought to the tables of this version first."""
    settings().var.mkdir(parents=True, exist_ok=True)
    upgrade(settings().database_url)
    return make_engine(settings().database_url)


@lru_cache(maxsize=1)
def answer_ledger() -> AnswerLedger:
    return AnswerLedger(database())


@lru_cache(maxsize=1)
def kill_switch() -> KillSwitch:
    return KillSwitch(database())


@lru_cache(maxsize=1)
def outgoing() -> Outgoing:
    return Outgoing(answer_ledger)


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """Raises BadKeyFile; in production the file must be there."""
    return keys_of(settings().keys_file, may_make=not settings().is_production)


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    return Calendar(knowledge_base().holidays.years)


@lru_cache(maxsize=1)
def place_rules() -> PlaceRules:
    return PlaceRules(knowledge_base(), divisions(), calendar())


@lru_cache(maxsize=1)
def case_store() -> CaseStore:
    """Somebody has the receipt in hand once it is given: SQLite waits for the disk here."""
    engine, url = database(), settings().database_url
    is_sqlite = engine.dialect.name == "sqlite"
    return CaseStore(make_engine(url, durable=True) if is_sqlite else engine, keyring())


@lru_cache(maxsize=1)
def casework() -> Casework:
    return Casework(case_store(), place_rules())


@lru_cache(maxsize=1)
def case_queries() -> CaseQueries:
    return CaseQueries(case_store())


@lru_cache(maxsize=1)
def case_files() -> CaseFiles:
    return CaseFiles(case_store())


@lru_cache(maxsize=1)
def clock_rows() -> ClockRows:
    return ClockRows(database())


@lru_cache(maxsize=1)
def api_clients() -> ApiClients:
    return ApiClients(database(), keyring())


@lru_cache(maxsize=1)
def outbox() -> Outbox:
    return Outbox(database(), keyring())


@lru_cache(maxsize=1)
def telegram_store() -> TelegramStore:
    return TelegramStore(database(), keyring())


@lru_cache(maxsize=1)
def case_photos() -> CasePhotos:
    return CasePhotos(case_store(), keyring())


def answer_ledger_if_any() -> AnswerLedger | None:
    """For commands that serve without one: neither a database nor its tables are made."""
    engine = _database_if_any()
    try:
        return AnswerLedger(engine) if engine and is_kept(engine) else None
    except sa.exc.SQLAlchemyError:
        return None


def backlog_if_any() -> Backlog | None:
    """None where the database or its tables are not there, or do not answer: whoever asks for health wants no fault."""
    engine = _database_if_any()
    try:
        return read_backlog(engine, day_of(now()), bool(settings().staff_webhook)) if engine else None
    except sa.exc.SQLAlchemyError:
        return None


@lru_cache(maxsize=1)
def _engine(url: str) -> sa.engine.Engine:
    return make_engine(url)


def _database_if_any() -> sa.engine.Engine | None:
    url = sa.engine.make_url(settings().database_url)
    return None if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file() else _engine(settings().database_url)
