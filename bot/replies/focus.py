"""Which statement of a scheme a question is after, by the words that they share: it is then said first."""
from __future__ import annotations

from collections import Counter
from math import log

from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.model import Aspect, Scheme
from bot.knowledge.similar import pairs
from bot.replies.facts import Phrase, phrases, statements

# To be said first on its aspect a statement must share words worth this much; to be the answer to something else more,
# and this part of what the statement's or the question's words are worth.
_FIRST, _ENOUGH, _PART, _NEARLY = 0.9, 1.9, 0.22, 0.5
MOST = 3


def focus(kb: KnowledgeBase, scheme: Scheme, aspect: Aspect, text: str, everywhere: bool, wants_a_figure: bool = False) -> list[Phrase]:
    """The statements that the normalised text is after, the likeliest first, at most MOST; empty if none stands out.

    One on the aspect is preferred, unless there is none or, `everywhere`, another shares more words with the text
    (`wants_a_figure`: only another that holds a figure).
    """
    on_aspect = phrases(kb, scheme, aspect)
    others = [phrase for phrase in statements(kb, scheme, aspect is Aspect.TARGETS)
              if any(map(str.isdigit, phrase.text)) or not wants_a_figure]
    if aspect is Aspect.TARGETS and not everywhere:  # besides its targets only what money there is
        others = phrases(kb, scheme, Aspect.AMOUNT)
    worth = _worth(kb, scheme, [*on_aspect, *others])
    asked = pairs(text)
    best, most = _best(on_aspect, asked, worth, _FIRST, 0.0)
    other, more = _best(others, asked, worth, _ENOUGH, _PART)
    return other if other and (everywhere and more > most or not best) else best


def _worth(kb: KnowledgeBase, scheme: Scheme, candidates: list[Phrase]) -> dict[str, float]:
    """What a pair of characters tells: more if fewer statements have it, nothing if the scheme's names do."""
    kind = kb.kinds[scheme.scheme]
    common = pairs(scheme.title) | pairs(kind.name) | frozenset().union(*map(pairs, kind.aliases))
    spread = Counter(pair for phrase in candidates for pair in pairs(phrase.text) - common)
    return {pair: log(1 + len(candidates) / count) for pair, count in spread.items()}


def _best(candidates: list[Phrase], asked: frozenset[str], worth: dict[str, float], enough: float,
          part: float) -> tuple[list[Phrase], float]:
    """The candidates that share nearly as much as the best one, and what that shares."""
    found = []
    for place, phrase in enumerate(candidates):
        own = pairs(phrase.text)
        shared = sum(worth.get(pair, 0.0) for pair in own & asked)
        whole = min(sum(worth.get(pair, 0.0) for pair in own), len(asked) * max(worth.values(), default=0.0))
        if shared >= enough and shared >= part * whole:
            found.append((-shared, place, phrase))
    most = -min(entry[0] for entry in found) if found else 0.0
    return [phrase for shared, _, phrase in sorted(found, key=lambda entry: entry[:2]) if -shared >= _NEARLY * most][:MOST], most
