"""Rasa component: every later component sees the normalised text."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.normalize import Rules, last_sentences, mend

NOTHING_READABLE = "nothing_readable"
WHOLE_TEXT = "whole_text"  # normalised, but not shortened to what the models read


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class MessageNormalizer(GraphComponent):
    """Sets `text` to its normalised form; a message with nothing readable gets the intent `nothing_readable`."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"rules": "data/slips.yml"}

    def __init__(self, config: Dict[Text, Any]) -> None:
        self._rules = Rules(Path(config["rules"]))

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "MessageNormalizer":
        return cls(config)

    @classmethod
    def fingerprint_addon(cls, config: Dict[Text, Any]) -> str:
        return Path({**cls.get_default_config(), **config}["rules"]).read_text(encoding="utf-8")

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for example in training_data.training_examples:
            if example.get(TEXT):
                example.set(TEXT, last_sentences(mend(example.get(TEXT), self._rules)) or " ")
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            whole = mend(message.get(TEXT), self._rules)
            text = last_sentences(whole)
            message.set(WHOLE_TEXT, whole)
            message.set(TEXT, text or " ", add_to_output=True)
            if not text:
                decided = {INTENT_NAME_KEY: NOTHING_READABLE, PREDICTED_CONFIDENCE_KEY: 1.0}
                message.set(INTENT, decided, add_to_output=True)
        return messages
