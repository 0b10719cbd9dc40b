"""Kills the web process with SIGKILL while households report, and counts afterwards: nothing lost, nothing doubled.

Usage: python -m bench.faults [--submissions N] [--kills N] [--seed N] [--on sqlite|postgresql|both]
On each database twice: each request sent once, then two to four times at once. The clients send again until they have a receipt.
Ends with 0 if all is well, 1 if not. The same seed draws the same points and delays; what the machine does in them differs.
"""
from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator

from bench.agreement import disagreements, totals
from bench.databases import servers
from bench.reporters import API, FORM, Doors, Refused, Submission
from bench.web_process import Site, WebProcess
from bot.storage.engine import make_engine

_AT_ONCE = 16  # households that report at the same time
_UP = 60.0  # seconds in which a killed process must be back
_MOST_SECONDS = 900  # of one run
WEBHOOKS = {"fengdu": "500230", "chongqing": "500000", "nation": None}


@dataclass(frozen=True)
class Plan:
    """`points` are the submissions at which the process is killed; `delays`: how many answers it may still give, and the seconds after."""

    seed: int
    submissions: tuple[Submission, ...]
    points: tuple[int, ...]
    delays: tuple[tuple[int, float], ...]

    @classmethod
    def drawn(cls, seed: int, submissions: int, kills: int, is_repeated: bool) -> "Plan":
        rng = random.Random(seed)
        sent = tuple(Submission(number, (API, FORM)[number % 2], rng.randint(2, 4) if is_repeated else 1) for number in range(submissions))
        points = tuple(sorted(rng.sample(range(submissions), kills)))
        return cls(seed, sent, points, tuple((rng.randint(0, 12), rng.uniform(0, 0.03)) for _ in points))

    def may_begin(self, number: int, kills: int) -> bool:
        """Not far beyond a point at which the process is still to be killed: so all kills fall among the submissions."""
        return sum(point + _AT_ONCE <= number for point in self.points) <= kills


@dataclass
class Outcome:
    wrong: list[str]
    seconds: float
    kills: int
    tally: dict[str, int]
    rows: dict[str, int]


@dataclass
class _Run:
    plan: Plan
    web: WebProcess
    doors: Doors
    begun: int = 0
    kills: int = 0
    refused: list[str] = field(default_factory=list)

    async def all(self) -> None:
        waiting: Iterator[Submission] = iter(self.plan.submissions)
        killing = asyncio.create_task(self._kill())
        await asyncio.gather(*(self._report(waiting) for _ in range(_AT_ONCE)))
        await killing

    async def _report(self, waiting: Iterator[Submission]) -> None:
        for submission in waiting:
            while not self.plan.may_begin(submission.number, self.kills):
                await asyncio.sleep(0.002)
            self.begun += 1
            try:
                await self.doors.report(submission)
            except Refused as refused:
                self.refused.append(f"submission {submission.number} ({submission.door}): {refused}")

    async def _kill(self) -> None:
        for point, (answers, delay) in zip(self.plan.points, self.plan.delays, strict=True):
            while self.begun <= point:
                await asyncio.sleep(0.001)
            began = time.monotonic()
            while not self.web.listens():
                if time.monotonic() - began > _UP:
                    raise RuntimeError(f"the web process is not back after {_UP:.0f} s:\n{self.web.log()[-2000:]}")
                await asyncio.sleep(0.005)
            wanted, until = self.doors.tally["answered"] + answers, time.monotonic() + 1
            while self.doors.tally["answered"] < wanted and time.monotonic() < until:
                await asyncio.sleep(0.001)
            await asyncio.sleep(delay)
            await asyncio.to_thread(self.web.kill)
            self.kills += 1


def run(site: Site, plan: Plan) -> Outcome:
    """Raises RuntimeError when the process does not come back, asyncio.TimeoutError when it takes too long."""
    began = time.monotonic()
    with WebProcess(site) as web:
        web.wait()
        attempt = _Run(plan, web, Doors(web.url, site.api_key, random.Random(plan.seed)))
        asyncio.run(asyncio.wait_for(attempt.all(), _MOST_SECONDS))
        ended = [code for code in web.ends if code != -9]
    engine = make_engine(site.database_url)
    wrong = [*attempt.refused, *disagreements(engine, site.keyring, plan.submissions)]
    wrong += [f"the process ended by itself with {code}" for code in ended]
    if attempt.kills != len(plan.points):
        wrong.append(f"{attempt.kills} kills instead of {len(plan.points)}")
    outcome = Outcome(wrong, time.monotonic() - began, attempt.kills, dict(attempt.doors.tally), totals(engine))
    engine.dispose()
    return outcome


def tell(name: str, plan: Plan, outcome: Outcome) -> None:
    copies = sum(submission.copies for submission in plan.submissions)
    receipts = {receipt for submission in plan.submissions for receipt in submission.receipts}
    happened = ", ".join(f"{what} {count}" for what, count in sorted(outcome.tally.items()))
    print(f"{name}: seed {plan.seed}, {len(plan.submissions)} submissions in {copies} copies, {outcome.kills} kills, "
          f"{outcome.seconds:.0f} s")
    print(f"  requests: {happened}")
    print(f"  {len(receipts)} receipts given out; rows: {', '.join(f'{table} {count}' for table, count in outcome.rows.items())}")
    for line in outcome.wrong[:20]:
        print(f"  WRONG {line}")
    print(f"  {'all agree' if not outcome.wrong else f'{len(outcome.wrong)} WRONG'}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description="Kills the web process while households report.")
    parser.add_argument("--submissions", type=int, default=500)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--seed", type=int, help="drawn and printed if left out")
    parser.add_argument("--on", choices=("sqlite", "postgresql", "both"), default="both")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10 ** 9)
    print(f"--seed {seed}", flush=True)
    wrong = 0
    for database in ("sqlite", "postgresql") if options.on == "both" else (options.on,):
        for turn, is_repeated in enumerate((False, True)):
            plan = Plan.drawn(seed + turn, options.submissions, options.kills, is_repeated)
            with tempfile.TemporaryDirectory(prefix="huinong-faults-") as folder, ExitStack() as stack:
                url = f"sqlite:///{folder}/huinong.db" if database == "sqlite" else stack.enter_context(servers(Path(folder)))[0]
                outcome = run(Site.prepared(Path(folder) / "web", url, WEBHOOKS), plan)
            tell(f"{database}, {'each request two to four times at once' if is_repeated else 'each request once'}", plan, outcome)
            wrong += len(outcome.wrong)
    print("faults: all agree" if not wrong else f"faults: {wrong} WRONG")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
