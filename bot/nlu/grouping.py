"""Questions that mean the same, found by their embeddings."""
from __future__ import annotations

from typing import List

import numpy as np
from sklearn.cluster import AgglomerativeClustering

# Mean cosine distance up to which two groups become one. On the development set six of ten pairs that this puts together are of one
# kind of scheme; at 0.5 it is eight of ten, but most questions stay alone.
NEAR = 0.6


def groups(vectors: np.ndarray, centre: np.ndarray, near: float = NEAR) -> List[List[int]]:
    """Indexes of `vectors` (n, d) in groups, largest first, within a group nearest to its middle first.

    `centre` (d,) is taken off first: E5's vectors all point one way, and only what differs tells questions apart.
    """
    if len(vectors) == 0:
        return []
    centred = vectors - centre
    unit = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    labels = _labels(unit, near)
    found = [np.flatnonzero(labels == label) for label in range(labels.max() + 1)]
    by_nearness = [members[np.argsort(-unit[members] @ unit[members].mean(axis=0), kind="stable")] for members in found]
    return sorted((members.tolist() for members in by_nearness), key=lambda members: (-len(members), min(members)))


def _labels(unit: np.ndarray, near: float) -> np.ndarray:
    if len(unit) == 1:  # nothing to compare
        return np.zeros(1, dtype=int)
    clustering = AgglomerativeClustering(n_clusters=None, affinity="precomputed", linkage="average", distance_threshold=near)
    return clustering.fit_predict(1 - unit @ unit.T)


def centre_of(embeddings: np.ndarray) -> np.ndarray:
    """(d,) for groups(): the mean of (n, d) sentences on all that people ask about."""
    return embeddings.mean(axis=0)
