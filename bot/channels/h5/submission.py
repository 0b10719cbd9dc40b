"""From a form that was sent to a case: the same form is the same case, however often it comes."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.casework.commands import Amend, Register
from bot.casework.handlers import CaseClosed, Casework, KeyReused, fingerprint_of
from bot.casework.model import Channel, Report
from bot.channels.h5.sheet import PARTS

NEW, AGAIN, CHANGED = "", "again", "changed"


@dataclass(frozen=True)
class Arrived:
    """`note` tells what a repeated form did: nothing (again), or it changed what was told (changed)."""

    receipt: str
    note: str


def command(key: str, report: Report, consent: str, at: datetime) -> Register:
    return Register(key, report, Channel.PAGE, consent, at)


def submit(casework: Casework, told: Register) -> Arrived:
    """Whoever sends the same form with other words has mended it: that is a change to the case it made."""
    try:
        registered = casework.register(told)
        return Arrived(registered.case.receipt, NEW if registered.is_new else AGAIN)
    except KeyReused as reused:
        return _mended(casework, str(reused.args[0]), told)


def arrived_before(casework: Casework, told: Register) -> Arrived | None:
    """The case that this form made before it expired; a form that made none makes none now."""
    with casework.unit() as cases:
        before = cases.by_key(told.idempotency_key, fingerprint_of(told))
    if before is None:
        return None
    case, is_same = before
    return Arrived(case.receipt, AGAIN) if is_same else _mended(casework, case.receipt, told)


def _mended(casework: Casework, receipt: str, told: Register) -> Arrived:
    given = {part for part in PARTS if getattr(told.report, part) not in (None, ())}
    with casework.unit() as cases:
        case = cases.by_receipt(receipt)
    if case and case.report.division != told.report.division:
        given.add("village")  # the one of the other place is none of this one's
    try:
        casework.amend(Amend(receipt, told.report, tuple(sorted(given)), told.at))
    except CaseClosed:
        return Arrived(receipt, AGAIN)
    return Arrived(receipt, CHANGED)
