"""Rasa component: places named in the message, as entities `place`.

The value is the codes, comma separated; positions count in the whole text.
"""
from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.divisions import Divisions
from bot.nlu.message_normalizer import WHOLE_TEXT

PLACE, INFORM_PLACE = "place", "inform_place"
_BESIDE, _QUESTION = 2, "?"
_DECIDED = {"follow_up", "crisis"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceFinder(GraphComponent):
    """Reads divisions.yml when it is loaded, not when it is trained: a new place needs no training."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"divisions": "policies_kb/divisions.yml"}

    def __init__(self, divisions: Divisions) -> None:
        self._divisions = divisions

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "PlaceFinder":
        return cls(Divisions(Path(config["divisions"])))

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            entities = [
                {"entity": PLACE, "value": ",".join(mention.codes), "name": mention.text, "start": mention.start,
                 "end": mention.end, "is_compared": mention.is_compared, "is_away": mention.is_away, "is_home": mention.is_home,
                 "extractor": type(self).__name__}
                for mention in self._divisions.find(message.get(WHOLE_TEXT) or message.get(TEXT))
            ]
            message.set(ENTITIES, (message.get(ENTITIES) or []) + entities, add_to_output=True)
            intent = message.get(INTENT, {}).get(INTENT_NAME_KEY)
            if entities and intent not in _DECIDED and self._says_only(message.get(TEXT), entities):
                message.set(INTENT, {INTENT_NAME_KEY: INFORM_PLACE, PREDICTED_CONFIDENCE_KEY: 1.0}, add_to_output=True)
        return messages

    @staticmethod
    def _says_only(text: Text, places: List[Dict[Text, Any]]) -> bool:
        """Next to nothing is said but the place: 丰都的, 俺北安. 去浙江 says where one goes, not where one is from."""
        if all(place["is_away"] for place in places):
            return False
        said = sum(character.isalnum() for character in text) - sum(place["end"] - place["start"] for place in places)
        return said <= _BESIDE and _QUESTION not in text
