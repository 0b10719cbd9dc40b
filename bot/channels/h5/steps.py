"""The screens after the receipt: one group of details each, all of them optional."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from starlette.datastructures import FormData

from bot.casework.model import Report
from bot.channels.h5.sheet import checked, text, texts_of
from bot.knowledge.divisions import Divisions
from bot.replies.report import refusal

SHOWN = 4  # characters at the end of a number that is otherwise hidden
_NEVER_SHOWN = ("phone", "identity_number")


@dataclass(frozen=True)
class Step:
    """One screen. `name` is its address and the key of its words."""

    name: str
    parts: tuple[str, ...]

    def parts_of(self, report: Report) -> tuple[str, ...]:
        """Who reports is asked only where that is somebody else."""
        return tuple(part for part in self.parts if part != "reporter" or report.for_other)


IN_TURN = (Step("who", ("name", "reporter")), Step("village", ("village",)), Step("story", ("story",)),
           Step("household", ("household_size", "income_per_head")), Step("identity", ("identity_number",)))
FROM_SUMMARY = (Step("risks", ("risks",)), Step("phone", ("phone",)))
STEPS: Mapping[str, Step] = {step.name: step for step in (*IN_TURN, *FROM_SUMMARY)}


def around(step: Step) -> tuple[str, str]:
    """The names of the screens before and after; empty before the first, `summary` after the last."""
    if step not in IN_TURN:
        return "", "summary"
    at = IN_TURN.index(step)
    return IN_TURN[at - 1].name if at else "", IN_TURN[at + 1].name if at + 1 < len(IN_TURN) else "summary"


def typed_in(step: Step, report: Report, form: FormData) -> dict[str, Any]:
    return {part: texts_of(form, part) if part == "risks" else text(form, part) for part in step.parts_of(report)}


def saved_in(step: Step, report: Report) -> dict[str, Any]:
    """What the fields hold when the screen opens: telephone and identity number never leave the house again."""
    kept = {part: getattr(report, part) for part in step.parts_of(report)}
    return {part: [risk.value for risk in value] if part == "risks" else "" if value is None or part in _NEVER_SHOWN else str(value)
            for part, value in kept.items()}


def read_in(step: Step, report: Report, typed: dict[str, Any], divisions: Divisions) -> tuple[Report, tuple[str, ...], dict[str, str]]:
    """(changes, the parts they are of, part → sentence for what cannot be taken). An emptied field is emptied; a hidden number stays."""
    changes, wrong = checked(typed, divisions)
    if "risks" in typed and not typed["risks"]:
        wrong["risks"] = refusal("risks_missing")
    if "name" in typed and report.for_other and report.name and not typed["name"].strip():
        wrong["name"] = refusal("name_missing")
    return changes, tuple(part for part, value in typed.items() if part not in _NEVER_SHOWN or value.strip()), wrong


def hidden(value: str) -> str:
    """138****5678: enough to know one's own number by."""
    return value[:3] + "*" * max(0, len(value) - 3 - SHOWN) + value[-SHOWN:]


def had(step: Step, report: Report) -> str:
    """The end of a number that the screen does not show; empty on other screens, and where there is none."""
    return shown(report, step.parts[0]) if step.parts[0] in _NEVER_SHOWN else ""


def shown(report: Report, part: str) -> str:
    """A part on the summary; empty where nothing was told."""
    value = getattr(report, part)
    if value is None or part == "risks":
        return ""
    return hidden(value) if part in _NEVER_SHOWN else str(value)
