"""What the places' documents say, for casework: its clocks, its income line, when a risk counts as gone, what goes first."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Mapping, Sequence

from bot.casework.calendar import Calendar
from bot.casework.days import day_of
from bot.casework.deadlines import Deadline, clocks_for
from bot.casework.model import Case, State
from bot.knowledge.divisions import Divisions
from bot.knowledge.eligibility import evaluate
from bot.knowledge.loader import KnowledgeBase, read_tree
from bot.knowledge.lookup import covered_place, rule_of
from bot.knowledge.model import Condition, Figure, Office
from bot.knowledge.words import Words

MONITORING, ELIMINATION = "relapse_monitoring", "risk_elimination"
_MONEY = "CNY"


@dataclass(frozen=True)
class Line:
    """The income line of a place, and whether a household is below it; None where the document leaves that open."""

    place: str
    threshold: Figure
    is_within: bool | None


@dataclass(frozen=True)
class PlaceRules:
    """casework.ports.Rules, from the content."""

    kb: KnowledgeBase
    divisions: Divisions
    calendar: Calendar

    def clocks(self, division: str | None, origin: str, state: State, at: datetime) -> Sequence[Deadline]:
        """None where no document of the household's places sets one."""
        chain = [self.kb.place(place).clocks for place in self.divisions.chain(division) if place in self.kb.folders] if division else []
        return clocks_for(chain, origin, state.value, day_of(at), self.calendar)

    def urgent(self, case: Case) -> tuple[str, ...]:
        """Keys of screening.yml. It only says who goes first: it decides nothing."""
        told = case.report.story or ""
        said = [key for key, words in self._urgent_words.items() if words.search(told)]
        return (*said, *(risk.value for risk in case.report.risks if risk.value in self._screening["urgent_risks"]))

    def urgent_label(self, key: str) -> str:
        named = self._screening["urgent"].get(key)
        return named["label"] if named else self._screening["urgent_risks"][key]

    def line(self, case: Case) -> Line | None:
        """How the income told compares with the place's own line. It is shown to staff and decides nothing."""
        rule = rule_of(self.kb, self.divisions, case.report.division, MONITORING) if case.report.division else None
        lines = [each for each in rule[1].thresholds if each.unit and each.unit.split("/")[0] == _MONEY] if rule else []
        if rule is None or not lines:
            return None
        income, value = case.report.income_per_head, lines[0].value
        return Line(rule[0], lines[0], None if income is None or value is None else income <= value)

    def missing_for_elimination(self, division: str | None, known: Mapping[str, Any]) -> tuple[str, ...] | None:
        """The place's conditions that do not hold or are not known; what a document leaves open is for the staff's reason.

        That the household is monitored is what its case says. None where the documents name nothing else.
        """
        rule = rule_of(self.kb, self.divisions, division, ELIMINATION) if division else None
        if rule is None or rule[1].conditions is None:
            return None
        wanted = [leaf for leaf in _leaves(rule[1].conditions) if leaf.fact and leaf.fact != "household_category"]
        return tuple(leaf.text or "" for leaf in wanted if evaluate(leaf, known) is not True) if wanted else None

    def review_route(self, division: str | None) -> Office | None:
        """Where a household takes a refusal: the office that the document of its place names; None where no place is covered."""
        place = covered_place(self.kb, self.divisions, division) if division else None
        return self.kb.place(place).ask_office if place else None

    def wider(self, division: str | None) -> str | None:
        """The division that this one lies in, whose staff hear of what was not done in time; None above a province."""
        return next(iter(self.divisions.chain(division)[1:]), None) if division else None

    @cached_property
    def _screening(self) -> dict[str, Any]:
        return read_tree(self.kb.folder / "screening.yml")

    @cached_property
    def _urgent_words(self) -> dict[str, Words]:
        return {key: Words(entry["says"]) for key, entry in self._screening["urgent"].items()}


def _leaves(node: Condition) -> list[Condition]:
    if node.is_leaf:
        return [node]
    return [leaf for child in (*node.children(), *filter(None, [node.negated])) for leaf in _leaves(child)]
