"""Rasa component: the last word on the intent, once it is known whether the message is about a policy."""
from __future__ import annotations

from typing import Any, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.crisis_reader import CRISIS, IS_DOUBTFUL
from bot.nlu.e5_featurizer import EMBEDDING
from bot.nlu.scheme_linker import RELEVANCE, SCHEMES


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class IntentArbiter(GraphComponent):
    """Two corrections of `intent`; the ranking stays as it is.

    A message that clearly is about one policy is a question on it, whatever else it resembles (small talk, a place, a
    stranger's topic), unless that is sure of itself. And an intent that is not sure becomes `nlu_fallback`: the
    conversation decides what is meant.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"about_policy": 1.0, "one_policy": 0.6, "sure": 0.85, "unsure": 0.35, "danger": 0.5, "clear_danger": 0.6,
                "doubtful_danger": 0.92, "about_danger": 0.5, "unheard": 0.45, "kept_from": 0.5,
                # wishes that name no policy are never talked over
                "kept": ["human", "report_risk", "check_progress", "follow_up", "nothing_readable", "check_eligibility",
                         "unsure", "resume_check", "stop_check", "correct_detail", "skip_detail", "withdraw_report", "resume_report"]}

    def __init__(self, config: Dict[Text, Any]) -> None:
        self._config = config

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "IntentArbiter":
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            if message.get(EMBEDDING) is None:  # decided word for word
                continue
            corrected = self._corrected(message)
            if corrected:
                message.set(INTENT, corrected, add_to_output=True)
        return messages

    def _corrected(self, message: Message) -> Optional[Dict[Text, Any]]:
        config, intent, schemes = self._config, message.get(INTENT), message.get(SCHEMES)
        name, confidence = intent[INTENT_NAME_KEY], intent[PREDICTED_CONFIDENCE_KEY]
        danger = config["danger"] if message.get(RELEVANCE) < config["about_danger"] else config["clear_danger"]
        danger = config["doubtful_danger"] if message.get(IS_DOUBTFUL) else danger
        if name == CRISIS and confidence < danger:  # clear words are read before any model (crisis_reader)
            next_best = message.get(INTENT_RANKING_KEY)[1]
            # a question hardly heard still says what is asked; starting over or reporting on a guess would undo or open something
            is_harmless = next_best[INTENT_NAME_KEY].startswith(("ask_", "out_of_scope"))
            if is_harmless or next_best[PREDICTED_CONFIDENCE_KEY] >= config["unsure"]:
                return next_best
            return {INTENT_NAME_KEY: DEFAULT_NLU_FALLBACK_INTENT_NAME, PREDICTED_CONFIDENCE_KEY: 1 - next_best[PREDICTED_CONFIDENCE_KEY]}
        if name == "ask_rumour" and confidence < config["unheard"]:  # nothing says that it was heard: the rule is asked
            return message.get(INTENT_RANKING_KEY)[1]
        is_question = name.startswith("ask_") and name != "ask_coverage"
        about_one = message.get(RELEVANCE) >= config["about_policy"] and schemes[0]["score"] >= config["one_policy"]
        is_kept = name in config["kept"] and (confidence >= config["kept_from"] or name == "follow_up")
        if not is_question and not is_kept and about_one and confidence < config["sure"]:
            asked = (entry for entry in message.get(INTENT_RANKING_KEY) if entry[INTENT_NAME_KEY].startswith("ask_"))
            likely = next((entry for entry in asked if entry[INTENT_NAME_KEY] != "ask_coverage"), None)
            return likely or {INTENT_NAME_KEY: "ask_overview", PREDICTED_CONFIDENCE_KEY: confidence}
        if confidence < config["unsure"]:
            return {INTENT_NAME_KEY: DEFAULT_NLU_FALLBACK_INTENT_NAME, PREDICTED_CONFIDENCE_KEY: 1 - confidence}
        return None
