"""The pure parts of `make load`: whether a rate holds, the search for the limit, what the report says."""
from __future__ import annotations

import itertools
import os

import pytest

from bench import load_report
from bench.load import Bench, Measured, Result
from bench.open_loop import Outcome


def measured(rate: float, achieved: float | None = None, slowest: float = 20, errors: dict[str, int] | None = None, **cores: float) -> Measured:
    busy = {"web process 1": 0.5, "PostgreSQL": 0.2, "client": 0.1, "everything else": 0.1} | {name.replace("_", " "): value for name, value in cores.items()}
    return Measured(Outcome(rate, achieved if achieved is not None else rate, round(rate), (10.0, slowest), errors or {}, 1.0, 0.1), busy)


@pytest.mark.parametrize(("found", "holds"), [
    (measured(200), True), (measured(200, 196), True), (measured(200, 195.9), False), (measured(200, errors={"503": 1}), False),
    (measured(200, slowest=1_000), True), (measured(200, slowest=1_100), False)])
def test_a_rate_holds_when_all_are_registered_in_time(found, holds):
    assert found.holds is holds


class Machine(Bench):
    """A machine that registers so many a second and no more."""

    def __init__(self, most: float) -> None:
        self.most, self.tried = most, []

    def measure(self, rate: float, seconds: float) -> Measured:
        self.tried.append(rate)
        return measured(rate, min(rate, self.most))


@pytest.mark.parametrize("most", [3, 90, 199, 201, 320, 999])
def test_the_limit_lies_between_what_held_and_what_did_not(most, monkeypatch):
    monkeypatch.setattr("bench.load.time.sleep", lambda _: None)
    machine = Machine(most)
    held, failed = machine.find_limit(machine.measure(200, 1), 1)

    assert held.holds and not failed.holds and held.outcome.rate < failed.outcome.rate <= held.outcome.rate * 1.25 / 0.98
    assert held.outcome.rate * 0.98 <= most < failed.outcome.rate and len(machine.tried) < 30


def test_a_machine_that_registers_nothing_has_no_limit(monkeypatch):
    monkeypatch.setattr("bench.load.time.sleep", lambda _: None)
    held, failed = Machine(0).find_limit(measured(200, 0), 1)

    assert held is None and not failed.holds


def result(beyond: Measured | None) -> Result:
    return Result(1, measured(200), measured(210), beyond, dict(itertools.zip_longest(("cases",), (9,))), 9)


@pytest.mark.parametrize(("beyond", "says"), [
    (measured(250, 100, web_process_1=0.95), "a web process fills its core"), (measured(250, 100), "no processor is full"), (None, "not reached"),
    (measured(250, 100, web_process_1=(os.cpu_count() or 1) - 0.4), f"all {os.cpu_count()} cores are busy"),
    (measured(250, 100, everything_else=(os.cpu_count() or 1) - 0.8), "everything else on the machine")])
def test_the_cause_of_a_limit_is_what_was_full(beyond, says):
    assert says in load_report.cause(result(beyond))


def test_the_report_holds_every_figure(tmp_path, monkeypatch):
    monkeypatch.setattr(load_report, "FILE", tmp_path / "report.md")
    monkeypatch.setattr(load_report, "ROOT", tmp_path)
    load_report.write([result(measured(250, 100, 4_000, {"503": 7}))])
    text = (tmp_path / "report.md").read_text(encoding="utf-8")

    assert "## 1 web process" in text and "| lowest that did not | 250 | 100.0 |" in text and "| 7 |" in text and "highest that held | 210" in text
