"""A reply as every channel gets it: text for a phone, the citation, buttons, and what it was about."""
from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from bot.knowledge.lookup import Status
from bot.replies.wording import wording

MOST_BUTTONS = 6


@dataclass(frozen=True)
class Button:
    """`title` is shown; `text` is what the person would have typed instead of tapping."""

    title: str
    text: str


@dataclass(frozen=True)
class Reference:
    """One document behind a reply, with the clauses used."""

    document: str
    title: str
    number: str | None
    issuer: str
    issued_on: str | None
    standing: str
    period: str
    clauses: tuple[str, ...]
    headings: tuple[str, ...]
    notes: tuple[str, ...] = ()


def code_line(code: str) -> str:
    """The code as people see it; empty if there is none."""
    return wording("answer")["code"].format(code=code) if code else ""


def as_plain(text: str, citation: str, code: str) -> str:
    """The parts of a reply as one text, a line each."""
    return "\n".join(filter(None, (text, citation, code_line(code))))


@dataclass(frozen=True)
class Reply:
    """`text` has the answer and its period notice; `citation` is the line of the sources, empty if nothing was cited.

    `code` names the answer in the ledger; empty for small talk, in a crisis, and where the ledger could not be written.
    """

    status: Status | None
    text: str
    citation: str = ""
    references: tuple[Reference, ...] = ()
    buttons: tuple[Button, ...] = ()
    about: dict[str, Any] = field(default_factory=dict)
    code: str = ""

    def plain(self) -> str:
        return as_plain(self.text, self.citation, self.code)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, for channels that show cards."""
        found = asdict(self)
        found["status"] = self.status.value if self.status else None
        return found
