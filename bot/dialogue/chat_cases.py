"""Casework for one conversation at one moment: what its turns may ask of it."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Callable, TypeVar

from bot.casework.commands import Amend, Decide, Register
from bot.casework.handlers import CaseClosed, Casework, KeyReused, NoSuchCase
from bot.casework.model import Case, Channel, Report
from bot.casework.queries import CaseQueries, NotFound, Standing, TriedTooOften, WrongReceipt
from bot.casework.states import IllegalMove, Move
from bot.logs import logger

_log = logger("cases")
_ANSWERS = (CaseClosed, KeyReused, NoSuchCase, NotFound, TriedTooOften, WrongReceipt, IllegalMove)
Result = TypeVar("Result")


class CasesDown(Exception):
    """Nothing could be stored or looked up; nothing of it was stored."""


@dataclass(frozen=True)
class ChatCases:
    """`chat` is the sender's id, `at` now. The use cases are made at their first use: there may be no database.

    Every method may raise CasesDown.
    """

    casework: Callable[[], Casework]
    queries: Callable[[], CaseQueries]
    chat: str
    at: datetime

    def register(self, nonce: str, report: Report, consent: str) -> Case:
        """The same nonce is the same case."""
        command = Register(nonce, report, Channel.CHAT, consent, self.at, chat=self.chat)
        try:
            return self._ask(lambda: self.casework().register(command).case)
        except KeyReused as reused:  # agreed to before, and told more since: it is that case, and the rest is asked for
            return self.standing(str(reused)).case

    def amend(self, receipt: str, changes: Report, parts: tuple[str, ...]) -> Case:
        """Raises CaseClosed, NoSuchCase."""
        return self._ask(lambda: self.casework().amend(Amend(receipt, changes, parts, self.at)))

    def withdraw(self, receipt: str) -> Case:
        """Raises IllegalMove, NoSuchCase."""
        return self._ask(lambda: self.casework().decide(Decide(receipt, Move.WITHDRAW, "household", self.at)))

    def mine(self) -> list[Standing]:
        """What this conversation has reported, newest first."""
        return self._ask(lambda: self.queries().of_chat(self.chat))

    def standing(self, receipt: str) -> Standing:
        """Raises NotFound."""
        return self._ask(lambda: self.queries().of_receipt(receipt))

    def proven(self, receipt: str, digits: str) -> Standing:
        """Of another conversation, by the end of its telephone number. Raises WrongReceipt, NotFound, TriedTooOften."""
        return self._ask(lambda: self.queries().by_receipt(receipt, digits, self.at))

    def _ask(self, use_case: Callable[[], Result]) -> Result:
        try:
            return use_case()
        except _ANSWERS:
            raise
        except Exception as error:  # whatever it is, the person is told plainly and can try again
            _log.error("casework does not answer", why=type(error).__name__)
            raise CasesDown from None
