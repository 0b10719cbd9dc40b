"""Rasa component: what a button sends is read word for word, so it never reaches the embedding."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Text

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.nlu.e5_featurizer import is_decided
from bot.nlu.normalize import Rules, normalize
from bot.nlu.scheme_linker import RELEVANCE, SCHEMES

_CERTAIN = 2.0
_INTENT_OF = {"report": "report_risk", "human": "human", "help": "help", "start_over": "start_over", "more": "more"}
_ANSWERS = {"holds": "affirm", "fails": "deny", "none": "deny", "unsure": "unsure", "stop": "stop_check", "resume": "resume_check"}
_FILING = {"agree": "report_risk", "another": "report_risk", "about": "report_risk", "skip": "skip_detail", "finish": "stop_check",
           "resume": "resume_report", "change": "correct_detail", "progress": "check_progress", "withdraw": "withdraw_report",
           "sure": "withdraw_report", "right": "affirm", "policy": "deny", "keep": "deny", "no_phone": "deny",
           **dict.fromkeys(("own", "other", "others", "said"), "inform_fact")}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ButtonReader(GraphComponent):
    """Sets `intent` (confidence 1) and `schemes` for a text that is exactly a button's (data/buttons.yml)."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"buttons": "data/buttons.yml", "content": "policies_kb", "rules": "data/slips.yml",
                "report": "bot/replies/wording/report.yml"}

    def __init__(self, config: Dict[Text, Any]) -> None:
        buttons = yaml.safe_load(Path(config["buttons"]).read_text(encoding="utf-8"))
        risks = yaml.safe_load(Path(config["report"]).read_text(encoding="utf-8"))["risks"]
        rules = Rules(Path(config["rules"]))
        kb = KnowledgeBase(Path(config["content"]))
        kinds, self._divisions = kb.kinds, Divisions(Path(config["content"]) / "divisions.yml")
        self._before_place, self._after_place = (normalize(part, rules) for part in buttons["place"].split("{place}"))
        self._meaning: Dict[Text, tuple] = {normalize(buttons[key], rules): (intent, None) for key, intent in _INTENT_OF.items()}
        self._meaning |= {normalize(choice, rules): ("inform_fact", None) for fact in kb.facts.values() for choice in fact.choices.values()}
        self._meaning |= {normalize(buttons["check"][key], rules): (intent, None) for key, intent in _ANSWERS.items()}
        self._meaning |= {normalize(buttons["filing"][key], rules): (intent, None) for key, intent in _FILING.items()}
        self._meaning |= {normalize(label, rules): ("correct_detail", None) for label in buttons["filing_parts"].values()}
        self._meaning |= {normalize(label, rules): ("inform_fact", None) for label in risks.values()}
        for aspect, label in buttons["labels"].items():
            for kind_id, kind in kinds.items():
                text = normalize(buttons["ask"].format(kind=kind.name, label=label), rules)
                self._meaning[text] = ("check_eligibility" if aspect == "check" else f"ask_{aspect}", kind_id)

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "ButtonReader":
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            if is_decided(message):
                continue
            intent, kind_id = self._meaning.get(message.get(TEXT)) or self._place(message.get(TEXT))
            if intent is None:
                continue
            decided = {INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: 1.0}
            message.set(INTENT, decided, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [decided], add_to_output=True)
            if kind_id:
                message.set(SCHEMES, [{"kind": kind_id, "score": 1.0, "named": True}], add_to_output=True)
                message.set(RELEVANCE, _CERTAIN, add_to_output=True)
        return messages

    def _place(self, text: Text) -> tuple:
        """我在丰都县: nothing but a place between the button's words."""
        name = text.removeprefix(self._before_place).removesuffix(self._after_place)
        mentions = self._divisions.find(name) if text.startswith(self._before_place) and name else []
        return ("inform_place", None) if mentions and (mentions[-1].start, mentions[-1].end) == (0, len(name)) else (None, None)
