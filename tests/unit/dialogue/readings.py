"""Readings and memories of a conversation over the small content, made by hand."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.dialogue.reading import Link, Memory, Place, Reading

COUNTY, OTHER, UNCOVERED = Place("五华县", ("441424",)), Place("丰都", ("500230",)), Place("北安", ("231181",))
UNCLEAR = Place("五华", ("441424", "530102"))
GRANT, REPORT = Link("industry_grant", 1.0), Link("self_report", 1.0)
AT_HOME = Memory(division="441424")
ASKED = Memory(division="441424", kind="industry_grant", aspect="amount")


def says(intent: str, *links: Link, text: str = "产业奖补每户每年一共能给多少钱啊", places: tuple = (), relevance: float = 1.0,
         confidence: float = 0.9, ranking: tuple = (), elliptical: float = 0.3) -> Reading:
    return Reading(text, intent, confidence, ranking, links, relevance, places, elliptical=elliptical, whole_text=text)


def a_reading(intent: str = "ask_amount", *links: tuple, text: str = "说了一句不短的话问某一项政策能给多少", relevance: float = 1.0,
              places: tuple = (), confidence: float = 0.9, ranking: tuple = (), elliptical: float = 0.3) -> Reading:
    """With links given as tuples, for what is interpreted and never answered."""
    return Reading(text, intent, confidence, ranking, tuple(Link(*link) for link in links), relevance, places, elliptical=elliptical)


def told(intent: str, text: str, *situations: str, elliptical: float = 0.3) -> Reading:
    """A situation is told."""
    return replace(says(intent, text=text, relevance=0.0, elliptical=elliptical), situations=situations)


def replies(text: str, intent: str = "nlu_fallback", **told: Any) -> Reading:
    """A short answer, as a button or a person gives it."""
    return replace(Reading(text, intent, 0.9, whole_text=text), **told)


def titles(reply) -> list[str]:
    return [button.title for button in reply.buttons]
