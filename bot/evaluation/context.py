"""Short messages right after an answer: some go on with its policy, others begin anew. File: eval/context.yml."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Iterator, Sequence

from pydantic import StrictStr

from bot.evaluation.interview import Asked
from bot.evaluation.tables import Table, percent
from bot.knowledge import strict_yaml
from bot.knowledge.loader import KnowledgeBase, shape
from bot.knowledge.model import Aspect, Part
from bot.replies.policy import kind_buttons

FOLLOW_UP, NEW_TOPIC = "goes on with the last policy", "is about another policy"


class Message(Part):
    """`before` is the kind that was answered for, `kinds` those that `say` may mean: `before` alone if it goes on."""

    id: StrictStr
    style: StrictStr
    before: StrictStr
    say: StrictStr
    kinds: tuple[StrictStr, ...]

    @property
    def goes_on(self) -> bool:
        return self.kinds == (self.before,)


@dataclass(frozen=True)
class Reaction:
    """A message and whether the assistant took it for a question on the last policy."""

    message: Message
    went_on: bool

    @property
    def is_right(self) -> bool:
        return self.went_on is self.message.goes_on


def load(file: Path) -> list[Message]:
    """Raises ContentError for a file that is not in form."""
    return [shape(file, entry, Message) for entry in strict_yaml.load(file)]


def react(asked: Asked, messages: Iterable[Message], kb: KnowledgeBase) -> Iterator[Reaction]:
    """Each in a conversation of its own, in the first place that has the policy before it."""
    for message in messages:
        asked.begin(next(place for place in kb.folders if kb.scheme(place, message.before)))
        asked.ask(kind_buttons(kb, (message.before,), Aspect.OVERVIEW.value)[0].text)
        reply: dict[str, Any] = asked.ask(message.say) or {}
        yield Reaction(message, (reply.get("about") or {}).get("kind") == message.before)


def table(reactions: Sequence[Reaction]) -> Table:
    rows = []
    for what, of_this in ((FOLLOW_UP, True), (NEW_TOPIC, False)):
        group = [reaction for reaction in reactions if reaction.message.goes_on is of_this]
        right = sum(reaction.is_right for reaction in group)
        rows.append((what, str(len(group)), str(right), f"{percent(right, len(group)):.1f}"))
    return Table("Short messages after an answer", ("the message", "asked", "taken for that", "%"), tuple(rows))
