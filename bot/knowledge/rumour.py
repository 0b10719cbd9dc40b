"""Whether what somebody heard stands in the documents of the place."""
from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import Enum
from os.path import commonprefix
from typing import Any, Iterable, Mapping, Sequence

from bot.knowledge.cited import Cited
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import Question, schemes_in_chain
from bot.knowledge.model import Amount, Condition, Figure, Scheme, TimeLimit
from bot.knowledge.official_text import fold, numbers, numbers_in_words
from bot.knowledge.similar import pairs, resemblance

# What somebody heard is about the rule if it holds at least this part of the rule's words.
ALIKE = 0.17
# Smaller numbers without a unit are counted things of the story (two children), not claims.
FEWEST = 10
# A figure this large tells which policy is meant (8300).
TELLING = 1000
# Other places whose documents are looked into: a rumour travels, but thousands of counties cannot be read for it.
NEIGHBOURS = 12
# A run of digits or Chinese numerals, and whether a unit follows: yuan, percent, tenths, days, months, years, times, kinds.
_RUN = re.compile(
    "([0-9.]+[\u767e\u5343\u4e07\u4ebf]*"
    "|[\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343\u4e07\u4ebf\u4e24]+)"
    "(\u4e2a?[\u5929\u65e5\u6708\u5e74\u6b21\u56de\u904d]|\u4e2a\u5de5\u4f5c\u65e5|[\u6765\u591a\u4f59]?[\u5143\u5757]|[%\u6210\u500d\u79cd\u7ea7])?")
_TIME_UNITS = ("day", "working_day", "month", "year", "time")
_MONEY = "\u5143\u5757"
_COUNTED = ("person", "household", "place", "town", "village", "mu", "box", "head", "kind", "km", "kilowatt")  # units of what is not money
_YEAR, _DATES = "\u5e74", range(1990, 2100)
_SHARE_UNITS = ("%", "\u6210")
_TENTHS, _TIMES = "\u6210", "\u5929\u65e5\u6708\u5e74\u6b21\u56de\u904d"


class Verdict(str, Enum):
    """A closed list; each has its wording, and a test compares."""

    MATCHES = "matches"
    OUT_OF_DATE = "out_of_date"
    DRAFT = "draft"
    OTHER_PLACE = "other_place"
    EXISTS = "exists"
    DIFFERS = "differs"
    NOT_IN_DOCUMENTS = "not_in_documents"


_SHARES = ("all", "half", "part")
# Words of these groups claim more of a policy than that there is one.
_CLAIMS = ("denies", "exaggerates", "fees", "restricts", *_SHARES)
_BY_STANDING = {"in_force": Verdict.MATCHES, "period_ended": Verdict.OUT_OF_DATE, "draft_for_comment": Verdict.DRAFT,
                "repealed": Verdict.OUT_OF_DATE}


