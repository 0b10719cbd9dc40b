"""The sweep warns from one day before, escalates after the last day, and does each once."""
from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pytest
import sqlalchemy as sa

from bot.casework.model import Report
from bot.casework.states import Move
from bot.jobs import deadline_sweep
from bot.storage import audit_log, clock_rows
from bot.storage.tables import api_clients, cases
from tests.integration.jobs.office import REPORT, noon, sweep_in_another_process

NOTHING = {"warned": 0, "escalated": 0, "failed": 0}
WARNED, ESCALATED = {**NOTHING, "warned": 1}, {**NOTHING, "escalated": 1}
MANY = 40


@pytest.mark.parametrize(("day", "counts"), [
    ("2024-06-16", NOTHING),  # two days before
    ("2024-06-17", WARNED),  # one day before
    ("2024-06-18", WARNED),  # the last day
    ("2024-06-19", ESCALATED),  # the day after: too late for a warning
])
def test_a_clock_of_fifteen_days_is_warned_of_from_the_day_before_and_escalated_after_the_last(office, day, counts):
    office.register("2024-06-03")

    assert office.sweep(day) == counts


def monitored(office, day: str) -> None:
    """A case that is monitored from this day on; ten working days for naming an officer."""
    receipt = office.register(day)
    office.decide(receipt, Move.VERIFY, day)
    office.decide(receipt, Move.INCLUDE, day)


@pytest.mark.parametrize(("day", "counts"), [
    ("2024-06-13", NOTHING),  # Thursday, two working days before
    ("2024-06-14", WARNED),  # Friday, one working day before
    ("2024-06-16", WARNED),  # Sunday
    ("2024-06-17", WARNED),  # Monday, the last day
    ("2024-06-18", ESCALATED),
])
def test_a_clock_of_working_days_is_warned_of_from_the_working_day_before(office, day, counts):
    """Dragon Boat Festival is Monday, 10 June 2024: 3 to 7, 11 to 14 and 17 June are ten working days."""
    monitored(office, "2024-06-02")

    assert office.sweep(day) == counts


@pytest.mark.parametrize(("day", "counts"), [
    ("2024-02-08", NOTHING), ("2024-02-09", WARNED), ("2024-02-12", WARNED), ("2024-02-18", WARNED), ("2024-02-19", ESCALATED)])
def test_a_clock_due_right_after_a_long_holiday_is_warned_of_before_it(office, day, counts):
    """Spring Festival 2024 is off from 10 to 17 February, 4 and 18 are worked: the tenth working day is Sunday, the 18th."""
    monitored(office, "2024-01-30")

    assert office.sweep(day) == counts


def test_a_warning_tells_the_staff_of_the_place_with_the_clause_and_nothing_personal(office):
    receipt = office.register("2024-06-03")
    office.sweep("2024-06-17")

    [(event, division, said)] = office.alerts()
    assert (event, division) == ("clock.warning", "441424")
    assert {name: said[name] for name in ("receipt", "clock", "due_on", "source", "told")} == {
        "receipt": receipt, "clock": "identification", "due_on": "2024-06-18", "source": "doc-a 二", "told": "441424"}
    assert not {"张三丰", "13812345678", "住院花了很多钱"} & {str(value) for value in said.values()}


def test_what_is_overdue_is_told_to_the_next_wider_division(office):
    office.register("2024-06-03")
    office.sweep("2024-06-19")

    [(event, division, said)] = office.alerts()
    assert (event, division, said["told"], said["division"]) == ("clock.overdue", "441400", "441400", "441424")


def test_each_is_audited_by_the_system(office):
    office.register("2024-06-03")
    office.sweep("2024-06-17")
    office.sweep("2024-06-19")

    assert office.audited() == [("system", "clock_warned", "clock 1"), ("system", "clock_escalated", "clock 1")]
    assert office.marks() == [("identification", True, True)]


def test_a_second_sweep_does_nothing_twice(office):
    office.register("2024-06-03")

    assert [office.sweep(day) for day in ("2024-06-17", "2024-06-17", "2024-06-18")] == [WARNED, NOTHING, NOTHING]
    assert [office.sweep(day) for day in ("2024-06-19", "2024-06-19", "2024-07-19")] == [ESCALATED, NOTHING, NOTHING]
    assert [event for event, *_ in office.alerts()] == ["clock.warning", "clock.overdue"]


@pytest.mark.parametrize("day", ["2024-06-17", "2024-06-19"])
def test_a_clock_that_was_stopped_is_never_told(office, day):
    receipt = office.register("2024-06-03")
    office.decide(receipt, Move.VERIFY, "2024-06-04")
    office.decide(receipt, Move.REFUSE, "2024-06-05")

    assert office.sweep(day) == NOTHING and office.alerts() == []


def test_the_clocks_of_a_report_that_was_withdrawn_are_never_told(office):
    office.decide(office.register("2024-06-03"), Move.WITHDRAW, "2024-06-05")

    assert office.sweep("2024-06-19") == NOTHING


