"""Which policies are named word for word in a text."""
from __future__ import annotations

from typing import Dict, FrozenSet, List, Sequence, Text, Tuple


class NameFinder:
    """Finds names longest first; a name inside a longer one that was found does not count.

    `household_words` say who somebody is (a household on an allowance asks about the doctor's bill): found first, they
    cover the policy names inside them.
    """

    def __init__(self, kind_of: Dict[Text, Text], household_words: Sequence[Text]) -> None:
        self.household_words: List[Text] = list(household_words)
        self._kind_of = kind_of
        self._ordered = sorted({*kind_of, *household_words}, key=len, reverse=True)

    def find(self, text: Text) -> FrozenSet[Text]:
        found, taken = set(), []  # type: ignore[var-annotated]
        for name in self._ordered:
            start = text.find(name)
            if start >= 0 and not self._covered(start, start + len(name), taken):
                taken.append((start, start + len(name)))
                if name in self._kind_of:
                    found.add(self._kind_of[name])
        return frozenset(found)

    @staticmethod
    def _covered(start: int, end: int, taken: List[Tuple[int, int]]) -> bool:
        return any(a <= start and end <= b for a, b in taken)
