"""Random registrations, details and moves on casework with cases in memory."""
from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.unit.casework.fakes import FakeStore
from tests.unit.casework.machine import CaseworkMachine


def test_whatever_is_done_in_whatever_order_a_case_is_what_its_history_says():
    run_state_machine_as_test(lambda: CaseworkMachine(FakeStore()), settings=settings(max_examples=150, stateful_step_count=30))
