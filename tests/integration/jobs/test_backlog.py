"""What the jobs have left undone, as health and metrics tell it."""
from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from bot.storage.backlog import Backlog, read_backlog
from bot.storage.tables import outbox
from tests.integration.jobs.office import noon

LAST_DAY, AFTER = date(2024, 6, 18), date(2024, 6, 19)


def settle(office, **values) -> None:
    with office.engine.begin() as connection:
        connection.execute(sa.update(outbox).values(**values))


def test_where_nothing_was_written_nothing_is_left(office):
    assert read_backlog(office.engine, AFTER, with_staff=True) == Backlog(0, None, 0, 0)


def test_messages_wait_since_the_oldest_was_written(office):
    for day in ("2024-06-03", "2024-06-04"):
        office.register(day)
    for day in ("2024-06-17", "2024-06-18"):
        office.sweep(day)

    assert read_backlog(office.engine, LAST_DAY, with_staff=True) == Backlog(2, noon("2024-06-17"), 0, 0)


def test_alerts_of_staff_wait_for_nothing_where_nobody_is_to_get_them(office):
    office.register("2024-06-03")
    office.sweep("2024-06-17")

    assert read_backlog(office.engine, LAST_DAY, with_staff=False) == Backlog(0, None, 0, 0)


@pytest.mark.parametrize(("settled", "dead"), [({"delivered_at": noon("2024-06-18")}, 0), ({"dead_at": noon("2024-06-18")}, 1)])
def test_what_was_delivered_is_gone_and_what_was_given_up_is_counted(office, settled, dead):
    office.register("2024-06-03")
    office.sweep("2024-06-17")
    settle(office, **settled)

    assert read_backlog(office.engine, LAST_DAY, with_staff=True) == Backlog(0, None, dead, 0)


def test_an_overdue_clock_is_left_until_the_sweep_has_escalated_it(office):
    office.register("2024-06-03")
    left = [read_backlog(office.engine, day, with_staff=False).unescalated for day in (LAST_DAY, AFTER)]
    office.sweep("2024-06-19")

    assert [*left, read_backlog(office.engine, AFTER, with_staff=False).unescalated] == [0, 1, 0]