@dataclass(frozen=True)
class Heard:
    """What was heard: the normalised text, its figures, and words of it that change what a rule means.

    `words` maps a group to those of its words that stand in the text: `denies` (no longer given), `exaggerates` (for
    everybody, for nothing), `fees` (something is to be paid first), `paid` (money comes to the household), `all`, `half`,
    `part` (of the cost), `restricts` (only), `who` (of which households).
    `is_of_money`: a figure was said to be paid, whether or not a unit was said; `is_of_share`: one was a share of something.
    """

    text: str
    figures: frozenset[float] = frozenset()
    is_of_time: bool = False
    is_of_money: bool = False
    is_of_share: bool = False
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, without the text: what a verdict by figures can be made from once more."""
        words = {group: sorted(said) for group, said in self.words.items() if said}
        return {"figures": sorted(self.figures), "is_of_time": self.is_of_time, "is_of_money": self.is_of_money,
                "is_of_share": self.is_of_share, "words": words}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Heard":
        words = {group: frozenset(said) for group, said in kept["words"].items()}
        return cls("", frozenset(kept["figures"]), kept["is_of_time"], kept.get("is_of_money", False),
                   kept.get("is_of_share", False), words)

    def says(self, group: str) -> frozenset[str]:
        return self.words.get(group, frozenset())

    @property
    def only_that_it_exists(self) -> bool:
        """There is help for this, and nothing more."""
        return not self.figures and not any(map(self.says, _CLAIMS))


@dataclass(frozen=True)
class Rumour:
    """`said` is what the documents do say on it, in `place`; `elsewhere` is the other place whose rule was heard of."""

    verdict: Verdict
    place: str | None = None
    scheme: Scheme | None = None
    said: tuple[Cited, ...] = ()
    elsewhere: str | None = None


def read(text: str, groups: Mapping[str, Iterable[str]]) -> Heard:
    """`groups` are the word lists of the content (replies/wording/rumour.yml: words)."""
    figures, of_time, of_money, of_share = set(), False, False, False
    folded = fold(text)
    for match in _RUN.finditer(folded):
        run, unit = match[1], match[2] or ""
        if unit == _YEAR and _is_a_date(run) and any(word in text for word in groups["denies"]):
            continue  # 2025年以后就没了 says when, not how much
        values = {max(numbers(run) | numbers_in_words(run), default=0.0)}  # 2000万 is one number
        values = {value for value in values if value >= FEWEST or unit and value > 1}
        figures |= {value * 10 for value in values} if unit == _TENTHS else values
        of_share |= bool(values) and unit in _SHARE_UNITS
        of_time |= bool(values) and unit[-1:] in _TIMES and bool(unit)
        of_money |= bool(values) and (bool(unit) and unit[-1:] in _MONEY or not unit and _is_paid(folded, match, groups))
    plain = re.sub("|".join(map(re.escape, groups.get("not_paid", ()))) or "$^", " ", text)
    found = {group: frozenset(word for word in words if word in (plain if group == "paid" else text)) for group, words in groups.items()}
    return Heard(text, frozenset(figures), of_time, of_money, of_share, found)


def _is_a_date(run: str) -> bool:
    return any(_DATES.start <= value < _DATES.stop for value in numbers(run))


def _is_paid(text: str, run: re.Match[str], groups: Mapping[str, Iterable[str]]) -> bool:
    """Whether a word for paying stands right before the figure, and no word for a count behind it."""
    return text[:run.start()].endswith(tuple(groups.get("pays", ()))) and not text[run.end():].startswith(tuple(groups.get("counts", ())))


def judge(kb: KnowledgeBase, divisions: Divisions, question: Question, heard: Heard, groups: Mapping[str, Sequence[str]]) -> Rumour:
    """The verdict on what was heard of one kind of scheme, for the question's place and day."""
    chain = schemes_in_chain(kb, divisions, question.division, question.kind)
    for place, scheme in chain:  # a wider rule is looked at only where the nearer one has nothing to compare
        found = _in_figures(scheme, heard, groups) if heard.figures else _in_words(scheme, heard, groups, _names(kb, scheme))
        if found:
            said, agrees = found
            verdict = _BY_STANDING[kb.standing(said[0].source.document, question.on)] if agrees else Verdict.DIFFERS
            return Rumour(verdict, place, scheme, tuple(said))
        if heard.figures and (comparable := _comparable(scheme, heard)):
            elsewhere = _elsewhere(kb, question, heard, chain)
            return Rumour(Verdict.OTHER_PLACE if elsewhere else Verdict.DIFFERS, place, scheme, tuple(comparable[:2]), elsewhere)
    own = chain[0] if chain else None
    elsewhere = _elsewhere(kb, question, heard, chain)
    verdict = Verdict.OTHER_PLACE if elsewhere else Verdict.NOT_IN_DOCUMENTS
    if own is None:
        return Rumour(verdict, elsewhere=elsewhere)
    return Rumour(verdict, *own, (own[1].gist,), elsewhere)


def _elsewhere(kb: KnowledgeBase, question: Question, heard: Heard, chain: list[tuple[str, Scheme]]) -> str | None:
    """Another covered place whose scheme of this kind has a figure that was heard."""
    others = [place for place in neighbours(kb, question.division) if heard.figures and place not in dict(chain)]
    return next((place for place in others if (other := kb.scheme(place, question.kind)) and _valued(other, heard)), None)


def neighbours(kb: KnowledgeBase, division: str | None) -> list[str]:
    """The covered places that a rumour may have come from: of the same city, then of the same province, then others; not all."""
    near = sorted(kb.folders, key=lambda place: -len(commonprefix([place, division or ""])))
    return near[:NEIGHBOURS]


def _comparable(scheme: Scheme, heard: Heard) -> list[Cited]:
    """Figures for a household that measure the same sort of thing as what was heard, the likest first."""
    items = [item for item in _household_figures(scheme) if (item.unit or "").startswith(_TIME_UNITS) == heard.is_of_time]
    if heard.is_of_share:  # eighty per cent are not set beside thirty diseases
        items = [item for item in items if item.unit == "percent"]
    return _most_alike(items, heard.text)


