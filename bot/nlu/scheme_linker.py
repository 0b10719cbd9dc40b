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
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression

from bot.knowledge.loader import KnowledgeBase
from bot.nlu.char_tfidf import CharTfidf
from bot.nlu.e5_featurizer import EMBEDDING, embed_kept, kept_file
from bot.nlu.names import NameFinder
from bot.nlu.normalize import Rules, normalize
from bot.nlu.topic_words import TopicWords

SCHEMES, RELEVANCE, OF_WHOM, ELLIPTICAL, SPEAKS_OF = "schemes", "relevance", "of_whom", "elliptical", "speaks_of"
# A kind's score leans on its three nearest wordings, the nearest most.
_NEAREST = np.array([1.0, 0.5, 0.25], dtype=np.float32)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SchemeLinker(GraphComponent):
    """Sets `schemes`: [{"kind": id, "score": 0…1, "named": bool}], best first, and `relevance`: how sure it is about a policy.

    Two views are added up: nearness to a kind's wordings (centred E5 cosine and character tf-idf), and a logistic
    regression over kinds, one class for what is no policy, and one for elliptical questions. Scores are a softmax over kinds; relevance
    sets the best kind against that class. Weights were chosen by cross-validation on the catalogue (decision 0005). `speaks_of` are the
    kinds of which a noun of a short message speaks.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"content": "policies_kb", "rules": "data/slips.yml", "no_policy": ["out_of_scope"], "embedding_scale": 10.0,
                "ngram_weight": 0.5, "model_weight": 0.08, "name_bonus": 0.2, "temperature": 0.07, "ranking_length": 8}

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, model_storage, resource

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "SchemeLinker":
        return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: Dict[Text, Any]) -> str:
        folder = Path({**cls.get_default_config(), **config}["content"])
        files = [*KnowledgeBase(folder).catalogue_files, folder / "groups.yml", folder / "situations.yml"]
        return "".join(file.read_text(encoding="utf-8") for file in files)

    def train(self, training_data: TrainingData) -> Resource:
        rules, kb = Rules(Path(self._config["rules"])), KnowledgeBase(Path(self._config["content"]))
        wordings: List[Text] = []
        owners: List[int] = []
        names: Dict[Text, Text] = {}
        for index, (kind_id, kind) in enumerate(kb.kinds.items()):
            named = [normalize(name, rules) for name in (kind.name, *kind.aliases)]
            names |= dict.fromkeys(named, kind_id)
            texts = [*named, *(normalize(text, rules) for text in (kind.about, *kind.sayings))]
            wordings += texts
            owners += [index] * len(texts)
        self._kinds, self._owners = list(kb.kinds), np.array(owners, dtype=np.int32)
        self._names = NameFinder(names, [normalize(word, rules) for word in kb.household_words])
        strangers = [example.get(EMBEDDING) for example in training_data.intent_examples
                     if example.get(INTENT) in self._config["no_policy"]]
        elliptical = [example.get(EMBEDDING) for example in training_data.intent_examples if _is_elliptical(example)]
        own = embed_kept(wordings, kept_file())
        every = np.vstack([own, *strangers, *elliptical])
        self._mean = every.mean(axis=0)
        self._vectors = self._unit(own - self._mean)
        self._ngrams = CharTfidf(1, 2)
        self._rows = self._ngrams.fit(wordings).tocsc()
        model = LogisticRegression(C=1.0, max_iter=200, multi_class="multinomial")
        classes = [*owners, *[len(self._kinds)] * len(strangers), *[len(self._kinds) + 1] * len(elliptical)]
        model.fit(self._config["embedding_scale"] * (every - self._mean), classes)
        going_on = [example for example in training_data.intent_examples if _is_elliptical(example) or example.get(INTENT) == "follow_up"]
        said_of_any = (word for example in going_on for word in _words(example))
        self._topics = TopicWords.learn(wordings, (self._kinds[owner] for owner in owners), said_of_any)
        self._weights, self._bias = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
        self._save(wordings, names)
        self._index()
        return self._resource

    def _save(self, wordings: List[Text], names: Dict[Text, Text]) -> None:
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / "arrays.npz", vectors=self._vectors.astype(np.float16), mean=self._mean,
                                owners=self._owners, weights=self._weights, bias=self._bias)
            state = {"kinds": self._kinds, "names": names, "household_words": self._names.household_words,
                     "wordings": wordings, "ngrams": self._ngrams.state(), "topics": self._topics.kinds_of}
            (folder / "catalogue.json").write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
             execution_context: ExecutionContext, **kwargs: Any) -> "SchemeLinker":
        linker = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            state = json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))
            with np.load(folder / "arrays.npz", allow_pickle=False) as arrays:
                linker._vectors, linker._mean = arrays["vectors"].astype(np.float32), arrays["mean"]
                linker._owners, linker._weights, linker._bias = arrays["owners"], arrays["weights"], arrays["bias"]
        linker._kinds, linker._names = state["kinds"], NameFinder(state["names"], state["household_words"])
        linker._topics = TopicWords(state["topics"])
        linker._ngrams = CharTfidf.from_state(state["ngrams"])
        linker._rows = linker._ngrams.transform(state["wordings"]).tocsc()
        linker._index()
        return linker

    def _index(self) -> None:
        """Each kind's rows as one line of a table, filled up with a row that is never near."""
        counts = np.bincount(self._owners)
        self._table = np.full((len(self._kinds), counts.max()), len(self._owners))
        for kind, count in enumerate(counts):
            self._table[kind, :count] = np.flatnonzero(self._owners == kind)

    @staticmethod
    def _unit(vectors: np.ndarray) -> np.ndarray:
        return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            if message.get(EMBEDDING) is not None:
                ranking, relevance, elliptical = self.rank(message.get(TEXT), message.get(EMBEDDING))
                message.set(SCHEMES, ranking, add_to_output=True)
                message.set(RELEVANCE, relevance, add_to_output=True)
                message.set(ELLIPTICAL, elliptical, add_to_output=True)
                message.set(SPEAKS_OF, self._topics.kinds(message.get(TEXT), _words(message)), add_to_output=True)
                message.set(OF_WHOM, self._names.speaks_of_a_household(message.get(TEXT)), add_to_output=True)
        return messages

    def rank(self, text: Text, embedding: np.ndarray) -> Tuple[List[Dict[Text, Any]], float, float]:
        """The best kinds for a normalised text and its embedding (384,), the relevance (about -0.5 … 2), and the
        probability that it is a question which can only be understood from the one before."""
        centred = embedding - self._mean
        near = self._vectors @ self._unit(centred)
        self._ngrams.add_products(near, self._rows, text, self._config["ngram_weight"])
        best = np.sort(np.append(near, -1.0)[self._table], axis=1)[:, :-4:-1]
        logits = self._weights @ (self._config["embedding_scale"] * centred) + self._bias
        likely = logits - logits.max() - np.log(np.exp(logits - logits.max()).sum())
        scores = best @ _NEAREST / _NEAREST.sum() + self._config["model_weight"] * likely[:-2]
        named = self._names.find(text)
        for index, kind in enumerate(self._kinds):
            if kind in named:
                scores[index] += self._config["name_bonus"]
        relevance = float(scores.max() - self._config["model_weight"] * likely[-2])
        shares = np.exp((scores - scores.max()) / self._config["temperature"])
        shares /= shares.sum()
        order = np.argsort(shares)[::-1][: self._config["ranking_length"]]
        ranking = [{"kind": self._kinds[i], "score": round(float(shares[i]), 4), "named": self._kinds[i] in named} for i in order]
        return ranking, round(relevance, 4), round(float(np.exp(likely[-1])), 4)


def _words(message: Message) -> List[Text]:
    return [token.text for token in message.get(TOKENS_NAMES[TEXT])]


def _is_elliptical(example: Message) -> bool:
    """Marked so in the training data (data/nlu/elliptical.yml)."""
    return bool(((example.get("metadata") or {}).get("intent") or {}).get("elliptical"))
