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
    is_away: bool = False  # one only goes, works or is treated there, or somebody else does
    is_home: bool = False  # it is said to be where one lives

    @classmethod
    def from_slot(cls, value: Mapping[str, Any] | None) -> "Place | None":
        return cls(value["name"], tuple(value["codes"])) if value else None


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
    elliptical: float = 0.0  # how likely it can only be understood from the question before
    speaks_of: tuple[str, ...] = ()  # kinds of which a word of it, or what it tells, speaks
    whole_text: str = ""  # normalised, but not shortened to what the models read
    whom: str | None = None  # how to call somebody else it is about
    is_own: bool = False  # it begins with the household's own
    situations: tuple[str, ...] = ()
    told: tuple[tuple[str, Any, bool], ...] = ()  # (fact, value, whether it is so)
    checks: bool = False  # its words ask for a check of one's own case
    doubts: bool = False  # its words ask whether a rumour is true
    danger: str | None = None  # of which kind, where its words leave no doubt of danger (data/crisis.yml)
    typed: str = ""  # as it came in, nothing mended: a name is no slip

    @classmethod
    def from_message(cls, message: Mapping[str, Any], typed: str = "") -> "Reading":
        """From the parse data that Rasa keeps with a message."""
        text, intent = message.get("text") or "", message.get("intent") or {}
        places = [Place(entity["name"], tuple(entity["value"].split(",")), entity["start"],
                        entity.get("is_compared", False), entity.get("is_away", False), entity.get("is_home", False))
                  for entity in message.get("entities") or () if entity.get("entity") == "place"]
        told = message.get("told") or {}
        return cls(
            text=text,
            whole_text=message.get("whole_text") or text,
            typed=typed,
            whom=told.get("whom"),
            is_own=bool(told.get("is_own")),
            checks=bool(told.get("checks")),
            doubts=bool(told.get("doubts")),
            situations=tuple(told.get("situations") or ()),
            told=tuple((fact, value, holds) for fact, value, holds in told.get("facts") or ()),
            intent=intent.get("name") or "",
            confidence=float(intent.get("confidence") or 0.0),
            ranking=tuple((entry["name"], float(entry["confidence"])) for entry in message.get("intent_ranking") or ()),
            links=tuple(Link(entry["kind"], entry["score"], entry["named"]) for entry in message.get("schemes") or ()),
            relevance=float(message.get("relevance") or 0.0),
            elliptical=float(message.get("elliptical") or 0.0),
            speaks_of=tuple(message.get("speaks_of") or ()),
            of_whom=bool(message.get("of_whom")),
            danger=message.get("danger"),
            places=tuple(places),
        )


@dataclass(frozen=True)
class Check:
    """A check of eligibility that is under way: what was asked last, and what the household cannot tell."""

    kind: str
    asked: str | None = None
    choices: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @classmethod
    def from_slot(cls, value: Mapping[str, Any] | None) -> "Check | None":
        return cls(value["kind"], value["asked"], tuple(value["choices"]), tuple(value["unsure"])) if value else None


@dataclass(frozen=True)
class Filing:
    """A report that is under way. What is told goes straight into the case: here stands nothing personal.

    `nonce` makes one offer one case, however often it is agreed to. `asked` is a key of case.yml's `ask`, `done` those that
    were answered or passed over, `situations` what was told before it, `for_other` that it was begun for somebody else.
    `is_paused`: something else came between the question and its answer. `ended`: nothing more is asked for by itself.
    """

    nonce: str
    receipt: str | None = None
    asked: str | None = None
    done: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    for_other: bool = False
    is_paused: bool = False
    ended: bool = False

    @classmethod
    def from_slot(cls, value: Mapping[str, Any] | None) -> "Filing | None":
        if not value:
            return None
        return cls(**{**value, "done": tuple(value["done"]), "situations": tuple(value["situations"])})


@dataclass(frozen=True)
class Lookup:
    """A question for how a case stands: the receipt that waits for the end of its telephone number, and the wrong tries since `since`."""

    receipt: str | None = None
    wrong: int = 0
    since: str = ""  # ISO 8601

    @classmethod
    def from_slot(cls, value: Mapping[str, Any] | None) -> "Lookup | None":
        return cls(**value) if value else None


@dataclass(frozen=True)
class Memory:
    """What the conversation remembers: where the household lives, what was asked last, and what it told of itself."""

    division: str | None = None
    kind: str | None = None
    aspect: str | None = None
    page: int = 0
    unclear: Place | None = None  # what was named last for where the household lives, while it is not known which it is
    waiting: bool = False  # the last question could not be answered before the place is known
    known: Mapping[str, Any] = field(default_factory=dict)  # atoms of what was told (bot/knowledge/profile.py)
    situations: tuple[str, ...] = ()
    whom: str | None = None  # somebody else of whom all this was told
    check: Check | None = None
    report: Filing | None = None
    lookup: Lookup | None = None
    finding: Mapping[str, Any] | None = None  # what the benefit finder was asked with, while its answer is the last one
