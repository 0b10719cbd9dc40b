"""Two small Rasa components that let the default pipeline answer through our actions."""
from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bench.default.project import RETRIEVAL_INTENT

Kinds = DefaultV1Recipe.ComponentType
_OUT_OF_SCOPE = "out_of_scope"
# It cannot tell elliptical questions. With this a question goes on if its relevance is below one half (bot/dialogue/interpret.py).
_NOT_KNOWN = 0.0199


@DefaultV1Recipe.register([Kinds.INTENT_CLASSIFIER, Kinds.ENTITY_EXTRACTOR], is_trainable=True)
class DietOfIntents(DIETClassifier):
    """DIETClassifier that does not see the retrieval intent's examples.

    Every question on a policy is also an example of its aspect: with one intent for all of the catalogue beside the
    aspects, that one takes them all. So the two tasks are learnt apart, which is the default's best arrangement.
    """

    def train(self, training_data: TrainingData) -> Resource:
        return super().train(training_data.filter_training_examples(lambda example: example.get(INTENT) != RETRIEVAL_INTENT))


@DefaultV1Recipe.register(Kinds.ENTITY_EXTRACTOR, is_trainable=False)
class SelectorLinks(GraphComponent):
    """Sets `schemes` and `relevance`, which our actions read, from the response selector's ranking.

    The selector spreads its confidence over all kinds: .1 to .3 for a first place that is right more often than not. Taken as it is,
    nearly every answer would be a choice of four; raised to `sharpness` and made to add up to 1, it is on our scale. Both this and the
    relevance were chosen for the most right answers on the development set.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"ranking_length": 8, "sharpness": 8}

    def __init__(self, config: Dict[Text, Any]) -> None:
        self._config = config

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "SelectorLinks":
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            ranking = ((message.get("response_selector") or {}).get(RETRIEVAL_INTENT) or {}).get("ranking") or []
            message.set("schemes", self._links(ranking[: self._config["ranking_length"]]), add_to_output=True)
            message.set("relevance", self._relevance(message, ranking), add_to_output=True)
            message.set("elliptical", _NOT_KNOWN, add_to_output=True)
        return messages

    def _links(self, ranking: List[Dict[Text, Any]]) -> List[Dict[Text, Any]]:
        weights = [entry[PREDICTED_CONFIDENCE_KEY] ** self._config["sharpness"] for entry in ranking]
        total = sum(weights) or 1.0
        return [{"kind": entry["intent_response_key"].split("/", 1)[1], "score": float(weight / total), "named": False}
                for entry, weight in zip(ranking, weights, strict=True)]

    @staticmethod
    def _relevance(message: Message, ranking: List[Dict[Text, Any]]) -> float:
        """On the scale of our linker, where 0.5 parts policies from strangers: what the intents say, and the selector."""
        intents = {entry[INTENT_NAME_KEY]: entry[PREDICTED_CONFIDENCE_KEY] for entry in message.get(INTENT_RANKING_KEY) or ()}
        selected = ranking[0][PREDICTED_CONFIDENCE_KEY] if ranking else 0.0
        return float(1.0 - intents.get(_OUT_OF_SCOPE, 0.0) + selected)
