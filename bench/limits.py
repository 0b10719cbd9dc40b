"""What has to hold, as (what, wanted, measured, holds) of the figures at hand."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Mapping

Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Limit:
    """`value` takes the section's result; `shown` says it in words; `most` or `least` bounds it."""

    section: str
    what: str
    value: Callable[[Figures], float]
    shown: str = "{:.2f}"
    most: float | None = None
    least: float | None = None

    def holds(self, figures: Figures) -> bool:
        value = self.value(figures)
        return (self.most is None or value <= self.most) and (self.least is None or value >= self.least)

    def wanted(self) -> str:
        return f"≤ {self.shown.format(self.most)}" if self.most is not None else f"≥ {self.shown.format(self.least)}"

    def measured(self, figures: Figures) -> str:
        return self.shown.format(self.value(figures))


def _ratio(*path: str) -> Callable[[Figures], float]:
    """Ours to the default's."""
    def value(figures: Figures) -> float:
        ours, default = figures["ours"], figures["default"]
        for key in path:
            ours, default = ours[key], default[key]
        return float(ours) / float(default)
    return value


LIMITS = (
    Limit("accuracy", "right answers, points above the default",
          lambda figures: 100 * (figures["ours"]["right"] - figures["default"]["right"]), "{:.1f}", least=15),
    Limit("accuracy", "out of scope: AUROC of ours",
          lambda figures: figures["ours"]["strangers"]["auroc"]["relevance"], "{:.3f}", least=.95),
    Limit("training", "training time, to the default's 100 epochs", _ratio("training_at_100"), most=1 / 5),
    Limit("load", "Agent.load, to the default's", _ratio("load"), most=1 / 5),
    Limit("load", "memory after 20 messages, to the default's", _ratio("memory"), most=3 / 4),
    Limit("turns", "whole turn p50, to the default's", _ratio("p50"), most=.7),
    Limit("turns", "whole turn p95, to the default's", _ratio("p95"), most=.7),
    Limit("counties", "turn p50 with 2,800 counties, to that with the real places", lambda figures: figures["ratio"], most=1.2),
    Limit("processes", "turns a second of two processes, to one", lambda figures: figures["ratio"], least=1.8),
    Limit("processes", "replies missing or out of order",
          lambda figures: sum(len(figures[count][key]) for count in "12" for key in ("errors", "disorder")), "{:.0f}", most=0),
)


def check(sections: Mapping[str, Figures]) -> list[tuple[Limit, str, bool]]:
    """(limit, measured, holds) for every limit whose section has been measured."""
    return [(limit, limit.measured(sections[limit.section]), limit.holds(sections[limit.section]))
            for limit in LIMITS if limit.section in sections]
