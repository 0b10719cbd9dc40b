"""Nouns that speak of a few policies only: whoever says one right after an answer on another policy does not go on with that."""
from __future__ import annotations

from collections import defaultdict
from typing import Dict, Iterable, List, Mapping, Sequence, Set, Text

# A noun that more kinds than this have in their wordings tells nothing (补贴, 材料). Chosen on eval/context.yml, with LONGEST.
MOST_KINDS = 8
# A message longer than this says what it is about: it is not looked at.
LONGEST = 24
_PLACES_AND_NAMES = ("ns", "nr")


class TopicWords:
    """`kinds_of` a word are the kinds in whose wordings it stands, few each."""

    def __init__(self, kinds_of: Mapping[Text, Sequence[Text]]) -> None:
        self.kinds_of = kinds_of

    @classmethod
    def learn(cls, wordings: Iterable[Text], kinds: Iterable[Text], said_of_any: Iterable[Text]) -> "TopicWords":
        """From `wordings` with the kind of each, normalised. `said_of_any` are words of questions that go on with whatever was asked."""
        found: Dict[Text, Set[Text]] = defaultdict(set)
        for wording, kind in zip(wordings, kinds, strict=True):
            for word in nouns(wording):
                found[word].add(kind)
        common = set(said_of_any)
        return cls({word: sorted(kinds) for word, kinds in sorted(found.items()) if len(kinds) <= MOST_KINDS and word not in common})

    def kinds(self, text: Text, words: Iterable[Text]) -> List[Text]:
        """The kinds that the words of a message speak of; none if they speak of none, or if the message is long."""
        return sorted({kind for word in words for kind in self.kinds_of.get(word, ())}) if len(text) <= LONGEST else []


def nouns(text: Text) -> Set[Text]:
    import jieba.posseg  # its tables are large, and wanted in training only

    return {pair.word for pair in jieba.posseg.cut(text) if pair.flag.startswith("n") and pair.flag not in _PLACES_AND_NAMES}
