"""What casework needs of the outside."""
from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Callable, Mapping, Protocol, Sequence

from bot.casework.deadlines import Deadline
from bot.casework.model import Case, Consent, Likeness, State, Step


class KeyTaken(Exception):
    """A case with this idempotency key was added by another process a moment ago."""


class ConcurrentChange(Exception):
    """The case was changed by another process since it was read."""


class Cases(Protocol):
    """One transaction over the cases. Every write of one use case goes through the same one."""

    def add(self, case: Case, key: str, fingerprint: str, consent: Consent) -> Case:
        """With its number. Raises KeyTaken."""

    def by_key(self, key: str, fingerprint: str) -> tuple[Case, bool] | None:
        """The case of an idempotency key, and whether it was made by a request of this fingerprint."""

    def by_receipt(self, receipt: str) -> Case | None: ...

    def wrong_tries(self, receipt: str, since: datetime) -> int:
        """How often it was asked for with wrong digits, whether it exists or not."""

    def note_wrong_try(self, receipt: str, at: datetime) -> None: ...

    def of_chat(self, chat: str) -> Sequence[Case]:
        """Newest first."""

    def like(self, case: Case) -> tuple[Likeness, ...]:
        """Others with the same telephone or identity number."""

    def save(self, case: Case) -> Case:
        """With the next version. Raises ConcurrentChange."""

    def withdraw_consent(self, case: Case, at: datetime) -> None: ...

    def record(self, case: Case, step: Step) -> None:
        """A row of history, and its row of the audit log."""

    def history(self, number: int) -> Sequence[Step]:
        """Oldest first."""

    def start_clocks(self, case: Case, clocks: Sequence[Deadline]) -> None: ...

    def replace_clocks(self, case: Case, clocks: Sequence[Deadline], at: datetime) -> None:
        """Those that run and are not among `clocks` are stopped, the others of `clocks` are started, or go on."""

    def stop_clocks(self, case: Case, state: State, at: datetime) -> None:
        """Those that end at `state`."""

    def clocks(self, number: int) -> Sequence[tuple[Deadline, datetime | None]]:
        """Each with when it was stopped."""

    def announce(self, case: Case, event: str, at: datetime, details: Mapping[str, Any]) -> None:
        """Rows of the outbox for the reporter's chat and for every webhook."""


class Rules(Protocol):
    """What the places' documents say, for casework."""

    def clocks(self, division: str | None, origin: str, state: State, at: datetime) -> Sequence[Deadline]: ...

    def urgent(self, case: Case) -> tuple[str, ...]:
        """Why it goes first, as keys of the wording."""

    def missing_for_elimination(self, division: str | None, known: Mapping[str, Any]) -> tuple[str, ...] | None:
        """What of the place's conditions does not hold or is not known; None when the documents set none."""


UnitOfWork = Callable[[], AbstractContextManager[Cases]]
