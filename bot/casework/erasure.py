"""What stays of a case when its household is forgotten."""
from __future__ import annotations

from dataclasses import replace

from bot.casework.model import Case, Report


def forgotten(case: Case) -> Case:
    """What statistics count: place, risks, state and dates."""
    return replace(case, report=Report(risks=case.report.risks, division=case.report.division), urgent=(), chat=None)
