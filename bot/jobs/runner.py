"""Runs jobs until the process is told to stop, each in a thread of its own: none waits for another or falls with it."""
from __future__ import annotations

import signal
import time
import traceback
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any, Callable, Mapping, Protocol, Sequence

from bot.logs import logger

log = logger("jobs")
LONGEST_PAUSE = 60.0  # seconds before what failed is tried again; the first time one
_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_LOOK = 0.2  # seconds between two looks whether a signal came


@dataclass(frozen=True)
class Job:
    """`run` is told how to ask whether it must come to an end, and returns how much it did of what; `every` are seconds between two runs.

    Of a quiet job only the runs that did something are logged.
    """

    name: str
    every: float
    run: Callable[[Callable[[], bool]], Mapping[str, int]]
    is_quiet: bool = False


class Stop(Protocol):
    """threading.Event."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float | None = None) -> bool: ...


def repeat(job: Job, stop: Stop) -> None:
    """Runs a job again and again until `stop` is set. A run that fails is logged and tried again soon."""
    failures = 0
    while not stop.is_set():
        try:
            counts = job.run(stop.is_set)
            failures = 0
            if not job.is_quiet or any(counts.values()):
                log.info("job done", job=job.name, **counts)
        except Exception as error:
            failures += 1
            # where, not what: the text of an exception may quote a message
            log.error("job failed", job=job.name, failures=failures, error=type(error).__name__,
                      where="".join(traceback.format_tb(error.__traceback__)))
        stop.wait(pause_after(failures) if failures else job.every)


def pause_after(failures: int) -> float:
    """Seconds to wait after so many failures in a row."""
    return min(2.0 ** min(failures - 1, 16), LONGEST_PAUSE)


def serve(jobs: Sequence[Job]) -> None:
    """Returns after SIGTERM or SIGINT, when every job has finished what it began. A second signal ends the process at once."""
    stop = Event()

    def stopping(*_: Any) -> None:
        stop.set()  # this thread never waits for it, so it cannot hold its lock just now
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_DFL)

    for each in _SIGNALS:
        signal.signal(each, stopping)
    threads = [Thread(target=repeat, args=(job, stop), name=job.name) for job in jobs]
    for thread in threads:
        thread.start()
    log.info("jobs started", jobs=[job.name for job in jobs])
    while not stop.is_set():
        time.sleep(_LOOK)
    for thread in threads:
        thread.join()
    log.info("jobs stopped")
