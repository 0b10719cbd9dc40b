"""Reads wording.yml: every text on the page that is not the bot's own."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.knowledge.loader import read_tree


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The whole file: page, examples, card, badges, notices. Raises ContentError."""
    return read_tree(Path(__file__).with_name("wording.yml"))


def notice(key: str) -> str:
    return words()["notices"][key]
