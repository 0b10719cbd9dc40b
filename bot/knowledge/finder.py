"""Which schemes of a place fit what a household told, best first, why, and what is still to know."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

from bot.knowledge.divisions import Divisions
from bot.knowledge.eligibility import Truth, evaluate, reasons
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import available_kinds, schemes_in_chain
from bot.knowledge.model import Condition, Scheme
from bot.knowledge.profile import Known

# A kind that a situation names counts for less the later it is named there; what the linker heard counts besides.
# What was told in earlier messages stands behind what is told now.
_FALL_OFF, _HEARD, _QUALIFIES, _BEFORE = 0.25, 1.5, 0.2, 0.25
MOST = 8


@dataclass(frozen=True)
class Fit:
    """One scheme that may be wanted. `because` are situations that were told, `open` what the outcome still hangs on."""

    kind: str
    place: str
    scheme: Scheme
    outcome: Truth
    because: tuple[str, ...] = ()
    met: tuple[Condition, ...] = ()
    open: tuple[Condition, ...] = ()
    score: float = 0.0


def find(kb: KnowledgeBase, divisions: Divisions, division: str, situations: Sequence[str], before: Sequence[str], known: Known,
         heard: Mapping[str, float]) -> list[Fit]:
    """`situations` are told now, `before` earlier; `heard` is the linker's share for each kind.

    A scheme that the household is known not to qualify for is left out.
    """
    named = kb.situations.situations
    here = available_kinds(kb, divisions, division)
    scores: dict[str, float] = {}
    because: dict[str, list[str]] = {}
    for name, weight in [*((name, 1.0) for name in situations), *((name, _BEFORE) for name in before)]:
        for rank, kind in enumerate(named[name].kinds):
            scores[kind] = scores.get(kind, 0.0) + weight / (1 + _FALL_OFF * rank)
            because.setdefault(kind, []).append(name)
    for kind, share in heard.items():
        scores[kind] = scores.get(kind, 0.0) + _HEARD * share
    fits = []
    for kind, score in scores.items():
        if kind in here and kb.kinds[kind].audience == "household":
            place, scheme = schemes_in_chain(kb, divisions, division, kind)[0]
            fits.append(_fit(kind, place, scheme, known, tuple(because.get(kind, ())), score))
    return sorted((fit for fit in fits if fit.outcome is not False), key=lambda fit: -fit.score)[:MOST]


def _fit(kind: str, place: str, scheme: Scheme, known: Known, because: tuple[str, ...], score: float) -> Fit:
    tree = scheme.conditions
    if tree is None:
        return Fit(kind, place, scheme, None, because, score=score)
    outcome = evaluate(tree, known)
    met = tuple(leaf for leaf in tree.leaves() if evaluate(leaf, known) is True)
    still = tuple(leaf for leaf, truth in reasons(tree, known) if truth is None) if outcome is None else ()
    return Fit(kind, place, scheme, outcome, because, met, still, score + _QUALIFIES * (len(met) > 0) + _QUALIFIES * (outcome is True))
