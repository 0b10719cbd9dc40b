"""What SQLite does with what was committed."""
from __future__ import annotations

import pytest

from bot import bootstrap
from bot.storage.engine import make_engine
from tests.anew import forget

NORMAL, FULL = 1, 2


@pytest.mark.parametrize(("durable", "synchronous"), [(False, NORMAL), (True, FULL)])
def test_sqlite_writes_ahead_and_waits_for_the_disk_only_where_it_must(tmp_path, durable, synchronous):
    engine = make_engine(f"sqlite:///{tmp_path}/a.db", durable=durable)

    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == synchronous


def test_the_cases_wait_for_the_disk(monkeypatch, tmp_path):
    monkeypatch.setenv("HUINONG_VAR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/b.db")
    forget()
    try:
        with bootstrap.case_store()() as cases:
            assert cases.connection.exec_driver_sql("PRAGMA synchronous").scalar() == FULL
    finally:
        monkeypatch.undo()
        forget()
