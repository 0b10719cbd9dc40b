"""Plain figures from lists of numbers."""
from __future__ import annotations

import statistics
from bisect import bisect_left, bisect_right
from typing import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """Between the neighbours where the rank is no whole number. Raises ValueError without values."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    rank = share * (len(ordered) - 1)
    low = int(rank)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (rank - low)


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """The chance that a value of `inside` is above one of `outside`; ties count half. Raises ValueError if one is empty."""
    if not inside or not outside:
        raise ValueError("both sides need values")
    ordered = sorted(outside)
    wins = sum(bisect_left(ordered, value) + bisect_right(ordered, value) for value in inside) / 2
    return wins / (len(inside) * len(outside))


def summary(milliseconds: Sequence[float]) -> dict[str, float]:
    return {"count": len(milliseconds), "p50": percentile(milliseconds, .5), "p95": percentile(milliseconds, .95),
            "mean": statistics.fmean(milliseconds)}
