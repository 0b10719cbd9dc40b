"""Several at once on the same case, in threads as in processes: one request is one case, and no change is lost."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any, Callable, Sequence

import pytest

from bot.casework.commands import Amend, Decide
from bot.casework.handlers import Casework, KeyReused
from bot.casework.model import Consent, Report, Risk, State
from bot.casework.ports import ConcurrentChange, KeyTaken
from bot.casework.states import IllegalMove, Move
from bot.storage.cases import CaseStore
from bot.storage.encryption import Keyring
from bot.storage.engine import make_engine
from bot.storage.key_file import new_key
from bot.storage.tables import case_history, cases, clocks, consents
from tests.integration.storage.case_rows import audit_of, count
from tests.unit.casework.fakes import MOMENT, FakeRules, registering

HOW_MANY = 8
LATER = MOMENT + timedelta(hours=1)
KEYRING = Keyring((new_key("first"),))


@pytest.fixture
def workers(engine, empty_url) -> Any:
    """Each with an engine of its own, as a process has."""
    engines = [make_engine(empty_url) for _ in range(HOW_MANY)]
    yield [Casework(CaseStore(each, KEYRING), FakeRules()) for each in engines]
    for each in engines:
        each.dispose()


def at_once(actions: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each gave back, or the exception it raised; all begin together."""
    start = Barrier(len(actions))

    def act(action: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return action()
        except Exception as error:
            return error
    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(act, actions))


def test_the_same_request_from_many_at_once_is_one_case(workers, engine):
    for turn in range(10):
        done = at_once([lambda worker=worker, turn=turn: worker.register(registering(f"k{turn}")) for worker in workers])

        assert len({each.case.receipt for each in done}) == 1 and sum(each.is_new for each in done) == 1
    assert count(engine, cases) == count(engine, case_history) == count(engine, consents) == count(engine, clocks) == 10


def test_of_two_reports_with_one_key_at_once_one_is_registered_and_the_other_refused(workers, engine):
    reports = [Report((Risk.WATER,)), Report((Risk.ILLNESS,))]
    for turn in range(10):
        done = at_once([lambda worker=worker, report=reports[number % 2], turn=turn: worker.register(registering(f"k{turn}", report))
                        for number, worker in enumerate(workers)])
        kept = {each.case.receipt for each in done if not isinstance(each, Exception)}

        assert len(kept) == 1 and {type(each) for each in done if isinstance(each, Exception)} == {KeyReused}
        assert sum(isinstance(each, KeyReused) for each in done) == HOW_MANY // 2
    assert count(engine, cases) == 10


def test_different_requests_at_once_are_all_kept(workers, engine):
    done = at_once([lambda worker=worker, number=number: [worker.register(registering(f"{number}-{turn}")).case.receipt for turn in range(5)]
                    for number, worker in enumerate(workers)])

    assert len({receipt for each in done for receipt in each}) == count(engine, cases) == 5 * HOW_MANY


def test_two_details_told_at_once_both_stay(workers, engine):
    for turn in range(10):
        case = workers[0].register(registering(f"k{turn}")).case
        parts = [("village", "双龙村"), ("household_size", 5)]
        done = at_once([lambda worker=worker, part=part, value=value, case=case: worker.amend(Amend(case.receipt, Report(**{part: value}), (part,), LATER))
                        for worker, (part, value) in zip(workers, parts, strict=False)])
        with workers[0].unit() as stored:
            now = stored.by_receipt(case.receipt)
            history = stored.history(case.number)

        assert not [each for each in done if isinstance(each, Exception)]
        assert (now.report.village, now.report.household_size, now.version) == ("双龙村", 5, 3)
        assert [step.move for step in history] == ["register", "amend", "amend"] and len(audit_of(engine, case.number)) == 3


def test_of_moves_made_at_once_only_what_the_table_allows_one_after_the_other_happens(workers, engine):
    for turn in range(10):
        case = workers[0].register(registering(f"k{turn}")).case
        done = at_once([lambda worker=worker, case=case: worker.decide(Decide(case.receipt, Move.VERIFY, "staff:li", LATER)) for worker in workers[:4]])

        assert [type(each) for each in done if isinstance(each, Exception)] == [IllegalMove] * 3
        with workers[0].unit() as stored:
            assert stored.by_receipt(case.receipt).state is State.VERIFYING
            assert [step.after for step in stored.history(case.number)] == [State.RECEIVED, State.VERIFYING]
        assert len(audit_of(engine, case.number)) == 2


def test_who_read_an_older_version_cannot_write_over_a_newer_one(workers, engine):
    case = workers[0].register(registering("k")).case
    workers[0].amend(Amend(case.receipt, Report(name="李四"), ("name",), LATER))
    with pytest.raises(ConcurrentChange), workers[1].unit() as stored:
        stored.save(replace(case, report=replace(case.report, name="王五")))

    with workers[0].unit() as stored:
        assert stored.by_receipt(case.receipt).report.name == "李四"


def test_a_change_between_reading_and_writing_is_read_again_and_built_upon(workers, engine, monkeypatch):
    """The second worker changes the case after the first has read it."""
    case = workers[0].register(registering("k")).case
    slow, disturbed = workers[0], []

    class Disturbing(FakeRules):
        def urgent(self, case):
            if not disturbed:
                disturbed.append(True)
                workers[1].amend(Amend(case.receipt, Report(village="双龙村"), ("village",), LATER))
            return ()
    done = Casework(slow.unit, Disturbing()).amend(Amend(case.receipt, Report(name="李四"), ("name",), LATER))

    assert disturbed and (done.report.name, done.report.village, done.version) == ("李四", "双龙村", 3)


def test_a_key_that_another_process_took_a_moment_ago_is_told_and_nothing_is_kept(workers, engine):
    case = workers[0].register(registering("k")).case
    key = registering("k").idempotency_key
    with pytest.raises(KeyTaken), workers[1].unit() as stored:
        stored.add(replace(case, receipt="1234567897"), key, "another", Consent("2026-11", MOMENT))

    assert count(engine, cases) == count(engine, consents) == 1


def test_a_receipt_that_is_given_already_is_drawn_again(workers, engine, monkeypatch):
    taken = workers[0].register(registering("k")).case.receipt
    drawn = iter([taken, taken, "4821093757"])
    monkeypatch.setattr("bot.casework.handlers.new_receipt", lambda: next(drawn))

    assert workers[0].register(registering("other")).case.receipt == "4821093757" and count(engine, cases) == 2
