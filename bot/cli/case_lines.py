"""A case as lines for staff. Personal parts are masked unless they are to be shown."""
from __future__ import annotations

from datetime import date, datetime
from typing import Iterator

from bot.casework import states
from bot.casework.days import CHINA, day_of
from bot.casework.deadlines import Deadline, standing
from bot.casework.model import DETAILS, PERSONAL, Case, Report, Step
from bot.casework.receipt import spaced
from bot.casework.rules import Line, PlaceRules
from bot.knowledge.model import Source
from bot.privacy.masking import mask
from bot.replies.citations import citation, references
from bot.replies.wording import wording
from bot.storage.case_files import CaseFile

MINUTE = "%Y-%m-%d %H:%M"


def minute(at: datetime) -> str:
    return f"{at.astimezone(CHINA):{MINUTE}}"


def place_name(rules: PlaceRules, code: str | None) -> str:
    return f"{code} {rules.divisions.full_name(code)}" if code else "-"


def risk_names(report: Report) -> str:
    names = wording("report")["risks"]
    return ", ".join(names[risk.value] for risk in report.risks) or "-"


def masked(part: str, value: str) -> str:
    """Enough to tell two apart, too little to find anybody."""
    if part == "story":
        return f"{len(value)} characters"
    if part in ("name", "reporter"):
        return value[:1] + "*" * (len(value) - 1)
    first = 3 if part == "phone" else 0
    return value[:first] + "*" * (len(value) - first - 4) + value[-4:]


def shown(case: Case, part: str, is_open: bool) -> str:
    value = getattr(case.report, part)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "-" if value is None else str(value) if is_open or part not in PERSONAL else masked(part, value)


def cited(rules: PlaceRules, source: Source | str, day: date) -> str:
    """The line of a source, and how its document stands on a day unless it is in force."""
    found = references(rules.kb, [Source.parse(source)], day)
    return citation(found) + "".join(f" ({each.standing})" for each in found if each.standing != "in_force")


def lines(file: CaseFile, rules: PlaceRules, at: datetime, is_open: bool) -> Iterator[str]:
    """`is_open` shows what is personal."""
    case, today = file.case, day_of(at)
    urgent = f"  URGENT: {', '.join(map(rules.urgent_label, case.urgent))}" if case.is_urgent else ""
    yield f"{spaced(case.receipt)}  {case.state.value}{urgent}"
    how = f"{case.origin.value} through {case.channel.value}"
    yield f"registered {minute(case.registered_at)} in China, {how}; changed {minute(case.changed_at)}"
    yield f"place: {place_name(rules, case.report.division)}, village {case.report.village or '-'}"
    yield f"risks: {risk_names(case.report)}"
    for part in DETAILS:
        if part not in ("risks", "division", "village"):
            yield f"{part}: {shown(case, part, is_open)}"
    for consent in file.consents:
        withdrawn = f", withdrawn {minute(consent.withdrawn_at)}" if consent.withdrawn_at else ""
        yield f"consent to version {consent.version} given {minute(consent.given_at)}{withdrawn}"
    yield from (_clock(deadline, stopped, rules, today) for deadline, stopped in file.clocks)
    if not file.clocks:
        yield "no clock: no document of the place sets one for this case"
    if compared := rules.line(case):
        yield _line(compared, case.report.income_per_head, rules, today)
    yield from (_step(step, is_open) for step in file.history)
    for receipt, by in file.like.items():
        yield f"may be the same household: {spaced(receipt)} (same {', '.join(by)})"
    yield f"possible now: {moves_from(case)}"


def moves_from(case: Case) -> str:
    return ", ".join(move.value for move in states.TABLE[case.state]) or "nothing, it is closed"


def _clock(deadline: Deadline, stopped: datetime | None, rules: PlaceRules, today: date) -> str:
    how = f"stopped {minute(stopped)}" if stopped else standing(deadline, today).value.replace("_", " ").upper()
    notes = [note for note, holds in (("the last rule known, its period has ended", deadline.is_past),
                                      ("may move, holidays not known yet", deadline.is_provisional)) if holds]
    period = f"{deadline.value} {deadline.unit} from {deadline.started_on}"
    return f"clock {deadline.what}: {how}, due {deadline.due_on} ({'; '.join([period, *notes])}) {cited(rules, deadline.source, today)}"


def _line(line: Line, income: int | None, rules: PlaceRules, today: date) -> str:
    compared = {None: "cannot be compared", True: "at or below it", False: "above it"}[line.is_within]
    told = f"income told {income} CNY a person a year: {compared}" if income is not None else "no income told"
    limit = f"{line.threshold.what} {line.threshold.value} {line.threshold.unit}"
    clause = cited(rules, line.threshold.source, today)
    return f"monitoring line of {place_name(rules, line.place)}: {limit}; {told}. It decides nothing. {clause}"


def _step(step: Step, is_open: bool) -> str:
    way = step.after.value if step.before in (None, step.after) else f"{step.before.value} → {step.after.value}" if step.before else ""
    reason = f": {step.reason if is_open else mask(step.reason)}" if step.reason else ""
    return f"{minute(step.at)}  {step.move}  {way}  by {step.actor}{reason}"


def personal_parts(case: Case) -> list[str]:
    return [part for part in PERSONAL if getattr(case.report, part) is not None]


