"""Reads wording.yml."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.knowledge.loader import read_tree


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The whole file: problems, parts, redacted. Raises ContentError."""
    return read_tree(Path(__file__).with_name("wording.yml"))
