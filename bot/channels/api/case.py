"""A case as other systems see it: how it stands, never whose it is."""
from __future__ import annotations

from typing import Any

from bot.casework.deadlines import Deadline
from bot.casework.model import PERSONAL, Case, Step
from bot.casework.queries import Standing
from bot.channels.api.problems import ROOT
from bot.channels.api.wording import words
from bot.privacy.masking import mask


def link(receipt: str) -> str:
    return f"{ROOT}/reports/{receipt}"


def shown(standing: Standing) -> dict[str, Any]:
    """The Case of openapi.yml."""
    case = standing.case
    return {
        "receipt": case.receipt, "state": case.state.value, "division": case.report.division, "urgent": case.is_urgent,
        "registered_at": case.registered_at.isoformat(), "changed_at": case.changed_at.isoformat(),
        "history": [_step(step, case) for step in standing.history],
        "clocks": [_clock(clock) | {"stopped_at": stopped.isoformat() if stopped else None} for clock, stopped in standing.clocks],
        "links": {"self": link(case.receipt)},
    }


def _step(step: Step, case: Case) -> dict[str, Any]:
    return {"at": step.at.isoformat(), "move": step.move, "before": step.before.value if step.before else None, "after": step.after.value,
            "reason": without_personal(step.reason, case)}


def _clock(clock: Deadline) -> dict[str, Any]:
    return {"clock": clock.clock, "what": clock.what, "started_on": clock.started_on.isoformat(), "due_on": clock.due_on.isoformat(),
            "source": clock.source, "is_provisional": clock.is_provisional, "is_past": clock.is_past}


def without_personal(reason: str, case: Case) -> str:
    """A reason is staff's free words: what the report itself holds is taken out, and whatever else looks personal is masked."""
    for part in PERSONAL:
        value = getattr(case.report, part)
        if value:
            reason = reason.replace(value, words()["redacted"])
    return mask(reason)
