"""From the parse data of a message to a reading."""
from __future__ import annotations

from bot.dialogue.reading import Link, Place, Reading

PARSED = {
    "text": "我在五华，低保怎么办",
    "intent": {"name": "ask_how_to_apply", "confidence": 0.9},
    "intent_ranking": [{"name": "ask_how_to_apply", "confidence": 0.9}, {"name": "ask_where", "confidence": 0.1}],
    "schemes": [{"kind": "subsistence_allowance", "score": 0.8, "named": True}],
    "relevance": 1.25,
    "entities": [{"entity": "place", "value": "441424,530102", "name": "五华", "start": 2, "end": 4},
                 {"entity": "other", "value": "x", "start": 0, "end": 1}],
    "whole_text": "我在五华，低保怎么办，我妈干不动",
    "told": {"whom": "您妈妈", "situations": ["unfit"], "facts": [["able_to_work", False, True]]},
}


def test_a_reading_has_what_was_understood():
    assert Reading.from_message(PARSED) == Reading(
        text="我在五华，低保怎么办", intent="ask_how_to_apply", confidence=0.9,
        ranking=(("ask_how_to_apply", 0.9), ("ask_where", 0.1)), links=(Link("subsistence_allowance", 0.8, True),), relevance=1.25,
        places=(Place("五华", ("441424", "530102"), start=2),), whole_text="我在五华，低保怎么办，我妈干不动",
        whom="您妈妈", situations=("unfit",), told=(("able_to_work", False, True),))


def test_a_message_that_was_not_understood_is_an_empty_reading():
    assert Reading.from_message({}) == Reading(text="", intent="", confidence=0.0)
    assert Reading.from_message({"text": None, "intent": None, "entities": None, "schemes": None, "intent_ranking": None, "relevance": None,
                                 "whole_text": None, "told": None}) == \
        Reading(text="", intent="", confidence=0.0)
