"""Which figures belong to which place: another county's figure is the worst mistake of all."""
from __future__ import annotations

import re
from functools import cached_property, lru_cache

from bot.knowledge.aspects import FIELDS
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.nlu.normalize import Rules, mend
from bot.replies.facts import phrases
from bot.replies.figures import day

# A number with the character after it, its unit: 2000元 is not 2000名.
_FIGURE = re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?(?:%|[^\W\d_])")


def figures(text: str) -> frozenset[str]:
    """The numbers of a text with the first character of their units."""
    return frozenset(_FIGURE.findall(text))


class Places:
    """The covered places of a content folder. `rules` mend slips, so that places are found in what people type."""

    def __init__(self, kb: KnowledgeBase, divisions: Divisions, rules: Rules) -> None:
        self._kb, self._divisions, self._rules = kb, divisions, rules
        self._own = lru_cache(maxsize=None)(self._figures_of)

    def home(self, document: str) -> str:
        """The division whose document it is. Raises ContentError for an unknown one."""
        return self._kb.document(document).division

    def named_in(self, text: str) -> tuple[str, ...]:
        """Codes of the places that a message names, all of an unclear name."""
        return tuple(code for mention in self._divisions.find(mend(text, self._rules)) for code in mention.codes)

    def are_apart(self, one: str, other: str) -> bool:
        """Neither lies in the other."""
        return one not in self._divisions.chain(other) and other not in self._divisions.chain(one)

    def strange_figures(self, text: str, division: str) -> frozenset[str]:
        """Figures of a text that other places' documents have, and those of the division and around it have not."""
        return (figures(text) & self._all) - self._own(division)

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset().union(*(self._told_by(place) for place in self._kb.folders))

    def _figures_of(self, division: str) -> frozenset[str]:
        return frozenset().union(*(self._told_by(place) | self._written_by(place) for place in self._divisions.chain(division)
                                   if place in self._kb.folders))

    def _told_by(self, place: str) -> frozenset[str]:
        """As answers say them."""
        schemes = [scheme for kind in self._kb.schemes(place) if (scheme := self._kb.scheme(place, kind))]
        return figures("\n".join(phrase.text for scheme in schemes for aspect in FIELDS for phrase in phrases(self._kb, scheme, aspect)))

    def _written_by(self, place: str) -> frozenset[str]:
        """As the content files have them, and the dates of the documents."""
        documents = [name for name in self._kb.document_ids if self.home(name) == place]
        files = [*self._kb.folders[place].glob("*.yml"), *map(self._kb.document_file, documents)]
        texts = [file.read_text(encoding="utf-8") for file in files]
        for document in map(self._kb.document, documents):
            texts += [day(date) for date in (document.issued_on, document.period.until) if date]
        return figures("\n".join(texts))
