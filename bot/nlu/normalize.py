"""From what people type to what the models have learnt: simplified characters, slips mended, fillers dropped, capped."""
from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import opencc
import yaml

from bot.nlu.alphabet import clean

# Embedding time grows with the square of the length; long stories put the question last (STACK.md).
MOST_CHARACTERS = 90
_SENTENCE_END = re.compile(r"(?<=[\u3002\uff01\uff1f!?;\n])")


class Rules:
    """The replacement tables of one content file (data/slips.yml), applied longest first in a single pass."""

    def __init__(self, file: Path) -> None:
        tree = yaml.safe_load(file.read_text(encoding="utf-8"))
        table = {rule["wrong"]: rule["right"] for rule in tree["slips"]}
        table |= {rule["word"]: rule["plain"] for rule in tree["dialect"]}
        table |= dict.fromkeys(tree["fillers"], "")
        self._table = table
        self._pattern = re.compile("|".join(re.escape(word) for word in sorted(table, key=len, reverse=True)))

    def apply(self, text: str) -> str:
        """Fillers are kept when nothing else would remain: a bare hm is a yes."""
        mended = self._pattern.sub(lambda match: self._table[match.group()], text)
        return mended if any(map(str.isalnum, mended)) else text


@lru_cache(maxsize=1)
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def last_sentences(text: str, most: int = MOST_CHARACTERS) -> str:
    """As many whole sentences from the end as fit; the end of the last one if even that is too long."""
    kept = ""
    for sentence in reversed(_SENTENCE_END.split(text)):
        if len(sentence) + len(kept) > most:
            break
        kept = sentence + kept
    return kept.strip() or text[-most:].strip()


def mend(text: object, rules: Rules) -> str:
    """The whole text over the closed alphabet with slips mended; empty when nothing readable was typed. Never raises."""
    simplified = _to_simplified().convert(clean(text)).lower()
    mended = clean(rules.apply(simplified))
    return mended if any(character.isalnum() for character in mended) else ""


def normalize(text: object, rules: Rules) -> str:
    """What the models read of a text: its last MOST_CHARACTERS at most, in whole sentences. Never raises."""
    return last_sentences(mend(text, rules))
