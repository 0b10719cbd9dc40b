"""Rasa component: words that can only mean danger are a crisis, before any model is asked."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Text

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.words import Words
from bot.nlu.message_normalizer import WHOLE_TEXT

CRISIS, ONLY_THINGS = "crisis", "only_things"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CrisisReader(GraphComponent):
    """Looks at the whole message, however long: a story may say it anywhere (phrases in data/crisis.yml).

    Marks a message in which a thing has broken and nobody is hurt (水管爆了): what a model hears there is doubted more.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"phrases": "data/crisis.yml"}

    def __init__(self, config: Dict[Text, Any]) -> None:
        lists = yaml.safe_load(Path(config["phrases"]).read_text(encoding="utf-8"))
        self._harmless, self._danger, self._things = (Words(lists[name]) for name in ("not_phrases", "phrases", "things"))

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "CrisisReader":
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(WHOLE_TEXT) or ""
            if self._danger.search(text) and self._danger.search(self._harmless.without(text)):
                decided = {INTENT_NAME_KEY: CRISIS, PREDICTED_CONFIDENCE_KEY: 1.0}
                message.set(INTENT, decided, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [decided], add_to_output=True)
            message.set(ONLY_THINGS, bool(self._things.search(text)))
        return messages
