"""Rasa component: which policy is meant. Ranks the kinds of the catalogue (policies_kb/schemes) against the message."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List, Text, Tuple

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.loader import KnowledgeBase
from bot.nlu.char_tfidf import CharTfidf
from bot.nlu.e5_featurizer import EMBEDDING, embed
from bot.nlu.normalize import Rules, normalize

SCHEMES = "schemes"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SchemeLinker(GraphComponent):
    """Sets `schemes`: [{"kind": id, "score": 0…~2, "named": bool}], best first.

    A kind's score is that of its best wording: centred E5 cosine plus half the character tf-idf cosine, plus a bonus
    when one of its names stands in the message as it is.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"content": "policies_kb", "rules": "data/slips.yml", "ngram_weight": 0.5, "name_bonus": 0.35, "ranking_length": 6}

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, model_storage, resource

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "SchemeLinker":
        return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: Dict[Text, Any]) -> str:
        kb = KnowledgeBase(Path({**cls.get_default_config(), **config}["content"]))
        return "".join(file.read_text(encoding="utf-8") for file in kb.catalogue_files)

    def train(self, training_data: TrainingData) -> Resource:
        rules = Rules(Path(self._config["rules"]))
        self._kinds, self._owners, self._names = [], [], {}
        wordings: List[Text] = []
        for index, (kind_id, kind) in enumerate(KnowledgeBase(Path(self._config["content"])).kinds.items()):
            self._kinds.append(kind_id)
            names = [normalize(name, rules) for name in (kind.name, *kind.aliases)]
            self._names |= {name: index for name in names}
            texts = [*names, *(normalize(text, rules) for text in (kind.about, *kind.sayings))]
            wordings += texts
            self._owners += [index] * len(texts)
        vectors = embed(wordings)
        self._mean = vectors.mean(axis=0)
        self._vectors = self._unit(vectors - self._mean)
        self._ngrams = CharTfidf(1, 2)
        self._rows = self._ngrams.fit(wordings)
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / "vectors.npz", vectors=self._vectors.astype(np.float16), mean=self._mean,
                                owners=np.array(self._owners, dtype=np.int32))
            state = {"kinds": self._kinds, "names": self._names, "wordings": wordings, "ngrams": self._ngrams.state()}
            (folder / "catalogue.json").write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
        self._finish()
        return self._resource

    @classmethod
    def load(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
             execution_context: ExecutionContext, **kwargs: Any) -> "SchemeLinker":
        linker = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            state = json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))
            with np.load(folder / "vectors.npz", allow_pickle=False) as arrays:
                linker._vectors, linker._mean = arrays["vectors"].astype(np.float32), arrays["mean"]
                linker._owners = arrays["owners"]
        linker._kinds, linker._names = state["kinds"], state["names"]
        linker._ngrams = CharTfidf.from_state(state["ngrams"])
        linker._rows = linker._ngrams.transform(state["wordings"])
        linker._finish()
        return linker

    def _finish(self) -> None:
        self._owners = np.asarray(self._owners)
        self._first_rows = np.searchsorted(self._owners, np.arange(len(self._kinds)))
        self._longest_first = sorted(self._names, key=len, reverse=True)

    @staticmethod
    def _unit(vectors: np.ndarray) -> np.ndarray:
        return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            if message.get(EMBEDDING) is not None:
                message.set(SCHEMES, self.rank(message.get(TEXT), message.get(EMBEDDING)), add_to_output=True)
        return messages

    def rank(self, text: Text, embedding: np.ndarray) -> List[Dict[Text, Any]]:
        """The best kinds for a normalised text and its embedding (384,)."""
        rows = self._vectors @ self._unit(embedding - self._mean)
        rows = rows + self._config["ngram_weight"] * (self._rows @ self._ngrams.transform([text]).T).toarray()[:, 0]
        scores = np.maximum.reduceat(rows, self._first_rows)
        named = self._named(text)
        for index, length in named.items():
            scores[index] += self._config["name_bonus"] * min(1.0, length / 4 + 0.25)
        order = np.argsort(scores)[::-1][: self._config["ranking_length"]]
        return [{"kind": self._kinds[i], "score": round(float(scores[i]), 4), "named": int(i) in named} for i in order]

    def _named(self, text: Text) -> Dict[int, int]:
        """Kinds whose name stands in the text → its length; a name inside a longer one that was found does not count."""
        found: Dict[int, int] = {}
        taken: List[Tuple[int, int]] = []
        for name in self._longest_first:
            start = text.find(name)
            if start >= 0 and not any(a <= start and start + len(name) <= b for a, b in taken):
                taken.append((start, start + len(name)))
                found.setdefault(self._names[name], len(name))
        return found
