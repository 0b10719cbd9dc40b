"""What a reporter may see of a case: by its receipt and the end of the telephone number, or from the chat that reported it."""
from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Sequence

from bot.casework.deadlines import Deadline
from bot.casework.model import Case, Step
from bot.casework.ports import UnitOfWork
from bot.casework.receipt import is_valid, transposed

DIGITS_ASKED = 4  # of the telephone number
MOST_WRONG, PAUSE = 10, timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """A case as its reporter sees it. `clocks` come with when they were stopped."""

    case: Case
    history: Sequence[Step]
    clocks: Sequence[tuple[Deadline, datetime | None]]


class WrongReceipt(Exception):
    """The check digit is wrong; `maybe` are receipts with two neighbouring digits the other way round."""

    def __init__(self, maybe: tuple[str, ...]) -> None:
        super().__init__(f"{len(maybe)} near")
        self.maybe = maybe


class NotFound(Exception):
    """No such case, or another telephone number: the two are never told apart."""


class TriedTooOften(Exception):
    """The receipt was asked for with wrong digits too often, through whatever door: four digits are ten thousand tries."""


@dataclass(frozen=True)
class CaseQueries:
    unit: UnitOfWork

    def by_receipt(self, receipt: str, digits: str, at: datetime) -> Standing:
        """`digits` are the last four of the telephone; a case without a telephone needs none.

        Raises WrongReceipt, NotFound, TriedTooOften.
        """
        if not is_valid(receipt):
            raise WrongReceipt(transposed(receipt))
        with self.unit() as cases:
            if cases.wrong_tries(receipt, at - PAUSE) >= MOST_WRONG:
                raise TriedTooOften
            case = cases.by_receipt(receipt)
            if case and _knows(case, digits):
                return Standing(case, cases.history(case.number), cases.clocks(case.number))
            cases.note_wrong_try(receipt, at)  # also of a receipt that nobody has: the two are never told apart
        raise NotFound

    def of_chat(self, chat: str) -> list[Standing]:
        """Newest first."""
        with self.unit() as cases:
            return [Standing(case, cases.history(case.number), cases.clocks(case.number)) for case in cases.of_chat(chat)]

    def of_receipt(self, receipt: str) -> Standing:
        """For staff and for the process itself, which need no proof. Raises NotFound."""
        with self.unit() as cases:
            case = cases.by_receipt(receipt)
            if case is None:
                raise NotFound
            return Standing(case, cases.history(case.number), cases.clocks(case.number))


def _knows(case: Case, digits: str) -> bool:
    phone = case.report.phone
    return not phone or secrets.compare_digest(phone[-DIGITS_ASKED:].encode(), digits.encode(errors="replace"))
