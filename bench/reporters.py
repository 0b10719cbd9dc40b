"""Households that report through the real doors, and send again until they have a receipt."""
from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.casework.model import Report, Risk
from bot.casework.receipt import compact, is_valid
from bot.replies.report import consent_version

API, FORM = "API", "form"
DIVISIONS = ("500230", "231181", "140524")
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_NUMBER = re.compile(r'<p class="number">([\d ]{10,14})</p>')
_AGAIN = (429, 500, 502, 503, 504)
_TRIES = 2_000


class Refused(Exception):
    """An answer after which sending again is of no use."""


@dataclass
class Submission:
    """One report of one household, and all receipts that came back for it. `copies` are sent at once."""

    number: int
    door: str
    copies: int = 1
    receipts: list[str] = field(default_factory=list)

    @property
    def phone(self) -> str:
        """By which the case is told from the others."""
        return f"138{self.number:08d}"

    @property
    def key(self) -> str:
        return f"household-{self.number}"

    @property
    def report(self) -> Report:
        risks, division = (list(Risk)[self.number % len(Risk)],), DIVISIONS[self.number % len(DIVISIONS)]
        if self.door == FORM:
            return Report(risks, division, phone=self.phone)
        story = f"第{self.number}户，家里有人住院，没钱交了"
        return Report(risks, division, "双龙村", name=f"户{self.number}", phone=self.phone, story=story)


@dataclass
class Doors:
    """Where reports are sent. `tally` counts what happened: sent, answered, cut off, refused to connect, already registered."""

    url: str
    api_key: str
    rng: random.Random
    tally: Counter[str] = field(default_factory=Counter)

    def session(self, number: int) -> aiohttp.ClientSession:
        """A browser or system with an address of its own on loopback: limits count by address."""
        connector = aiohttp.TCPConnector(local_addr=(f"127.0.{1 + number // 200 % 200}.{1 + number % 200}", 0), force_close=True)
        return aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=20))

    async def report(self, submission: Submission) -> None:
        """All its copies at once, each until it has a receipt. Raises Refused."""
        async with self.session(submission.number) as session:
            if submission.door == API:
                sending = [self._by_api(session, submission) for _ in range(submission.copies)]
            else:
                token = await self._token(session, submission)
                sending = [self._by_form(session, submission, token) for _ in range(submission.copies)]
            submission.receipts += await asyncio.gather(*sending)

    async def _by_api(self, session: aiohttp.ClientSession, submission: Submission) -> str:
        headers = {"Authorization": f"Bearer {self.api_key}", "Idempotency-Key": submission.key}
        body = {**submission.report.as_dict(), "consent": consent_version()}
        code, _, answer = await self._until(session, "POST", "/api/v1/reports", (200, 201), headers=headers, json=body)
        self.tally["already registered"] += code == 200
        return _receipt(re.search(r'"receipt": ?"(\d{10})"', answer))

    async def _token(self, session: aiohttp.ClientSession, submission: Submission) -> str:
        _, _, page = await self._until(session, "GET", f"/r/{submission.report.division}", (200,))
        found = _TOKEN.search(page)
        if found is None:
            raise Refused("the form has no token")
        return found[1]

    async def _by_form(self, session: aiohttp.ClientSession, submission: Submission, token: str) -> str:
        told = {"token": token, "risks": submission.report.risks[0].value, "who": "self", "name": "", "phone": submission.phone, "move": "",
                "consent": consent_version(), "do": "send"}
        _, place, _ = await self._until(session, "POST", f"/r/{submission.report.division}", (303,), data=told)
        self.tally["already registered"] += place.endswith("note=again")
        _, _, page = await self._until(session, "GET", place, (200,))
        return _receipt(_NUMBER.search(page))

    async def _until(self, session: aiohttp.ClientSession, method: str, path: str, wanted: tuple[int, ...],
                     **more: Any) -> tuple[int, str, str]:
        """Code, Location and body of the first answer that is `wanted`. Raises Refused."""
        for _ in range(_TRIES):
            self.tally["sent"] += 1
            try:
                async with session.request(method, self.url + path, allow_redirects=False, **more) as answer:
                    text = await answer.text()
                self.tally["answered"] += 1
                if answer.status in wanted:
                    return answer.status, answer.headers.get("Location", ""), text
                if answer.status not in _AGAIN:
                    raise Refused(f"{method} {path.split('?')[0][:20]}: {answer.status} {text[:300]}")
                self.tally[f"answered {answer.status}"] += 1
            except aiohttp.ClientConnectorError:
                self.tally["nobody listened"] += 1
            except (aiohttp.ClientError, asyncio.TimeoutError):
                self.tally["cut off"] += 1
            await asyncio.sleep(self.rng.uniform(0.02, 0.3))
        raise Refused(f"{method} {path[:20]}: no answer after {_TRIES} tries")


def _receipt(found: re.Match[str] | None) -> str:
    receipt = compact(found[1]) if found else ""
    if not is_valid(receipt):
        raise Refused("an answer without a receipt")
    return receipt
