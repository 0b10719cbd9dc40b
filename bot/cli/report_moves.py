"""`huinong reports verify`, `include`, `refuse` …: what staff decide on a case."""
from __future__ import annotations

from typing import Any, Mapping

import typer
from rich.console import Console

from bot import bootstrap, clock
from bot.casework.commands import Decide
from bot.casework.days import day_of
from bot.casework.handlers import NotEliminated
from bot.casework.model import Case
from bot.casework.receipt import spaced
from bot.casework.rules import ELIMINATION, PlaceRules
from bot.casework.states import IllegalMove, Move, ReasonMissing
from bot.cli.case_lines import cited, moves_from
from bot.cli.staff import BY, RECEIPT, actor, case_of, opened, reason_of
from bot.knowledge.lookup import rule_of
from bot.knowledge.profile import Told, tell

out = Console(highlight=False, soft_wrap=True)
_REASON = typer.Option("", help="Why; it is kept in the history and told to the household.")
_FACT = typer.Option([], "--fact", metavar="NAME=VALUE", help="What was found: yes, no, a number or a choice. May be repeated.")


def verify(receipt: str = RECEIPT, reason: str = _REASON, by: str = BY) -> None:
    """Somebody has begun to look."""
    _decide(receipt, Move.VERIFY, reason, by)


def include(receipt: str = RECEIPT, reason: str = _REASON, by: str = BY) -> None:
    """The household is monitored from now on."""
    _decide(receipt, Move.INCLUDE, reason, by)


def refuse(receipt: str = RECEIPT, reason: str = _REASON, by: str = BY) -> None:
    """It is not monitored. The reason and the way to a review are told."""
    case, rules = _decide(receipt, Move.REFUSE, reason, by), bootstrap.place_rules()
    office = rules.review_route(case.report.division)
    if office is None:
        out.print("Review: no document of the place is known. Tell the household which office of yours looks at it again.")
    else:
        out.print(f"Review: tell the household to ask {office.name}. {cited(rules, office.source, day_of(clock.now()))}", markup=False)


def review(receipt: str = RECEIPT, reason: str = _REASON, by: str = BY) -> None:
    """A refusal is looked at again."""
    _decide(receipt, Move.REVIEW, reason, by)


def assist(receipt: str = RECEIPT, reason: str = _REASON, by: str = BY) -> None:
    """An assistance officer is named, help has begun."""
    _decide(receipt, Move.ASSIST, reason, by)


def eliminate(receipt: str = RECEIPT, fact: list[str] = _FACT, reason: str = _REASON, by: str = BY) -> None:
    """The risk is gone: every condition that the place's documents set has to be told to hold."""
    case = case_of(receipt).case
    rules = bootstrap.place_rules()
    known: Mapping[str, Any] = {}
    for each in fact:
        name, value = _told(rules, case, each)
        known = tell(rules.kb.facts, known, name, value)
    _decide(receipt, Move.ELIMINATE, reason, by, known)
    if not _conditions(rules, case):
        out.print("The documents of the place set no condition that can be checked: your reason stands for it.")


def withdraw(receipt: str = RECEIPT, reason: str = _REASON, by: str = BY) -> None:
    """The household takes its report back."""
    _decide(receipt, Move.WITHDRAW, reason, by)


COMMANDS = (verify, include, refuse, review, assist, eliminate, withdraw)


def _decide(receipt: str, move: Move, reason: str, by: str, known: Mapping[str, Any] | None = None) -> Case:
    """The case after the move. Raises BadParameter; ends with status 1 where conditions are missing."""
    case = case_of(receipt).case
    try:
        after = opened(bootstrap.casework).decide(Decide(case.receipt, move, actor(by), clock.now(), reason_of(reason), known or {}))
    except IllegalMove as illegal:
        raise typer.BadParameter(f"{spaced(case.receipt)} is {illegal.state.value}, from which {move.value} leads nowhere; possible now: "
                                 f"{moves_from(case)}", param_hint="RECEIPT") from illegal
    except ReasonMissing as missing:
        raise typer.BadParameter(f"{move.value} needs a reason: the household has a right to know it", param_hint="--reason") from missing
    except NotEliminated as lacking:
        _tell_missing(bootstrap.place_rules(), case, lacking.missing)
        raise typer.Exit(1) from lacking
    out.print(f"{spaced(after.receipt)}: {case.state.value} → {after.state.value}", markup=False)
    return after


def _tell_missing(rules: PlaceRules, case: Case, missing: tuple[str, ...]) -> None:
    out.print(f"Not eliminated: {len(missing)} conditions of the place's documents do not hold or were not told.")
    day = day_of(clock.now())
    for text, name, source in _conditions(rules, case):
        if text in missing:
            out.print(f"  {text}  (--fact {name}=…) {cited(rules, source, day)}", markup=False)


def _conditions(rules: PlaceRules, case: Case) -> list[tuple[str, str, str]]:
    """(text, fact, source) of each condition that a fact of the household decides, besides that it is monitored."""
    rule = rule_of(rules.kb, rules.divisions, case.report.division, ELIMINATION) if case.report.division else None
    leaves = rule[1].conditions.leaves() if rule and rule[1].conditions else ()
    return [(leaf.text or "", leaf.fact, str(leaf.source)) for leaf in leaves if leaf.fact and leaf.fact != "household_category"]


def _told(rules: PlaceRules, case: Case, given: str) -> tuple[str, Told]:
    """From `name=value`. Raises BadParameter."""
    name, _, value = given.partition("=")
    fact = rules.kb.facts.get(name)
    if fact is None:
        wanted = ", ".join(fact for _, fact, _ in _conditions(rules, case)) or "none"
        raise typer.BadParameter(f"{name} is no fact; the place's conditions ask for: {wanted}", param_hint="--fact")
    if fact.type == "bool" and value in ("yes", "no"):
        return name, value == "yes"
    if fact.type == "number" and value.isdigit():
        return name, int(value)
    if value in fact.choices:
        return name, value
    may = {"bool": "yes or no", "number": "a whole number"}.get(fact.type) or ", ".join(fact.choices)
    raise typer.BadParameter(f"{name} is told as {may}", param_hint="--fact")
