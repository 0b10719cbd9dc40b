"""The nearest county to a point, by a small table of where their seats are (policies_kb/centres.yml). An estimate, never an answer."""
from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Mapping, Sequence

from bot.knowledge.loader import read_tree

MOST = 3
FARTHEST = 120.0  # kilometres; beyond, the table knows nothing of the neighbourhood
_EARTH = 6371.0


@dataclass(frozen=True)
class Near:
    """A division and how far its seat is, in kilometres."""

    division: str
    kilometres: float


def read_centres(file: Path) -> Mapping[str, tuple[float, float]]:
    """Six-digit code → latitude and longitude of its seat, in degrees. Raises ContentError."""
    return {str(code): (float(point[0]), float(point[1])) for code, point in read_tree(file)["centres"].items()}


def nearest(centres: Mapping[str, tuple[float, float]], latitude: float, longitude: float) -> Sequence[Near]:
    """At most MOST, nearest first, none farther than FARTHEST."""
    found = (Near(division, _distance(point, (latitude, longitude))) for division, point in centres.items())
    return sorted((near for near in found if near.kilometres <= FARTHEST), key=lambda near: near.kilometres)[:MOST]


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    (north, east), (north2, east2) = ((radians(point[0]), radians(point[1])) for point in (one, other))
    half = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, half)))
