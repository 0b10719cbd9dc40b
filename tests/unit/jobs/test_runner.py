"""Jobs run again and again, fail alone, and stop when they are told to."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from threading import Event

import pytest

from bot.jobs.runner import LONGEST_PAUSE, Job, pause_after, repeat
from tests.conftest import ROOT

SAID = "13812345678 said this"


class Hours:
    """A stop that comes after so many seconds, which pass only while a job waits."""

    def __init__(self, until: float) -> None:
        self.now, self.until = 0.0, until

    def is_set(self) -> bool:
        return self.now >= self.until

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.now += timeout
        return self.is_set()


def times_run(every: float, until: float, run=lambda: {}) -> list[float]:
    """The seconds at which a job ran."""
    stop = Hours(until)
    at: list[float] = []

    def noted(_) -> dict[str, int]:
        at.append(stop.now)
        return run()
    repeat(Job("a", every, noted), stop)
    return at


def failing() -> dict[str, int]:
    raise RuntimeError(SAID)


def test_a_job_runs_at_once_and_then_as_often_as_it_is_to():
    assert times_run(300, 1000) == [0, 300, 600, 900]


def test_a_job_that_is_told_to_stop_before_it_began_does_not_run():
    assert times_run(1, 0) == []


def test_a_job_that_fails_is_tried_again_soon_and_then_less_often():
    assert times_run(86_400, 64, failing) == [0, 1, 3, 7, 15, 31, 63]


def test_it_never_waits_longer_than_a_minute_to_try_again():
    assert [pause_after(failures) for failures in (1, 6, 7, 8, 5000)] == [1, 32, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]


def test_after_a_run_that_went_well_it_is_as_often_as_before():
    fails = iter([True, True, False, False, True, False])
    at = times_run(300, 700, lambda: failing() if next(fails) else {})

    assert at == [0, 1, 3, 303, 603, 604]


@pytest.fixture
def log_lines(caplog):
    """What each line of the log says."""
    caplog.set_level("INFO", "huinong.jobs")
    return lambda: [record.msg for record in caplog.records]


def test_a_failure_is_logged_with_what_where_and_how_often_and_never_with_its_text(log_lines):
    times_run(300, 2, failing)

    first, second = log_lines()
    assert (first["event"], first["job"], first["error"], first["failures"], second["failures"]) == ("job failed", "a", "RuntimeError", 1, 2)
    assert "in failing" in first["where"] and SAID not in json.dumps(first)


def test_each_run_is_logged_with_its_counts(log_lines):
    times_run(300, 300, lambda: {"warned": 0, "escalated": 2})

    [line] = log_lines()
    assert (line["event"], line["job"], line["warned"], line["escalated"]) == ("job done", "a", 0, 2)


def test_of_a_quiet_job_only_what_did_something_is_logged(log_lines):
    counts = iter([{"taken": 0}, {"taken": 3}, {"taken": 0}])
    repeat(Job("outbox", 1, lambda _: next(counts), is_quiet=True), Hours(3))

    assert [line["taken"] for line in log_lines()] == [3]


def test_a_job_can_ask_whether_it_is_to_stop():
    stop = Event()
    asked: list[bool] = []

    def run(is_stopping) -> dict[str, int]:
        asked.append(is_stopping())
        stop.set()
        asked.append(is_stopping())
        return {}
    repeat(Job("a", 300, run), stop)

    assert asked == [False, True]


_PROGRAM = """\
import sys, threading
from bot.jobs.runner import Job, serve
began = threading.Barrier(3)
def failing(_):
    raise RuntimeError
def hanging(is_stopping):
    began.wait()
    while not is_stopping():
        threading.Event().wait(0.01)
    print("finished what it began", flush=True)
    return {}
def counting(_):
    began.wait()
    return {}
def tell():
    began.wait()
    print("running", flush=True)
threading.Thread(target=tell).start()
serve([Job("failing", 0.01, failing), Job("hanging", 1, hanging), Job("counting", 1000, counting)])
print("stopped", flush=True)
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_process_whose_jobs_fail_and_hang_runs_the_others_and_stops_on_a_signal_after_what_it_began(how):
    process = subprocess.Popen([sys.executable, "-c", _PROGRAM], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None and process.stdout.readline() == "running\n"
        os.kill(process.pid, how)
        told, _ = process.communicate(timeout=60)
    finally:
        process.kill()

    assert Counter(told.splitlines()) == {"finished what it began": 1, "stopped": 1}
    assert process.returncode == 0
