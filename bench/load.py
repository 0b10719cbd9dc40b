"""How many reports a second the web app registers on PostgreSQL with its default durability.

Usage: python -m bench.load [--rate N] [--seconds N] [--processes 1,2] [--quick]
For each number of web processes: the wanted rate for the wanted time, open loop; then the rate is stepped up or down to the limit.
Writes docs/measurements-casework.md, unless --quick. Ends with 1 if a report was lost or refused at the wanted rate.
"""
from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Sequence

from bench import load_report
from bench.agreement import totals
from bench.databases import servers
from bench.open_loop import Outcome, send
from bench.running import cpu_seconds
from bench.web_process import Site, WebProcess
from bot.storage.engine import make_engine

STEP, STEP_SECONDS, SLOWEST = 1.25, 10.0, 1_000.0  # a rate holds while p95 stays below a second
_CLIENT = {"receiver": "500230"}  # one webhook: reports of one place in three also write to the outbox


@dataclass(frozen=True)
class Measured:
    """`cores`: who → how many cores it kept busy; `everything else` is the kernel and whatever else ran on the machine."""

    outcome: Outcome
    cores: Mapping[str, float]

    @property
    def holds(self) -> bool:
        found = self.outcome
        return not found.errors and found.achieved >= 0.98 * found.rate and found.percentile(.95) <= SLOWEST


@dataclass(frozen=True)
class Result:
    """Of one number of web processes. `limit` is the highest rate that held, `beyond` the lowest that did not."""

    processes: int
    wanted: Measured
    limit: Measured | None
    beyond: Measured | None
    rows: Mapping[str, int]
    registered: int


class Machine:
    """Processor time of the web processes, of PostgreSQL and of everything."""

    def __init__(self, web: Sequence[WebProcess], postmaster: int) -> None:
        self._web, self._postmaster = web, postmaster

    def seconds(self) -> dict[str, float]:
        children = Path(f"/proc/{self._postmaster}/task/{self._postmaster}/children").read_text().split()
        return {**{f"web process {number}": cpu_seconds(each.pid) for number, each in enumerate(self._web, 1)},
                "PostgreSQL": sum(map(cpu_seconds, (self._postmaster, *map(int, children)))), "machine": _busy()}


def _busy() -> float:
    """Seconds of all cores in which anything ran."""
    user, nice, system, _, _, irq, soft = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:8])
    return (user + nice + system + irq + soft) / 100


class Bench:
    def __init__(self, site: Site, web: Sequence[WebProcess], postmaster: int) -> None:
        self._site, self._urls, self._machine = site, [each.url for each in web], Machine(web, postmaster)
        self._numbers, self.registered = itertools.count(), 0

    def measure(self, rate: float, seconds: float) -> Measured:
        before, began = self._machine.seconds(), time.perf_counter()
        outcome = send(self._urls, self._site.api_key, rate, seconds, self._numbers)
        after, took = self._machine.seconds(), time.perf_counter() - began
        self.registered += outcome.registered
        cores = {who: (after[who] - before[who]) / took for who in before} | {"client": outcome.client_cpu}
        machine = cores.pop("machine")
        cores |= {"everything else": max(0.0, machine - sum(cores.values()))}
        measured = Measured(outcome, cores)
        print(load_report.line(measured), flush=True)
        return measured

    def find_limit(self, first: Measured, seconds: float) -> tuple[Measured | None, Measured | None]:
        """Steps up while it holds or down until it does, then halves the distance twice."""
        held, failed = (first, None) if first.holds else (None, first)
        while held is None or failed is None:
            rate = held.outcome.rate * STEP if held else failed.outcome.rate / STEP  # type: ignore[union-attr]
            if rate < 1:
                return held, failed
            held, failed = self._sorted(self.measure(rate, seconds), held, failed)
        for _ in range(2):
            held, failed = self._sorted(self.measure((held.outcome.rate + failed.outcome.rate) / 2, seconds), held, failed)  # type: ignore[union-attr]
        return held, failed

    @staticmethod
    def _sorted(found: Measured, held: Measured | None, failed: Measured | None) -> tuple[Measured | None, Measured | None]:
        time.sleep(2)  # what is still under way ends
        return (found, failed) if found.holds else (held, found)


def run(processes: int, rate: float, seconds: float, step_seconds: float) -> Result:
    with tempfile.TemporaryDirectory(prefix="huinong-load-") as name, ExitStack() as stack:
        folder = Path(name)
        url = stack.enter_context(servers(folder))[0]
        postmaster = int((folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
        site = Site.prepared(folder / "web", url, _CLIENT)
        web = [stack.enter_context(WebProcess(site, HUINONG_LOG_LEVEL="INFO")) for _ in range(processes)]  # as it runs by default
        for each in web:
            each.wait()
        bench = Bench(site, web, postmaster)
        print(f"{processes} web process{'es' if processes > 1 else ''}", flush=True)
        send([each.url for each in web], site.api_key, 20, 3, itertools.count(90_000_000))  # warm: the first request brings the database up
        engine = make_engine(url)
        warm = totals(engine)["cases"]
        wanted = bench.measure(rate, seconds)
        limit, beyond = bench.find_limit(wanted, step_seconds)
        rows = totals(engine)
        engine.dispose()
        return Result(processes, wanted, limit, beyond, rows, warm + bench.registered)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description="Reports a second on PostgreSQL.")
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--processes", default="1,2")
    parser.add_argument("--quick", action="store_true", help="few seconds, and no file is written")
    options = parser.parse_args()
    seconds, step_seconds = (3.0, 2.0) if options.quick else (options.seconds, STEP_SECONDS)
    results = [run(int(count), options.rate, seconds, step_seconds) for count in options.processes.split(",")]
    for result in results:
        print(load_report.verdict(result))
    if not options.quick:
        load_report.write(results)
    whole = all(result.rows["cases"] == result.rows["case_history"] == result.rows["audit_log"] >= result.registered for result in results)
    print("every answered report is in the database, with history and audit rows" if whole else "LOST reports")
    return 0 if whole and any(result.wanted.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
