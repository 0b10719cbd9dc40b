"""The development set: what is said, and what a right reply has. Files: eval/development/*.yml."""
from __future__ import annotations

from pathlib import Path
from typing import Optional

from pydantic import StrictStr, validator

from bot.knowledge import strict_yaml
from bot.knowledge.loader import shape
from bot.knowledge.model import Part


class Expectation(Part):
    """`kinds`, `status` and `verdict` list what is acceptable; `figures` must stand in the text, `forbidden` must not.

    `offers` are kinds of which one at least must be among the first four that are offered.
    """

    kinds: tuple[StrictStr, ...] = ()
    aspect: StrictStr = "overview"
    status: tuple[Optional[StrictStr], ...] = ()
    figures: tuple[StrictStr, ...] = ()
    forbidden: tuple[StrictStr, ...] = ()
    cites: tuple[StrictStr, ...] = ()
    verdict: tuple[StrictStr, ...] = ()
    offers: tuple[StrictStr, ...] = ()

    @validator("status", pre=True)
    def _small_talk_has_none(cls, value: object) -> object:
        return (None,) if value is None else value


class Turn(Part):
    say: StrictStr
    expect: Expectation


class Case(Part):
    """A conversation of one or more turns; `place` is told beforehand."""

    id: StrictStr
    style: StrictStr = "plain"
    trap: Optional[StrictStr] = None
    place: Optional[StrictStr] = None
    turns: tuple[Turn, ...]


def load(folder: Path) -> list[Case]:
    """All cases. Raises ContentError for a file that is not in form."""
    cases = []
    for file in sorted(folder.glob("*.yml")):
        for entry in strict_yaml.load(file):
            if "say" in entry:
                entry = {**{k: v for k, v in entry.items() if k not in ("say", "expect")},
                         "turns": [{"say": entry["say"], "expect": entry["expect"]}]}
            cases.append(shape(file, entry, Case))
    return cases
