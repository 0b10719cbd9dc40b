"""The same tests on SQLite and on PostgreSQL (TEST_DATABASE_URL), each with tables of its own."""
from __future__ import annotations

import os
import uuid
from typing import Iterator

import pytest
import sqlalchemy as sa

from bot.casework.handlers import Casework
from bot.storage.cases import CaseStore
from bot.storage.encryption import Keyring
from bot.storage.engine import make_engine
from bot.storage.key_file import new_key
from bot.storage.migrations import upgrade
from tests.integration.storage.talking import Talking
from tests.unit.casework.fakes import FakeRules


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path) -> Iterator[str]:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/ledger.db"
        return
    url = os.environ.get("TEST_DATABASE_URL")
    if not url:
        pytest.skip("TEST_DATABASE_URL is not set: .ci/run starts a server for it")
    schema = f"ledger_{uuid.uuid4().hex[:8]}"
    owner = sa.create_engine(url, future=True)
    with owner.begin() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    yield f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{schema}"
    with owner.begin() as connection:
        connection.execute(sa.schema.DropSchema(schema, cascade=True))
    owner.dispose()


@pytest.fixture
def engine(empty_url) -> Iterator[sa.engine.Engine]:
    """A database brought to the tables of this version."""
    upgrade(empty_url)
    engine = make_engine(empty_url)
    yield engine
    engine.dispose()


@pytest.fixture
def keyring() -> Keyring:
    return Keyring((new_key("first"),))


@pytest.fixture
def casework(engine, keyring) -> Casework:
    return Casework(CaseStore(engine, keyring), FakeRules())


@pytest.fixture
def talking(engine, empty_url, keyring) -> Talking:
    return Talking(empty_url, keyring)
