"""Reads wording/*.yml: every sentence that people see."""
from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from bot.knowledge.loader import read_tree

_FOLDER = Path(__file__).parent / "wording"
_BUTTONS = Path(__file__).parents[2] / "data" / "buttons.yml"


@cache
def wording(name: str) -> dict[str, Any]:
    """One file of wording, by its name without ending."""
    return read_tree(_BUTTONS if name == "buttons" else _FOLDER / f"{name}.yml")


def say(key: str, **details: str) -> str:
    """A sentence of turns.yml with its blanks filled."""
    return wording("turns")[key]["text"].format(**details)
