"""The steps of a report in the chat that its turns share: storing what was told, asking for the next part, the summary."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.casework import validation
from bot.casework.handlers import CaseClosed, NoSuchCase
from bot.casework.model import Case, Report
from bot.casework.queries import Standing
from bot.casework.states import OPEN_TO_DETAILS
from bot.casework.validation import InvalidReport
from bot.dialogue.answers import Values, risks_of
from bot.dialogue.reading import Filing, Memory, Reading
from bot.dialogue.turn import Assistant
from bot.replies import case as replies
from bot.replies.case import ASKED, TOLD
from bot.replies.reply import Reply
from bot.replies.report import problem

Turn = tuple[Reply, Memory]


def stored(assistant: Assistant, memory: Memory, key: str, told: Values, lead: str) -> Turn:
    """The case with what was told in it, and the next question; a value that cannot be taken is asked for again."""
    filing = memory.report
    assert filing and filing.receipt and assistant.cases
    try:
        changes, known = validation.read(told, assistant.divisions.exists), standing(assistant, filing).case.report
        parts = tuple(part for part in told if part == key or not getattr(known, part))  # told beside the answer, it replaces nothing
        case = assistant.cases.amend(filing.receipt, changes, parts)
    except InvalidReport as invalid:
        return ask(assistant, memory, key, standing(assistant, filing).case.report, "".join(map(problem, invalid.wrong)))
    except CaseClosed:
        return closed(assistant, memory, filing, standing(assistant, filing).case)
    except NoSuchCase:
        return replies.said("no_case"), replace(memory, report=None)
    if key == "division" and memory.division is None:
        memory = replace(memory, division=case.report.division)
    if filing.ended:
        return replies.told_back(assistant.divisions, case, lead), waiting(memory, replace(filing, asked=None))
    place = case.report.division
    if key == "division" and place and replies.is_wide(place) and place != known.division:
        return ask(assistant, memory, key, case.report, replies.finer(assistant.divisions, place))
    return following(assistant, done(memory, filing, *told, key), case, lead)


def following(assistant: Assistant, memory: Memory, case: Case, lead: str) -> Turn:
    """The next question that was neither answered nor passed over, or the summary."""
    filing = memory.report
    assert filing
    if case.state not in OPEN_TO_DETAILS:
        return closed(assistant, memory, filing, case)
    still = [key for key in (TOLD, *ASKED) if key not in filing.done and (key == TOLD or not getattr(case.report, key))]
    if filing.ended or not still:
        return finish(assistant, memory, filing, lead)
    return ask(assistant, memory, still[0], case.report, lead)


def ask(assistant: Assistant, memory: Memory, key: str, known: Report, lead: str = "", is_again: bool = False) -> Turn:
    assert memory.report
    named = assistant.kb.situations.situations
    said = [named[name].name for name in memory.report.situations]
    reply = replies.question(assistant.kb, assistant.divisions, key, known, said, lead, is_again)
    return reply, waiting(memory, replace(memory.report, asked=key))


def finish(assistant: Assistant, memory: Memory, filing: Filing, lead: str) -> Turn:
    reply = replies.summary(assistant.kb, assistant.divisions, standing(assistant, filing), assistant.on, lead)
    return reply, waiting(memory, replace(filing, asked=None, ended=True))


def closed(assistant: Assistant, memory: Memory, filing: Filing, case: Case) -> Turn:
    return replies.refused(assistant.kb, assistant.divisions, "closed", case), waiting(memory, replace(filing, asked=None, ended=True))


def waiting(memory: Memory, filing: Filing) -> Memory:
    """The report's question is the only one that is open: its answer must not be taken for one to anything else, nor be kept with it."""
    check = replace(memory.check, asked=None) if memory.check else None
    lookup = replace(memory.lookup, receipt=None) if memory.lookup else None
    return replace(memory, report=replace(filing, is_paused=False), check=check, waiting=False, lookup=lookup)


def done(memory: Memory, filing: Filing, *parts: str) -> Memory:
    """Nothing of this is asked again by itself, nor what was asked last."""
    found = dict.fromkeys((*filing.done, *parts, *filter(None, [filing.asked])))
    return replace(memory, report=replace(filing, done=tuple(found), asked=None))


def found(assistant: Assistant, memory: Memory) -> Memory:
    """With the newest report of this conversation that still takes details, if it remembers none."""
    if assistant.cases is None or memory.report and memory.report.receipt:
        return memory
    receipt = next((each.case.receipt for each in assistant.cases.mine() if each.case.state in OPEN_TO_DETAILS), None)
    return replace(memory, report=Filing("", receipt, done=(TOLD,)) if receipt else None)


def standing(assistant: Assistant, filing: Filing) -> Standing:
    assert assistant.cases and filing.receipt
    return assistant.cases.standing(filing.receipt)


def told_before(assistant: Assistant, reading: Reading, memory: Memory) -> tuple[str, ...]:
    """The situations that amount to a risk: of this message, of the last search for help, and of what is known of the household."""
    named, known = assistant.kb.situations.situations, memory.known
    searched = (memory.finding or {}).get("situations", ())
    lasting = [name for name, each in named.items() if each.told and all(known.get(fact) is value for fact, value in each.told.items())]
    return tuple(name for name in dict.fromkeys((*reading.situations, *searched, *lasting)) if name in named and risks_of((name,)))


def known(assistant: Assistant, memory: Memory, filing: Filing) -> Report:
    """What the conversation was told before, as far as a report has a part for it."""
    income = memory.known.get("income_per_head")
    told: dict[str, Any] = {"risks": risks_of(filing.situations), "division": memory.division, "for_other": filing.for_other or None,
                            "income_per_head": str(round(income)) if income else None}
    try:
        return validation.read(told, assistant.divisions.exists)
    except InvalidReport as invalid:  # an income that no report can hold is asked for
        wrong = {each.part for each in invalid.wrong}
        return validation.read({part: value for part, value in told.items() if part not in wrong}, assistant.divisions.exists)
