"""Rasa component: words that can only mean danger are a crisis, before any model is asked."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.crisis_words import CrisisWords
from bot.nlu.message_normalizer import WHOLE_TEXT

CRISIS, DANGER, IS_DOUBTFUL = "crisis", "danger", "is_doubtful"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CrisisReader(GraphComponent):
    """Looks at the whole message, however long: a story may say it anywhere (words in data/crisis.yml).

    Sets `danger`, the kind of danger, beside the intent. Marks a message on matters in which models hear danger and there is none
    (水管爆了, 血压药能不能停, a sow that does not eat, a snakebite of last year): what a model hears there is doubted more.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"phrases": "data/crisis.yml"}

    def __init__(self, config: Dict[Text, Any]) -> None:
        self._words = CrisisWords.of_file(Path(config["phrases"]))

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "CrisisReader":
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            heard = self._words.hear(message.get(WHOLE_TEXT) or "")
            if heard.kind:
                decided = {INTENT_NAME_KEY: CRISIS, PREDICTED_CONFIDENCE_KEY: 1.0}
                message.set(INTENT, decided, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [decided], add_to_output=True)
                message.set(DANGER, heard.kind, add_to_output=True)
            message.set(IS_DOUBTFUL, heard.is_doubtful)
        return messages
