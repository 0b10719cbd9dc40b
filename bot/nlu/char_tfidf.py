"""Character n-gram tf-idf that is saved as plain arrays and JSON, never as a pickle."""
from __future__ import annotations

from typing import Sequence

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer


class CharTfidf:
    """Unit-length rows over character n-grams of `low` to `high` characters."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high
        self._vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(low, high), lowercase=False, dtype=np.float32)

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        return self._vectorizer.fit_transform(texts)

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        return self._vectorizer.transform(texts)

    def add_products(self, to: np.ndarray, rows: csc_matrix, text: str, weight: float) -> None:
        """Adds `weight` times the product of each of `rows` with the text's own row; only the columns it has are touched."""
        own = self.transform([text])
        for column, value in zip(own.indices, own.data, strict=True):
            of_column = slice(rows.indptr[column], rows.indptr[column + 1])
            to[rows.indices[of_column]] += weight * value * rows.data[of_column]

    def state(self) -> dict:
        """JSON-ready: the n-grams in the order of their columns and their weights."""
        columns = sorted(self._vectorizer.vocabulary_, key=self._vectorizer.vocabulary_.get)
        return {"low": self.low, "high": self.high, "ngrams": columns, "idf": [float(w) for w in self._vectorizer.idf_]}

    @classmethod
    def from_state(cls, state: dict) -> "CharTfidf":
        restored = cls(state["low"], state["high"])
        restored._vectorizer.vocabulary_ = {ngram: column for column, ngram in enumerate(state["ngrams"])}
        restored._vectorizer.idf_ = np.array(state["idf"], dtype=np.float32)
        return restored
