"""The one screen: what was typed on it, and what of that cannot be taken."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from bot.casework.model import Report
from bot.casework.validation import InvalidReport, read
from bot.channels.h5.places import Where
from bot.knowledge.divisions import Divisions
from bot.replies.report import consent_missing, consent_version, problem, refusal

OTHER = "other"
_DOWN_THE_SCREEN = ("risks", "for_other", "name", "phone", "division", "village", "consent")
# of a Report, what the screen asks for; a second sending with other values changes those that have one
PARTS = ("risks", "for_other", "name", "phone", "division", "village")


@dataclass(frozen=True)
class Sheet:
    """As typed, nothing mended. `consent` is the version agreed to, `move` a place typed instead of the one shown."""

    token: str = ""
    risks: tuple[str, ...] = ()
    who: str = ""
    name: str = ""
    phone: str = ""
    consent: str = ""
    move: str = ""
    chosen: str = ""
    only_move: bool = False

    @classmethod
    def typed(cls, form: FormData) -> "Sheet":
        texts = {each: text(form, each) for each in ("token", "who", "name", "phone", "consent", "move", "chosen")}
        return cls(risks=tuple(texts_of(form, "risks")), only_move=text(form, "do") == "move", **texts)

    @property
    def for_other(self) -> bool:
        return self.who == OTHER


def text(form: FormData, field: str) -> str:
    """What was typed; a file is nothing."""
    value = form.get(field)
    return value if isinstance(value, str) else ""


def texts_of(form: FormData, field: str) -> list[str]:
    return [each for each in form.getlist(field) if isinstance(each, str)]


def report_of(sheet: Sheet, where: Where, divisions: Divisions) -> tuple[Report, dict[str, str]]:
    """The report, and field → sentence for what cannot be taken; with any of those the report is empty."""
    told: dict[str, Any] = {"risks": list(sheet.risks), "for_other": sheet.for_other, "name": sheet.name if sheet.for_other else "",
                            "phone": sheet.phone, "division": where.division, "village": where.village}
    report, wrong = checked(told, divisions)
    if "risks" not in wrong and not sheet.risks:
        wrong["risks"] = refusal("risks_missing")
    if "name" not in wrong and sheet.for_other and not sheet.name.strip():
        wrong["name"] = refusal("name_missing")
    if sheet.consent != consent_version():
        wrong["consent"] = consent_missing()
    return (Report(), {field: wrong[field] for field in sorted(wrong, key=_DOWN_THE_SCREEN.index)}) if wrong else (report, {})


def checked(told: dict[str, Any], divisions: Divisions) -> tuple[Report, dict[str, str]]:
    """As report_of, for any parts of a report."""
    try:
        return read(told, divisions.exists), {}
    except InvalidReport as invalid:
        return Report(), {each.part: problem(each) for each in invalid.wrong}
