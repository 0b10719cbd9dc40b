"""Brings a database to the tables of this version."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlalchemy.pool

_LOCK = 20_261_122  # any number, the same in all processes


def upgrade(url: str) -> None:
    """Make or alter the tables, if there is anything to do; processes that start at the same time wait for each other."""
    from alembic import command  # only a start and the command line need it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    engine = sa.create_engine(url, future=True, poolclass=sa.pool.NullPool)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _leave_transactions_to_us)
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _leave_transactions_to_us(connection: Any, _: Any) -> None:
    """The driver would commit before each CREATE TABLE."""
    connection.isolation_level = None
