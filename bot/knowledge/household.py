"""What a household may be asked and what it may tell: facts, situations and the words for them. Shapes only."""
from __future__ import annotations

from typing import Any, Literal, Optional

from pydantic import Field, StrictBool, StrictStr

from bot.knowledge.cited import Part
from bot.knowledge.model import Value


class Fact(Part):
    """One fact of a household or person that conditions may test.

    A `choice` is one of its choices, or none of them; of `several` more than one may hold. `implies` is what follows
    when it holds: of a bool as {atom: bool}, of a choice as {choice: {atom: bool}} (bot/knowledge/profile.py: atoms).
    """

    type: Literal["bool", "choice", "several", "number"]
    scope: Literal["household", "person"]
    ask: StrictStr
    unit: Optional[StrictStr] = None
    choices: dict[StrictStr, StrictStr] = {}
    implies: dict[StrictStr, Any] = {}


class Situation(Part):
    """Something that a household says of itself, what is then known of it, and the kinds it may want, likeliest first."""

    name: StrictStr
    says: tuple[StrictStr, ...]
    of_whom: StrictBool = False
    told: dict[StrictStr, Value] = {}
    kinds: tuple[StrictStr, ...] = ()


class Answers(Part):
    """How people say yes, no and that they cannot tell."""

    yes: tuple[StrictStr, ...]
    no: tuple[StrictStr, ...]
    unsure: tuple[StrictStr, ...]


class Situations(Part):
    """situations.yml: the words of whom it is about, and the situations."""

    people: dict[StrictStr, StrictStr]
    on_behalf: tuple[StrictStr, ...]
    own: tuple[StrictStr, ...]
    asking: tuple[StrictStr, ...]
    negations: tuple[StrictStr, ...] = Field(alias="not")
    maybe: tuple[StrictStr, ...]
    checking: tuple[StrictStr, ...]
    doubting: tuple[StrictStr, ...]
    answers: Answers
    situations: dict[StrictStr, Situation]
