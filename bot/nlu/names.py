"""Which policies are named word for word in a text."""
from __future__ import annotations

from typing import Dict, FrozenSet, Sequence, Text


class NameFinder:
    """Finds names longest first; a name that overlaps a longer one that was found does not count.

    `household_words` say who somebody is (a household on an allowance asks about the doctor's bill): found first, they
    keep the policy names that overlap them from being found.
    """

    def __init__(self, kind_of: Dict[Text, Text], household_words: Sequence[Text]) -> None:
        self.household_words = sorted(household_words, key=len, reverse=True)
        self._kind_of = kind_of
        self._names = sorted(kind_of, key=len, reverse=True)

    def find(self, text: Text) -> FrozenSet[Text]:
        """The kinds that are named."""
        found, taken = set(), []  # type: ignore[var-annotated]
        for name in (*self.household_words, *self._names):
            start = text.find(name)
            while start >= 0:
                end = start + len(name)
                if not any(start < b and a < end for a, b in taken):
                    taken.append((start, end))
                    if name in self._kind_of:
                        found.add(self._kind_of[name])
                start = text.find(name, end)
        return frozenset(found)

    def speaks_of_a_household(self, text: Text) -> bool:
        return any(word in text for word in self.household_words)
