"""What the stand-in server and the people before it pass each other: messages as they stand, calls, and how a call may fail."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

TOKEN = "123456:test-token"
BOT = {"id": 123456, "is_bot": True, "first_name": "惠农问答", "username": "huinong_bot"}
MIDNIGHT = 1_795_000_000  # of messages; nothing depends on it


@dataclass(frozen=True)
class Fault:
    """What a call meets instead of its answer. `is_done`: it is carried out all the same; `hangs`: seconds before the line is cut."""

    status: int = 500
    retry_after: int = 0
    is_done: bool = False
    hangs: float | None = None


FLOOD, BROKEN, CUT, CUT_AFTERWARDS = Fault(429, 1), Fault(502), Fault(hangs=0.0), Fault(is_done=True, hangs=0.0)


@dataclass
class Shown:
    """A message as it stands in a chat now. `texts` are all it ever said, the last one included."""

    number: int
    is_bot: bool
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    buttons: list[dict[str, Any]] = field(default_factory=list)
    keyboard: list[list[dict[str, Any]]] | None = None
    reply_to: int | None = None
    texts: list[str] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        return [button["text"] for button in self.buttons]

    def quoted(self, kind: str) -> list[str]:
        """The pieces of the text that have an entity of this kind."""
        coded = self.text.encode("utf-16-le")
        return [coded[each["offset"] * 2:(each["offset"] + each["length"]) * 2].decode("utf-16-le")
                for each in self.entities if each["type"] == kind]


@dataclass(frozen=True)
class Call:
    method: str
    params: dict[str, Any]
    at: float  # seconds of time.perf_counter


class Refusal(Exception):
    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters
