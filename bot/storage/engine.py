"""The one place that makes database engines."""
from __future__ import annotations

import json
from functools import partial
from typing import Any

import sqlalchemy as sa
import sqlalchemy.pool

_JSON = partial(json.dumps, ensure_ascii=False)
_CONNECTIONS = 10  # of one process; PostgreSQL allows 100 in all unless it is told otherwise
_PATIENCE = 3  # seconds for a connection to PostgreSQL: a person is waiting for the answer


def make_engine(url: str, future: bool = True, durable: bool = False) -> sa.engine.Engine:
    """`url` is an SQLAlchemy URL. Rasa's own store still wants an engine in the old style (`future=False`).

    `durable`: what was committed outlasts a power cut also in SQLite, which then waits for the disk. PostgreSQL always does.
    """
    common: dict[str, Any] = {"future": future, "json_serializer": _JSON, "hide_parameters": True}  # an error would quote them
    if sa.engine.make_url(url).get_backend_name() != "sqlite":
        # kept open: PostgreSQL starts a process for each new connection
        return sa.create_engine(url, pool_pre_ping=True, pool_size=_CONNECTIONS, max_overflow=0, pool_use_lifo=True,
                                connect_args={"connect_timeout": _PATIENCE}, **common)
    # by default a file is opened and set up anew for every use
    engine = sa.create_engine(url, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False}, **common)
    sa.event.listen(engine, "connect", partial(_write_ahead, "FULL" if durable else "NORMAL"))
    return engine


def forget(engine: sa.engine.Engine) -> None:
    """After something was erased: SQLite's log still holds it as it was. Where somebody reads just then, the next time does it."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))


def _write_ahead(synchronous: str, connection: Any, _: Any) -> None:
    """Reading does not wait for writing. With NORMAL a crash of the machine may lose the last commits, never the file."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten, not only marked free
    connection.execute(f"PRAGMA synchronous={synchronous}")
