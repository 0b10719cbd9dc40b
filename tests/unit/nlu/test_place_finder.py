"""Places as entities of a message, and when a message says nothing else."""
from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.place_finder import INFORM_PLACE, PlaceFinder


@pytest.fixture
def read(real_divisions):
    def read(text: str, intent: str = "nlu_fallback") -> Message:
        (message,) = PlaceFinder(real_divisions).process([Message({TEXT: text, INTENT: {"name": intent}})])
        return message

    return read


@pytest.mark.parametrize("text", ["丰都的", "宾县的", "呼兰的", "俺北安", "搬到浙江"])
def test_a_message_with_nothing_but_a_place_tells_the_place(read, text):
    assert read(text).get(INTENT)["name"] == INFORM_PLACE


@pytest.mark.parametrize("text", ["去浙江", "想去梅州", "丰都低保怎么办", "北安?"])
def test_a_message_that_says_more_or_where_one_goes_is_what_it_was(read, text):
    assert read(text, "ask_amount").get(INTENT)["name"] == "ask_amount"


def test_an_entity_tells_whether_the_place_is_home(read):
    assert [entity["is_away"] for entity in read("我是丰都的,老公去浙江").get(ENTITIES)] == [False, True]
    assert [entity["value"] for entity in read("五华").get(ENTITIES)] == ["441424,530102"]
