"""What the migrations make is what the tables say, however often and from however many processes they run."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.storage.answer_ledger import is_kept
from bot.storage.engine import make_engine
from bot.storage.migrations import upgrade
from bot.storage.tables import metadata


def differences(engine: sa.engine.Engine) -> list:
    def ours(name: str, kind: str, _: object) -> bool:
        return kind != "table" or name in metadata.tables
    with engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours}), metadata)


def test_the_migrations_make_the_tables(engine):
    assert differences(engine) == [] and is_kept(engine)


def test_a_second_upgrade_changes_nothing(engine, empty_url):
    upgrade(empty_url)

    assert differences(engine) == []


def test_processes_that_start_together_wait_for_each_other(empty_url):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, [empty_url] * 4))

    assert differences(make_engine(empty_url)) == []


def test_an_empty_database_has_no_ledger(empty_url):
    assert not is_kept(make_engine(empty_url))
