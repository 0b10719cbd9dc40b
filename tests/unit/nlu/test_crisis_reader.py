"""How words of danger, and doubts about them, go into a message; what the arbiter makes of both."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.reading import Reading
from bot.nlu.crisis_reader import CRISIS, DANGER, IS_DOUBTFUL, CrisisReader
from bot.nlu.e5_featurizer import EMBEDDING
from bot.nlu.intent_arbiter import IntentArbiter
from bot.nlu.message_normalizer import WHOLE_TEXT
from bot.nlu.scheme_linker import RELEVANCE, SCHEMES

READER = CrisisReader({"phrases": str(Path(__file__).resolve().parents[3] / "data" / "crisis.yml")})
ARBITER = IntentArbiter(IntentArbiter.get_default_config())


def read(text: str) -> Message:
    (message,) = READER.process([Message(data={TEXT: text, WHOLE_TEXT: text})])
    return message


def judged(text: str, *ranking: tuple[str, float]) -> str:
    """The intent in the end, if a model ranks so."""
    message = read(text)
    entries = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    for key, value in ((INTENT, entries[0]), (INTENT_RANKING_KEY, entries), (RELEVANCE, 0.2), (SCHEMES, [{"kind": "a", "score": 0.1, "named": False}]),
                       (EMBEDDING, np.zeros(3))):
        message.set(key, value)
    ARBITER.process([message])
    return message.get(INTENT)["name"]


def test_words_of_danger_decide_the_intent_and_their_kind_goes_on_to_the_reply():
    data = read("蛇把我妈咬了怎么报销").as_dict(only_output_properties=True)

    assert data[INTENT] == {"name": CRISIS, "confidence": 1.0} and data[DANGER] == "snakebite"
    assert Reading.from_message(data).danger == "snakebite"


def test_without_them_nothing_is_decided_and_no_kind_is_known():
    message = read("农村低保怎么申请")

    assert message.get(INTENT) is None and message.get(DANGER) is None and message.get(IS_DOUBTFUL) is False
    assert Reading.from_message(message.as_dict(only_output_properties=True)).danger is None


@pytest.mark.parametrize("text", ["血压药能不能停", "猪吃了打过农药的草,死了三头", "现在家里揭不开锅了", "水管爆了没有水吃", "我家猪前天喝了农药死了"])
def test_on_matters_that_only_sound_like_danger_a_model_must_be_very_sure(text):
    assert judged(text, (CRISIS, 0.9), ("ask_how_to_apply", 0.1)) == "ask_how_to_apply"
    assert judged(text, (CRISIS, 0.95), ("ask_how_to_apply", 0.05)) == CRISIS


def test_elsewhere_a_model_is_believed_earlier():
    assert judged("我男人又动手了", (CRISIS, 0.8), ("ask_how_to_apply", 0.1)) == CRISIS


@pytest.mark.parametrize("next_best", ["start_over", "report_risk", "human"])
def test_a_danger_that_is_not_believed_never_becomes_a_wish_that_was_hardly_heard(next_best):
    assert judged("现在家里揭不开锅了", (CRISIS, 0.7), (next_best, 0.14)) == "nlu_fallback"
    assert judged("现在家里揭不开锅了", (CRISIS, 0.55), (next_best, 0.4)) == next_best
