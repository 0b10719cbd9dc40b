"""How a case stands, in words: its state, its clocks with their clauses, its history, whom to ask."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Iterable

from bot.casework.days import day_of
from bot.casework.deadlines import Deadline
from bot.casework.model import State
from bot.casework.queries import Standing
from bot.casework.receipt import spaced
from bot.casework.states import CLOSED, OPEN_TO_DETAILS
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import covered_place
from bot.knowledge.model import Source
from bot.replies import citations
from bot.replies.reply import Button, Reference, Reply
from bot.replies.report import refusal
from bot.replies.wording import wording

Day = date
MOST_OTHERS = 3
_MOST_STEPS = 6


@dataclass(frozen=True)
class Clocks:
    """Lines on the clocks that run, a break before them, and what they rest on."""

    text: str = ""
    citation: str = ""
    references: tuple[Reference, ...] = ()


def clocks(kb: KnowledgeBase, divisions: Divisions, standing: Standing, on: date) -> Clocks:
    """Where the documents set none for a case that is still open, that is said."""
    case, words = standing.case, wording("report")["clocks"]
    running = [clock for clock, stopped in standing.clocks if stopped is None]
    if running:
        place = covered_place(kb, divisions, case.report.division) if case.report.division else None
        lines = [_line(clock, on, office(kb, divisions, place)) for clock in running]
        found = citations.references(kb, [Source.parse(clock.source) for clock in running], on)
        notes = [words[key] for key, holds in (("past", any(clock.is_past for clock in running)),
                                               ("provisional", any(clock.is_provisional for clock in running))) if holds]
        return Clocks(_below([*lines, *notes]), citations.citation(found), found)
    if case.state not in OPEN_TO_DETAILS or case.report.division is None:
        return Clocks()
    return Clocks(_below([words["none" if covered_place(kb, divisions, case.report.division) else "unknown_place"]]))


def status(kb: KnowledgeBase, divisions: Divisions, standing: Standing, on: date, others: Iterable[Standing] = (),
           is_own: bool = True) -> Reply:
    """Where a case stands and what became of it so far; `others` of the same chat are offered, and to change what is its own."""
    words, labels, case = wording("case"), wording("buttons"), standing.case
    name, meaning = _state(case.state)
    found = clocks(kb, divisions, standing, on)
    moves = [step for step in standing.history if step.move != "amend"][-_MOST_STEPS:]
    steps = [words["step"].format(day=day(day_of(step.at)), move=wording("report")["moves"][step.move]) for step in moves]
    place = covered_place(kb, divisions, case.report.division) if case.report.division else None
    text = words["status"].format(receipt=spaced(case.receipt), name=name, text=meaning, reason=_reason(standing), clocks=found.text,
                                  steps=words["steps_join"].join(steps), office=office(kb, divisions, place))
    can = ("change", "withdraw") if is_own and case.state in OPEN_TO_DETAILS else ()
    buttons = [Button(labels["filing"][key], labels["filing"][key]) for key in can]
    buttons += [look_up(other.case.receipt) for other in list(others)[:MOST_OTHERS]]
    if not buttons and case.state in CLOSED:
        buttons.append(Button(labels["report"], labels["report"]))
    return Reply(None, text, found.citation, found.references, tuple(buttons), {"progress": "status"})


def notice(kb: KnowledgeBase, divisions: Divisions, standing: Standing, on: date) -> Reply:
    """A change of state, told to the chat that reported it."""
    name, meaning = _state(standing.case.state)
    found, division = clocks(kb, divisions, standing, on), standing.case.report.division
    place = covered_place(kb, divisions, division) if division else None
    text = wording("case")["notice"].format(receipt=spaced(standing.case.receipt), name=name, text=meaning, reason=_reason(standing),
                                            clocks=found.text, office=office(kb, divisions, place))
    label = wording("buttons")["filing"]["progress"]
    return Reply(None, text, found.citation, found.references, (Button(label, label),), {"progress": "notice"})


def ask_digits() -> Reply:
    """The receipt is of another conversation: the end of the telephone number proves that it is one's own."""
    return Reply(None, wording("case")["ask_digits"], buttons=_no_phone(), about={"progress": "ask_digits"})


def ask_digits_again() -> Reply:
    """No such case, or another number: the two are never told apart."""
    return Reply(None, refusal("case_unknown"), buttons=_no_phone(), about={"progress": "ask_digits"})


def wrong_receipt(maybe: Iterable[str]) -> Reply:
    """Its check digit is wrong; `maybe` are receipts with two digits the other way round."""
    found = list(maybe)[:MOST_OTHERS]
    text = refusal("receipt_wrong")
    if found:
        text += refusal("receipt_maybe", maybe=wording("answer")["conditions"]["either"].join(map(spaced, found)))
    return Reply(None, text, buttons=tuple(map(look_up, found)), about={"progress": "wrong_receipt"})


def refused(key: str, **details: object) -> Reply:
    return Reply(None, refusal(key, **details), about={"progress": key})


def wrong_often(kb: KnowledgeBase, divisions: Divisions, division: str | None) -> Reply:
    place = covered_place(kb, divisions, division) if division else None
    return Reply(None, wording("case")["wrong_often"].format(office=office(kb, divisions, place)), about={"progress": "wrong_often"})


def look_up(receipt: str) -> Button:
    text = wording("buttons")["progress_of"].format(receipt=spaced(receipt))
    return Button(text, text)


def office(kb: KnowledgeBase, divisions: Divisions, place: str | None) -> str:
    """Whom to ask in a covered place; in any other the village."""
    words = wording("case")
    if place is None:
        return words["village_office"]
    named, hotline = kb.place(place).ask_office.name, kb.place(place).hotline
    return words["office_hotline"].format(office=named, hotline=hotline.name) if hotline else words["office"].format(office=named)


def day(when: date) -> str:
    return wording("report")["clocks"]["day"].format(year=when.year, month=when.month, date=when.day)


def _line(clock: Deadline, on: date, whom: str) -> str:
    words = wording("report")["clocks"]
    if on > clock.due_on:
        return words["overdue"].format(what=clock.what, due=day(clock.due_on), office=whom)
    counted = words["counted"].format(started=day(clock.started_on), value=clock.value, unit=words["units"][clock.unit])
    return wording("case")["clock"].format(due=words["due"].format(what=clock.what, due=day(clock.due_on)), counted=counted)


def _no_phone() -> tuple[Button, ...]:
    label = wording("buttons")["filing"]["no_phone"]
    return (Button(label, label),)


def _below(lines: list[str]) -> str:
    return wording("case")["clocks"].format(lines="\n".join(lines))


def _state(state: State) -> tuple[str, str]:
    words = wording("report")["states"][state.value]
    return words["name"], words["text"]


def _reason(standing: Standing) -> str:
    """Why it came to this state, if that was said."""
    last = next((step for step in reversed(standing.history) if step.after is standing.case.state and step.move != "amend"), None)
    return wording("case")["reason"].format(reason=last.reason) if last and last.reason else ""
