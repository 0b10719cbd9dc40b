from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.jobs.outbox import FIRST_PAUSE, LONGEST_PAUSE, MOST_ATTEMPTS, pause


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 10), (2, 20), (3, 40), (12, 20_480), (13, 21_600), (14, 21_600), (1000, 21_600)])
def test_each_pause_is_twice_the_one_before_up_to_six_hours(attempt, seconds):
    assert pause(attempt, 1) == timedelta(seconds=seconds)


def test_chance_shortens_a_pause_by_up_to_a_quarter():
    assert pause(1, 0) == FIRST_PAUSE * 0.75 < pause(1, 0.5) < pause(1, 1) == FIRST_PAUSE
    assert pause(30, 0) == LONGEST_PAUSE * 0.75


def test_a_receiver_that_is_down_over_a_long_weekend_loses_nothing():
    assert sum((pause(attempt, 0) for attempt in range(1, MOST_ATTEMPTS)), timedelta()) > timedelta(days=3)


def test_no_pause_is_shorter_than_the_one_before():
    pauses = [pause(attempt, 1) for attempt in range(1, MOST_ATTEMPTS + 1)]

    assert all(first <= second for first, second in pairwise(pauses))