def test_the_clocks_of_a_person_who_was_erased_are_never_told(office):
    receipt = office.register("2024-06-03")
    with office.engine.begin() as connection:
        connection.execute(sa.update(cases).where(cases.c.receipt == receipt).values(erased_at=noon("2024-06-05")))

    assert office.sweep("2024-06-19") == NOTHING


def test_a_message_never_resets_a_clock(office):
    receipt = office.register("2024-06-03")
    office.amend(receipt, Report(story="又摔了一跤"), ("story",), "2024-06-16")

    assert office.sweep("2024-06-17") == WARNED


def test_a_message_after_a_warning_brings_no_second_one(office):
    receipt = office.register("2024-06-03")
    office.sweep("2024-06-17")
    office.amend(receipt, Report(story="又摔了一跤"), ("story",), "2024-06-17")

    assert office.sweep("2024-06-18") == NOTHING


def test_webhooks_of_the_place_hear_of_it_and_others_do_not(office):
    with office.engine.begin() as connection:
        for name, division in (("county", "441424"), ("city", "441400"), ("nation", None), ("another", "500230")):
            connection.execute(sa.insert(api_clients).values(
                name=name, key_hash=name, division=division, webhook_url="http://127.0.0.1/", created_at=noon("2024-01-01")))
    office.register("2024-06-03")
    office.sweep("2024-06-17")

    assert sorted((event, client) for event, client, _ in office.alerts("webhook")) == [("clock.warning", f"{n}") for n in (1, 2, 3)]


def test_the_household_s_chat_is_not_told_of_the_staff_s_clocks(office):
    office.register("2024-06-03", replace(REPORT))
    office.sweep("2024-06-17")

    assert office.alerts("chat") == []


def test_several_pages_of_clocks_are_all_told_once(office, monkeypatch):
    monkeypatch.setattr(clock_rows, "PAGE", 3)
    receipts = {office.register(day) for day in ("2024-06-01", "2024-06-03") for _ in range(5)}

    assert office.sweep("2024-06-17") == {"warned": 5, "escalated": 5, "failed": 0}
    assert {said["receipt"] for _, _, said in office.alerts()} == receipts and len(office.alerts()) == len(receipts)


def test_two_sweeps_at_once_in_two_processes_do_each_thing_once(office):
    for day in ("2024-06-01", "2024-06-03"):
        for _ in range(MANY):
            office.register(day)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        done = [pool.submit(sweep_in_another_process, office.url, office.content, "2024-06-17") for _ in range(2)]
        counts = Counter[str]()
        for each in done:
            counts.update(each.result())

    assert counts == {"warned": MANY, "escalated": MANY, "failed": 0}
    assert_each_was_told_once(office)


def test_many_sweeps_at_once_in_one_process_do_each_thing_once(office):
    for day in ("2024-06-01", "2024-06-03"):
        for _ in range(MANY):
            office.register(day)
    with ThreadPoolExecutor(4) as pool:
        counts = sum((Counter(each) for each in pool.map(office.sweep, ["2024-06-17"] * 4)), Counter())

    assert counts == {"warned": MANY, "escalated": MANY}
    assert_each_was_told_once(office)


def assert_each_was_told_once(office) -> None:
    told = Counter(event for event, *_ in office.alerts())
    assert told == {"clock.warning": MANY, "clock.overdue": MANY}
    assert len({said["receipt"] for _, _, said in office.alerts()}) == 2 * MANY
    audited = office.audited()
    assert len(audited) == len(set(audited)) == 2 * MANY


def test_a_clock_that_cannot_be_told_keeps_none_back_and_is_tried_again(office, monkeypatch):
    for _ in range(3):
        office.register("2024-06-03")
    record, broken = audit_log.record, "clock 2"

    def failing(connection, act):
        if act.subject == broken:
            raise RuntimeError
        record(connection, act)
    monkeypatch.setattr(deadline_sweep.audit_log, "record", failing)

    assert office.sweep("2024-06-17") == {"warned": 2, "escalated": 0, "failed": 1}
    assert office.marks() == [("identification", True, False), ("identification", False, False), ("identification", True, False)]
    assert len(office.alerts()) == 2  # neither mark nor message without its audit row
    monkeypatch.setattr(deadline_sweep.audit_log, "record", record)
    assert office.sweep("2024-06-17") == WARNED


def test_a_sweep_that_is_told_to_stop_finishes_the_clock_it_is_at(office):
    for _ in range(3):
        office.register("2024-06-03")
    asked = iter((False, False, True))
    sweep = deadline_sweep.DeadlineSweep(clock_rows.ClockRows(office.engine), office.store, office.rules)

    assert sweep.run(noon("2024-06-17"), lambda: next(asked)) == {**NOTHING, "warned": 2}
    assert len(office.alerts()) == len(office.audited()) == 2
