"""What is said while a household reports in the chat: the offer, one question at a time, the summary. Knows no conversation."""
from __future__ import annotations

from typing import Iterable

from bot.casework.model import DETAILS, Case, Report, Risk
from bot.casework.queries import Standing
from bot.casework.receipt import spaced
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import covered_place
from bot.replies import case_status
from bot.replies.reply import MOST_BUTTONS, Button, Reply
from bot.replies.report import refusal
from bot.replies.wording import wording

SELF_REPORT = "self_report"  # the kind of the catalogue that says how else a household reports
TOLD, WITHDRAW = "told", "withdraw"  # the questions that are not for a part of the report
ASKED = ("risks", "division", "for_other", "name", "phone", "village", "story", "household_size", "income_per_head")  # in this order
SHOWN_DIGITS = 4  # of a telephone number
_LEADS_BACK = ("policy_first", "not_kept", "withdrawn", "no_case", "nothing_to_resume")  # after these one can only begin anew
_LONGEST_RETRY = 60  # characters; a longer text is no button


def offer(kb: KnowledgeBase, divisions: Divisions, known: Report, before: str | None) -> Reply:
    """What reporting is and what is agreed to. `known` is what was told already, `before` the receipt of an earlier report."""
    words, common, labels = wording("case"), wording("report"), wording("buttons")["filing"]
    told = told_in_words(divisions, known)
    text = words["offer"].format(
        consent=common["consent"]["short"], free=common["free_of_charge"], agree=labels["agree"],
        told=words["told_before"].format(told=words["told_join"].join(told)) if told else "")
    if before:
        text = words["registered_before"].format(receipt=spaced(before)) + text
    ask = wording("buttons")
    channels = ask["ask"].format(kind=kb.kinds[SELF_REPORT].name, label=ask["labels"]["how_to_apply"])
    resume = button("resume") if before else ()
    buttons = (*button("agree"), *button("about"), *button("policy"), Button(labels["channels"], channels), *resume)
    return Reply(None, text, buttons=buttons, about={"reports": "consent"})


def consent() -> Reply:
    """The whole of what is agreed to; the offer has it in short."""
    common, label = wording("report"), wording("buttons")["filing"]["agree"]
    text = wording("case")["consent"].format(heading=common["consent"]["heading"], consent="".join(common["consent"]["text"]),
                                             free=common["free_of_charge"], agree=label)
    return Reply(None, text, buttons=(*button("agree"), *button("policy")), about={"reports": "consent"})


def not_agreed_yet() -> Reply:
    """To what is neither a yes nor a no nor a question: the choice again, in short."""
    text = wording("case")["not_agreed_yet"].format(agree=wording("buttons")["filing"]["agree"])
    return Reply(None, text, buttons=(*button("agree"), *button("about"), *button("policy")), about={"reports": "consent"})


def question(kb: KnowledgeBase, divisions: Divisions, key: str, known: Report, said: Iterable[str] = (), lead: str = "",
             is_again: bool = False) -> Reply:
    """Asks for one part. `said` are situations that were told, `lead` what comes before."""
    words, situations = wording("case"), list(said)
    ask = words["name_of_other"] if key == "name" and known.for_other else words["ask"][key]
    if key == TOLD:
        ask = ask.format(told=words["told_join"].join(told_in_words(divisions, known)))
    if key == "story" and situations:
        ask = words["story_told"].format(told=words["told_join"].join(situations), said=wording("buttons")["filing"]["said"])
    text = lead + (words["again"].format(ask=ask) if is_again else ask)
    return Reply(None, text, buttons=_answers(kb, divisions, key, known, bool(situations)), about={"reports": key})


def other_risks() -> Reply:
    """The kinds of risk that the first screen has no room for."""
    return Reply(None, wording("case")["other_risks"], buttons=_risks(list(Risk)[MOST_BUTTONS - 1:]), about={"reports": "risks"})


def which(known: Report) -> Reply:
    """Which part is to be put right?"""
    filled = [key for key in ASKED if getattr(known, key)][:MOST_BUTTONS]
    return Reply(None, wording("case")["which"], buttons=_fixes(filled or ASKED[:MOST_BUTTONS]), about={"reports": "which"})


def summary(kb: KnowledgeBase, divisions: Divisions, standing: Standing, on: case_status.Day, lead: str = "") -> Reply:
    """What was told, what happens next and until when, whom to ask, how to see how it stands and how to take it back."""
    words, labels, case = wording("case"), wording("buttons")["filing"], standing.case
    told = told_in_words(divisions, case.report)
    clocks = case_status.clocks(kb, divisions, standing, on)
    text = words["summary"].format(
        receipt=spaced(case.receipt), told=words["told_join"].join(told) or words["nothing_told"],
        next=wording("report")["states"][case.state.value]["text"], clocks=clocks.text,
        office=office(kb, divisions, case.report.division), progress=labels["progress"], withdraw=labels["withdraw"],
        touts=wording("report")["touts"])
    buttons = (*button("progress"), *button("change"), *button("withdraw"), *button("another"))
    return Reply(None, lead + text, clocks.citation, clocks.references, buttons, {"reports": "summary"})


