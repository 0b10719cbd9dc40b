"""What is said to both contestants: sentences of the development set, and what buttons send."""
from __future__ import annotations

from itertools import cycle, islice
from typing import Iterator

from bot.bootstrap import knowledge_base
from bot.evaluation import cases
from bot.replies.wording import wording
from bot.settings import ROOT

DEVELOPMENT = ROOT / "eval" / "development"


def sentences() -> list[str]:
    """Every different sentence of the development set, in its order."""
    return list(dict.fromkeys(turn.say for case in cases.load(DEVELOPMENT) for turn in case.turns))


def questions() -> list[str]:
    """Its sentences that ask about a policy."""
    return list(dict.fromkeys(turn.say for case in cases.load(DEVELOPMENT) for turn in case.turns if turn.expect.kinds))


def buttons() -> list[str]:
    """What the buttons under answers send, one aspect after the other."""
    words = wording("buttons")
    return [words["ask"].format(kind=kind.name, label=label)
            for label in words["labels"].values() for kind in knowledge_base().kinds.values()]


def numbered(texts: list[str]) -> Iterator[str]:
    """Without end, and never the same twice: a cache is of no use."""
    for number, text in enumerate(cycle(texts)):
        yield f"{text}{number}"


def take(texts: list[str], count: int) -> list[str]:
    """`count` of them, evenly spread over the list."""
    step = max(1, len(texts) // count)
    return list(islice(texts, 0, count * step, step))


def place(name: str) -> str:
    return str(wording("buttons")["place"]).format(place=name)
