"""A message as it stands in the database until it is delivered."""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass

BLOCKQUOTE = "expandable_blockquote"


@dataclass(frozen=True)
class Entity:
    """`offset` and `length` in UTF-16 units."""

    kind: str
    offset: int
    length: int


@dataclass(frozen=True)
class Tap:
    """A button under a message: `text` is what the person says by tapping; with `url` it opens that instead."""

    title: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Outgoing:
    """`lead` is the key of the line that stands there until the text does.

    With a `keyboard` the message carries the keys at the bottom of the screen; Telegram cannot change such a message afterwards, so
    it has no lead and no taps.
    """

    text: str
    entities: tuple[Entity, ...] = ()
    taps: tuple[Tap, ...] = ()
    keyboard: str = ""
    lead: str = "answer"
    reply_to: int | None = None
    thread: int | None = None  # the topic

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    def kept(self) -> str:
        """What a tap needs later; empty if there is nothing to tap."""
        return Outgoing("", taps=self.taps).as_json() if any(tap.text for tap in self.taps) else ""


def from_json(text: str) -> Outgoing:
    tree = json.loads(text)
    entities, taps = tuple(Entity(**each) for each in tree.pop("entities")), tuple(Tap(**each) for each in tree.pop("taps"))
    return Outgoing(entities=entities, taps=taps, **tree)