def _in_figures(scheme: Scheme, heard: Heard, groups: Mapping[str, Sequence[str]]) -> tuple[list[Cited], bool] | None:
    """Items with a figure that was heard, and whether the rest of what was heard lets them agree."""
    valued = _valued(scheme, heard)
    worded = [item for item in _items(scheme) if item not in valued and heard.figures & _numbers(item)]
    hits = valued or _most_alike(worded, heard.text)
    if not hits:
        return None
    is_a_line = hits[0] in scheme.thresholds and heard.says("paid")  # a line is drawn at the figure: nobody is paid it
    if heard.says("exaggerates") or heard.says("fees") or is_a_line:
        own = [item for item in scheme.amounts if item not in hits]
        return [*own, *hits][:2], False
    limits = {word for word in groups["restricts"] if word in _words(hits[0])}
    return hits[:2], bool(valued) or not limits - heard.says("restricts")


def _in_words(scheme: Scheme, heard: Heard, groups: Mapping[str, Sequence[str]], names: frozenset[str]) -> tuple[list[Cited], bool] | None:
    """The statement that is most alike, and whether shares and denials are the same in both."""
    items = [item for item in _items(scheme) if item not in scheme.offices and item not in scheme.open_points]
    heard_shares = _shares(heard.text, groups)
    shared = [item for item in items if _shares(_words(item), groups)] if heard_shares else []
    shared = [item for item in shared if item in scheme.amounts] or shared
    topic = re.sub("|".join(map(re.escape, (word for group in _SHARES for word in groups[group]))), " ", heard.text)
    ranked = _most_alike(shared or items, topic, names)
    if shared:  # what each gets depends on who it is
        ranked.sort(key=lambda item: -len({word for word in heard.says("who") if word in _words(item)}))
    if not ranked or not shared and resemblance(_words(ranked[0]), heard.text, names) < ALIKE:
        return None
    best = _words(ranked[0])
    denied = {word for word in groups["denies"] if word in best}
    agrees = (not heard_shares or heard_shares == _shares(best, groups)) and (not heard.says("denies") or bool(denied))
    agrees = agrees and all(word in best for word in (*heard.says("exaggerates"), *heard.says("fees")))
    return ranked[:1], agrees


def _shares(text: str, groups: Mapping[str, Sequence[str]]) -> set[str]:
    """Which of all, half and part of something a text speaks of."""
    return {group for group in _SHARES if any(word in text for word in groups[group])}


def _items(scheme: Scheme) -> list[Cited]:
    return [item for item in scheme.items() if not isinstance(item, Condition)]


def _words(item: Cited) -> str:
    return item.words()  # type: ignore[attr-defined]


def _numbers(item: Cited) -> frozenset[float]:
    folded = fold(_words(item))
    return numbers(folded) | numbers_in_words(folded)


def _household_figures(scheme: Scheme) -> list[Amount | Figure | TimeLimit]:
    figures: list[Amount | Figure | TimeLimit] = [*scheme.amounts, *scheme.thresholds, *scheme.time_limits]
    return [item for item in figures if item.value is not None]


def _valued(scheme: Scheme, heard: Heard) -> list[Cited]:
    """Items whose value was heard; what concerns a household before what concerns the place. Three thousand boxes are no money."""
    targets = [item for item in scheme.targets if not (heard.is_of_money and item.unit in _COUNTED)]
    return [item for item in (*_household_figures(scheme), *targets) if item.value in heard.figures]


def _most_alike(items: Sequence[Cited], text: str, names: frozenset[str] = frozenset()) -> list[Cited]:
    return sorted(items, key=lambda item: -resemblance(_words(item), text, names))


def _names(kb: KnowledgeBase, scheme: Scheme) -> frozenset[str]:
    """Pairs of the policy's own names, which every rumour about it has."""
    kind = kb.kinds[scheme.scheme]
    return frozenset().union(*map(pairs, (scheme.title, kind.name, *kind.aliases)))


def kinds_with_figure(kb: KnowledgeBase, places: Iterable[str], heard: Heard) -> tuple[str, ...]:
    """Kinds whose schemes in these places have a telling figure that was heard, where no policy was named."""
    telling = frozenset(figure for figure in heard.figures if figure >= TELLING)
    told = replace(heard, figures=telling)
    schemes = [scheme for place in places for kind in kb.schemes(place) if telling and (scheme := kb.scheme(place, kind))]
    of_households = [scheme.scheme for scheme in schemes if any(item.value in telling for item in _household_figures(scheme))]
    found = dict.fromkeys([*of_households, *(scheme.scheme for scheme in schemes if _valued(scheme, told))])
    return tuple(sorted(found, key=lambda kind: kb.kinds[kind].audience != "household"))
