"""Rasa component: what the household says of itself or of somebody else, word for word (policies_kb/situations.yml)."""
from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.situations import SituationFinder
from bot.nlu.message_normalizer import WHOLE_TEXT

TOLD = "told"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SituationReader(GraphComponent):
    """Sets `told` (bot/knowledge/situations.py: Told, as a dictionary) of the whole message, and `whole_text`."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"content": "policies_kb"}

    def __init__(self, finder: SituationFinder) -> None:
        self._finder = finder

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "SituationReader":
        return cls(SituationFinder(KnowledgeBase(Path(config["content"])).situations))

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(WHOLE_TEXT) or message.get(TEXT) or ""
            told = self._finder.read(text)
            message.set(TOLD, asdict(told), add_to_output=True)
            message.set(WHOLE_TEXT, text, add_to_output=True)
        return messages
