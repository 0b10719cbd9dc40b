"""Delivers what is due in the outbox: each letter by the deliverer of its kind of recipient, again and again until it is taken."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Callable, Mapping, Protocol

from bot.logs import logger
from bot.storage.encryption import Unreadable
from bot.storage.outbox import Claim, Letter, Outbox

log = logger("outbox")

AT_ONCE = 8  # letters of each kind of recipient
LEASE = timedelta(minutes=2)  # a deliverer must be through with a letter well before
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=6)
MOST_ATTEMPTS = 30  # over about four days: a receiver that is down over a long weekend loses nothing
_LEAST = 0.75  # of a pause; the rest is chance, so that what failed together does not come back together


class Undelivered(Exception):
    """It did not go this time. `why` is static text, a number or a type's name, never what a letter holds. `wait`: not before."""

    def __init__(self, why: str, wait: timedelta = timedelta()) -> None:
        super().__init__(why)
        self.why, self.wait = why, wait


class Undeliverable(Exception):
    """It will never go: the recipient wants or can have no letters. `why` as for Undelivered."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Deliverer(Protocol):
    """Delivers one letter, also from several threads at once; raises Undelivered or Undeliverable.

    Any other exception counts as Undelivered.
    """

    def __call__(self, letter: Letter) -> None: ...


@dataclass(frozen=True)
class Counts:
    """What became of the letters that were `taken`. `failed` ones will be tried again, `died` ones not."""

    taken: int = 0
    delivered: int = 0
    failed: int = 0
    died: int = 0


def deliver_due(outbox: Outbox, deliverers: Mapping[str, Deliverer], now: Callable[[], datetime],
                chance: Callable[[], float] = SystemRandom().random) -> Counts:
    """Takes the letters that are due, at most AT_ONCE of each kind, and delivers them side by side.

    `deliverers` are by kind of recipient; letters to other kinds wait untouched. Call it again at once while it took any:
    a queue's next letter is due as soon as the one before it is gone. `now` gives aware datetimes, `chance` numbers from 0 to 1.
    """
    claims = [claim for kind in deliverers for claim in outbox.claim(kind, AT_ONCE, now(), now() + LEASE)]
    if not claims:
        return Counts()
    ends: list[str] = []
    with ThreadPoolExecutor(len(claims), thread_name_prefix="outbox") as pool:
        going = {pool.submit(_deliver, outbox, deliverers[claim.recipient], claim): claim for claim in claims}
        for done in as_completed(going):
            ends.append(_settle(outbox, going[done], done.exception(), now(), chance))
    return Counts(len(claims), ends.count("delivered"), ends.count("failed"), ends.count("died"))


def pause(attempt: int, chance: float) -> timedelta:
    """How long to wait after the attempt of this number, from 1."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attempt - 1, 32))
    return longest * (_LEAST + (1 - _LEAST) * chance)


def _deliver(outbox: Outbox, deliverer: Deliverer, claim: Claim) -> None:
    if claim.attempt > MOST_ATTEMPTS:  # none of them came to an end: it may be this letter that kills the process
        raise Undeliverable("no attempt came to an end")
    deliverer(outbox.read(claim))


def _settle(outbox: Outbox, claim: Claim, error: BaseException | None, at: datetime, chance: Callable[[], float]) -> str:
    if error is None:
        outbox.delivered(claim, at)
        return "delivered"
    why = error.why if isinstance(error, (Undelivered, Undeliverable)) else type(error).__name__
    if isinstance(error, Unreadable):
        why = "sealed with a key that is not at hand"
    if isinstance(error, Undeliverable) or claim.attempt >= MOST_ATTEMPTS:
        outbox.died(claim, why, at)
        log.error("letter dead", letter=claim.id, recipient=claim.recipient, attempt=claim.attempt, why=why)
        return "died"
    wait = error.wait if isinstance(error, Undelivered) else timedelta()
    outbox.failed(claim, why, at + max(pause(claim.attempt, chance()), wait))
    log.warning("letter not delivered", letter=claim.id, recipient=claim.recipient, attempt=claim.attempt, why=why)
    return "failed"
