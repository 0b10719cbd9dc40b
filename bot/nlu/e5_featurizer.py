"""Rasa component: one multilingual-e5-small embedding per message, shared by all that follow it."""
from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Dict, List, Sequence, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.e5_engine import E5, WIDTH
from bot.settings import settings

EMBEDDING = "e5"


@lru_cache(maxsize=1)
def shared_engine() -> E5:
    # Forking after first use hangs the child: it is loaded at the first message, after any fork.
    return E5()


def embed(texts: Sequence[str]) -> np.ndarray:
    """(len(texts), 384) float32, unit length. Texts must be over the closed alphabet (alphabet.clean)."""
    if not texts:
        return np.empty((0, WIDTH), dtype=np.float32)
    engine = shared_engine()
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # each text on one core
        return np.stack(list(threads.map(engine.query, texts)))


def embed_kept(texts: Sequence[str], file: Path) -> np.ndarray:
    """As `embed`, for training: what was embedded before is read from `file`, so that training again costs the new texts only."""
    kept: Dict[str, np.ndarray] = {}
    if file.is_file():
        with np.load(file, allow_pickle=False) as arrays:
            kept = dict(zip(arrays["texts"].tolist(), arrays["vectors"], strict=True))
    new = [text for text in dict.fromkeys(texts) if text not in kept]
    if new:
        kept |= dict(zip(new, embed(new), strict=True))
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, suffix=".npz", delete=False) as fresh:
            np.savez(fresh, texts=np.array(list(kept)), vectors=np.stack(list(kept.values())))
        Path(fresh.name).replace(file)
    return np.stack([kept[text] for text in texts])


@lru_cache(maxsize=4096)
def embed_one(text: str) -> np.ndarray:
    """(384,) float32. Repeated messages never reach the engine again."""
    vector = shared_engine().query(text)
    vector.setflags(write=False)
    return vector


def kept_file() -> Path:
    """Where embeddings of training sentences are kept between trainings."""
    return settings().var / "e5.npz"


def is_decided(message: Message) -> bool:
    """An earlier component was certain of the intent, so nothing needs to be computed."""
    return bool((message.get(INTENT) or {}).get("name")) if isinstance(message.get(INTENT), dict) else False


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class E5Featurizer(GraphComponent):
    """Sets `e5` on each message: (384,) float32 of its normalised text."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {}

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "E5Featurizer":
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        for example, vector in zip(examples, embed_kept([example.get(TEXT) for example in examples], kept_file()), strict=True):
            example.set(EMBEDDING, vector)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            if not is_decided(message):
                message.set(EMBEDDING, embed_one(message.get(TEXT)))
        return messages
