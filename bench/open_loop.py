"""Reports sent to the API at a fixed rate, whatever the answers do: latency counts from when a report was due to be sent."""
from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from dataclasses import dataclass
from typing import Mapping, Sequence

import aiohttp

from bench.reporters import API, Submission
from bench.stats import percentile
from bot.replies.report import consent_version

_PATIENCE = 30.0  # seconds for one answer


@dataclass(frozen=True)
class Outcome:
    """`rate` was wanted, a second; `achieved` are reports registered a second, until the last answer.

    `lag`: how late one was sent at most, ms; `client_cpu`: how many cores the sending took.
    """

    rate: float
    achieved: float
    registered: int
    milliseconds: tuple[float, ...]
    errors: Mapping[str, int]
    lag: float
    client_cpu: float

    def percentile(self, share: float) -> float:
        return percentile(self.milliseconds, share) if self.milliseconds else float("inf")


def send(urls: Sequence[str], api_key: str, rate: float, seconds: float, numbers: "itertools.count[int]") -> Outcome:
    """`numbers` make each report and its key another one; report after report goes to the next of `urls`."""
    return asyncio.run(_send(urls, api_key, rate, seconds, numbers))


async def _send(urls: Sequence[str], api_key: str, rate: float, seconds: float, numbers: "itertools.count[int]") -> Outcome:
    milliseconds: list[float] = []
    errors: Counter[str] = Counter()
    headers, consent, lag, address = {"Authorization": f"Bearer {api_key}"}, consent_version(), 0.0, itertools.cycle(urls)

    async def one(session: aiohttp.ClientSession, due: float) -> None:
        submission = Submission(next(numbers), API)
        body, own = {**submission.report.as_dict(), "consent": consent}, {**headers, "Idempotency-Key": submission.key}
        try:
            async with session.post(f"{next(address)}/api/v1/reports", json=body, headers=own) as answer:
                await answer.read()
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            errors[type(error).__name__] += 1
            return
        if answer.status == 201:
            milliseconds.append((time.perf_counter() - due) * 1000)
        else:
            errors[str(answer.status)] += 1

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=_PATIENCE)) as session:
        cpu, began, sending = time.process_time(), time.perf_counter(), []
        for number in range(round(rate * seconds)):
            due = began + number / rate
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            lag = max(lag, time.perf_counter() - due)
            sending.append(asyncio.create_task(one(session, due)))
        await asyncio.gather(*sending)
        took = time.perf_counter() - began
        cpu = time.process_time() - cpu
    achieved = len(milliseconds) / max(took, seconds)
    return Outcome(rate, achieved, len(milliseconds), tuple(milliseconds), dict(errors), lag * 1000, cpu / took)
