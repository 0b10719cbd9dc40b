"""What `make load` measured, in words: on the screen and in docs/measurements-casework.md."""
from __future__ import annotations

import os
from typing import TYPE_CHECKING, Sequence

from bench import results
from bench.tables import table
from bot.clock import now
from bot.settings import ROOT

if TYPE_CHECKING:
    from bench.load import Measured, Result

FILE = ROOT / "docs" / "measurements-casework.md"
_FULL = 0.9  # of a core
_QUIET = 0.3  # cores that the kernel takes where nothing else runs
_HEAD = """\
# Reports a second

What `make load` measured. The file is written by [bench/load_report.py](../bench/load_report.py); do not edit it by hand.

Reports go through `POST /api/v1/reports` of `python -m bot web` to PostgreSQL with its default durability: every answer waits for its
commit on the disk. Each report is a case of its own with history, audit row, consent, clocks and rows of the outbox in one transaction.
The client sends at fixed times whatever the answers do (open loop), and latency counts from the time at which a report was due, so that
waiting is not left out. Client, web processes and PostgreSQL share the machine.
"""


def line(found: Measured) -> str:
    outcome = found.outcome
    errors = ", ".join(f"{count} × {what}" for what, count in outcome.errors.items()) or "0"
    middle, high, highest = (outcome.percentile(share) for share in (.5, .95, .99))
    return (f"  {outcome.rate:6.0f}/s wanted: {outcome.achieved:6.1f}/s, p50 {middle:.0f}, p95 {high:.0f}, p99 {highest:.0f} ms, "
            f"errors {errors}; cores: {_cores(found)}; client late by {outcome.lag:.0f} ms at most"
            f"{'' if found.holds else '  (does not hold)'}")


def verdict(result: Result) -> str:
    limit = f"{result.limit.outcome.rate:.0f}/s" if result.limit else "none found"
    return (f"{result.processes} web process{'es' if result.processes > 1 else ''}: {result.wanted.outcome.rate:.0f}/s "
            f"{'hold' if result.wanted.holds else 'do NOT hold'}; limit {limit}: {cause(result)}")


def cause(result: Result) -> str:
    """What was full where the rate no longer held."""
    if result.beyond is None:
        return "not reached"
    cores, count = result.beyond.cores, os.cpu_count() or 1
    web, others = max(busy for who, busy in cores.items() if who.startswith("web")), cores["everything else"]
    if sum(cores.values()) >= _FULL * count:
        strange = f"; everything else on the machine took {others:.2f} of them" if others > _QUIET else ""
        return f"all {count} cores are busy ({_cores(result.beyond)}){strange}"
    if web >= _FULL:
        return f"a web process fills its core ({_cores(result.beyond)})"
    return f"no processor is full; PostgreSQL's commits to the disk or locks are waited for ({_cores(result.beyond)})"


def _cores(found: Measured) -> str:
    return ", ".join(f"{who} {busy:.2f}" for who, busy in found.cores.items())


def write(found: Sequence[Result]) -> None:
    machine = results.machine()
    parts = [_HEAD, f"Machine: {machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB; Python {machine['python']}. "
                    f"Measured on {now():%Y-%m-%d}; load average at the end {machine['load']}."]
    for result in found:
        name = f"{result.processes} web process{'es' if result.processes > 1 else ''}"
        rows = [(what, *_figures(each)) for what, each in (("wanted", result.wanted), ("highest that held", result.limit),
                                                           ("lowest that did not", result.beyond)) if each]
        header = ("", "reports/s wanted", "registered/s", "p50, ms", "p95, ms", "p99, ms", "errors", "cores busy")
        parts.append(f"## {name}\n\n{table(header, rows)}\nIt holds while nothing is refused and p95 stays within a second. "
                     f"What limits it: {cause(result)}.\n")
    FILE.write_text("\n".join(part.rstrip() + "\n" for part in parts), encoding="utf-8")
    print(f"written: {FILE.relative_to(ROOT)}")


def _figures(found: Measured) -> tuple[str, ...]:
    outcome = found.outcome
    return (f"{outcome.rate:.0f}", f"{outcome.achieved:.1f}", *(f"{outcome.percentile(share):.0f}" for share in (.5, .95, .99)),
            str(sum(outcome.errors.values())), _cores(found))
