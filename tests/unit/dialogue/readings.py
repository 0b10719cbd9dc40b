"""Readings and memories of a conversation over the small content, made by hand."""
from __future__ import annotations

from bot.dialogue.reading import Link, Memory, Place, Reading

COUNTY, OTHER, UNCOVERED = Place("五华县", ("441424",)), Place("丰都", ("500230",)), Place("北安", ("231181",))
UNCLEAR = Place("五华", ("441424", "530102"))
GRANT, REPORT = Link("industry_grant", 1.0), Link("self_report", 1.0)
AT_HOME = Memory(division="441424")
ASKED = Memory(division="441424", kind="industry_grant", aspect="amount")


def says(intent: str, *links: Link, text: str = "产业奖补每户每年一共能给多少钱啊", places: tuple = (), relevance: float = 1.0,
         confidence: float = 0.9, ranking: tuple = ()) -> Reading:
    return Reading(text, intent, confidence, ranking, links, relevance, places)


def titles(reply) -> list[str]:
    return [button.title for button in reply.buttons]
