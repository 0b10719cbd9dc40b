"""Puts the parts together: the one place that knows settings and every layer."""
from __future__ import annotations

from functools import lru_cache

from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.settings import settings


@lru_cache(maxsize=1)
def knowledge_base() -> KnowledgeBase:
    return KnowledgeBase(settings().content)


@lru_cache(maxsize=1)
def divisions() -> Divisions:
    return Divisions(settings().content / "divisions.yml")
