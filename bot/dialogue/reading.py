"""What the understanding made of one message, and what the conversation remembers. No Rasa types."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping


@dataclass(frozen=True)
class Link:
    """A kind of scheme that a message may mean. `score` is 0…1; `named` says that its name stands in the text."""

    kind: str
    score: float
    named: bool = False


@dataclass(frozen=True)
class Place:
    """A place named in a message; more than one code means the name alone does not tell which."""

    name: str
    codes: tuple[str, ...]
    start: int = 0
    is_compared: bool = False


@dataclass(frozen=True)
class Reading:
    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()
    links: tuple[Link, ...] = ()
    relevance: float = 0.0
    places: tuple[Place, ...] = ()
    of_whom: bool = False  # it says of which household it asks

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> "Reading":
        """From the parse data that Rasa keeps with a message."""
        text, intent = message.get("text") or "", message.get("intent") or {}
        places = [Place(entity["name"], tuple(entity["value"].split(",")), entity["start"],
                        entity.get("is_compared", False))
                  for entity in message.get("entities") or () if entity.get("entity") == "place"]
        return cls(
            text=text,
            intent=intent.get("name") or "",
            confidence=float(intent.get("confidence") or 0.0),
            ranking=tuple((entry["name"], float(entry["confidence"])) for entry in message.get("intent_ranking") or ()),
            links=tuple(Link(entry["kind"], entry["score"], entry["named"]) for entry in message.get("schemes") or ()),
            relevance=float(message.get("relevance") or 0.0),
            of_whom=bool(message.get("of_whom")),
            places=tuple(places),
        )


@dataclass(frozen=True)
class Memory:
    """What the conversation remembers: where the household lives, and what was asked last."""

    division: str | None = None
    kind: str | None = None
    aspect: str | None = None
    page: int = 0
    waiting: bool = field(default=False)  # the last question could not be answered before the place is known