def told_back(divisions: Divisions, case: Case, lead: str) -> Reply:
    """What the case holds after it was put right."""
    words = wording("case")
    told = words["told_join"].join(told_in_words(divisions, case.report)) or words["nothing_told"]
    text = words["told_back"].format(lead=lead, receipt=spaced(case.receipt), told=told)
    return Reply(None, text, buttons=(*button("progress"), *button("change"), *button("withdraw")), about={"reports": "told_back"})


def finer(divisions: Divisions, division: str) -> str:
    """A city or province is too wide to send anybody."""
    return wording("case")["finer"].format(place=divisions.full_name(division))


def ask_withdraw(receipt: str) -> Reply:
    text = wording("case")["ask"][WITHDRAW].format(receipt=spaced(receipt))
    return Reply(None, text, buttons=(*button("sure"), *button("keep")), about={"reports": WITHDRAW})


def said(key: str, receipt: str | None = None, *buttons: str) -> Reply:
    """A sentence of case.yml, with the receipt in it and buttons by their key."""
    text = wording("case")[key].format(receipt=spaced(receipt) if receipt else "")
    ways = tuple(each for name in buttons for each in button(name)) or (report_button() if key in _LEADS_BACK else ())
    return Reply(None, text, buttons=ways, about={"reports": key})


def refused(kb: KnowledgeBase, divisions: Divisions, key: str, case: Case) -> Reply:
    """A case that went on cannot be changed or taken back here: what it is, and whom to tell."""
    state = wording("report")["states"][case.state.value]["name"]
    text = refusal(key, state=state, office=office(kb, divisions, case.report.division))
    return Reply(None, text, buttons=button("progress"), about={"reports": key})


def not_of_this_chat(kb: KnowledgeBase, divisions: Divisions, division: str | None) -> Reply:
    text = wording("case")["not_of_this_chat"].format(office=office(kb, divisions, division))
    return Reply(None, text, about={"reports": "not_of_this_chat"})


def down(kb: KnowledgeBase, divisions: Divisions, division: str | None, typed: str) -> Reply:
    """Nothing could be stored or looked up. What was typed can be sent again with a tap."""
    text = wording("case")["down"].format(office=office(kb, divisions, division))
    again = (Button(wording("case")["retry"], typed),) if 0 < len(typed) <= _LONGEST_RETRY else ()
    return Reply(None, text, buttons=again, about={"reports": "down"})


def told_in_words(divisions: Divisions, report: Report) -> list[str]:
    """Each part that was told, as it is read back."""
    told = wording("case")["told"]
    return [told[key].format(value=_value(divisions, key, report)) for key in DETAILS if key in told and getattr(report, key)]


def office(kb: KnowledgeBase, divisions: Divisions, division: str | None) -> str:
    """Whom to ask at a place, with the hotline."""
    return case_status.office(kb, divisions, covered_place(kb, divisions, division) if division else None)


def button(key: str) -> tuple[Button, ...]:
    label = wording("buttons")["filing"][key]
    return (Button(label, label),)


def report_button() -> tuple[Button, ...]:
    label = wording("buttons")["report"]
    return (Button(label, label),)


def is_wide(division: str) -> bool:
    """A city or a province."""
    return division.endswith("00")


def _value(divisions: Divisions, key: str, report: Report) -> str:
    value = getattr(report, key)
    if key == "risks":
        return wording("case")["told_join"].join(wording("report")["risks"][risk.value] for risk in value)
    if key == "division":
        return divisions.full_name(value)
    return str(value)[-SHOWN_DIGITS:] if key == "phone" else str(value)


def _answers(kb: KnowledgeBase, divisions: Divisions, key: str, known: Report, has_said: bool) -> tuple[Button, ...]:
    if key == TOLD:
        return (*button("right"), *_fixes([part for part in ASKED if getattr(known, part)]))[:MOST_BUTTONS]
    if key == "risks":
        return (*_risks(list(Risk)[:MOST_BUTTONS - 1]), *button("others"))
    if key == "division":
        names = [divisions.name(place) for place in kb.folders if not is_wide(place)][:MOST_BUTTONS - 1]
        return (*(Button(name, wording("buttons")["place"].format(place=name)) for name in names), *button("skip"))
    if key == "for_other":
        return (*button("own"), *button("other"), *button("skip"), *button("finish"))
    return (*(button("said") if key == "story" and has_said else ()), *button("skip"), *button("finish"))



def _risks(risks: Iterable[Risk]) -> tuple[Button, ...]:
    names = [wording("report")["risks"][risk.value] for risk in risks]
    return tuple(Button(name, name) for name in names)


def _fixes(keys: Iterable[str]) -> tuple[Button, ...]:
    labels = wording("buttons")["filing_parts"]
    return tuple(Button(labels[key], labels[key]) for key in keys)
