"""Forgets the household of one case; what is counted, and who did what when, stays."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from bot.casework.erasure import forgotten
from bot.casework.model import Case, Step
from bot.storage.cases import StoredCases
from bot.storage.tables import audit_log, case_history, case_photos, cases, clocks, consents, outbox

_GONE = "\u2026"  # in place of a reason


def erase_case(stored: StoredCases, case: Case, by: str, reason: str, at: datetime, withdrawn: bool) -> None:
    """In the transaction of `stored`. `withdrawn`: the person took the consent back. Raises ConcurrentChange."""
    stored.save(replace(forgotten(case), changed_at=case.changed_at))
    connection, own = stored.connection, cases.c.id == case.number
    connection.execute(sa.update(cases).where(own).values(erased_at=at, fingerprint=stored.keyring.seal("")))
    connection.execute(sa.delete(case_photos).where(case_photos.c.case_id == case.number))
    _scrub(connection, case)
    connection.execute(sa.update(clocks).where(clocks.c.case_id == case.number, clocks.c.stopped_at.is_(None)).values(stopped_at=at))
    if withdrawn:
        given = consents.c.case_id == case.number, consents.c.withdrawn_at.is_(None)
        connection.execute(sa.update(consents).where(*given).values(withdrawn_at=at))
    _silence(stored, case, at)
    stored.record(case, Step(at, "erase", case.state, case.state, by, reason))


def _silence(stored: StoredCases, case: Case, at: datetime) -> None:
    """What was delivered is not needed; what was not is dead, and says nothing."""
    own = outbox.c.case_id == case.number
    stored.connection.execute(sa.delete(outbox).where(own, outbox.c.delivered_at.is_not(None)))
    stored.connection.execute(sa.update(outbox).where(own).values(target=stored.keyring.seal(""), payload=stored.keyring.seal("{}")))
    waiting = sa.update(outbox).where(own, outbox.c.dead_at.is_(None))
    stored.connection.execute(waiting.values(dead_at=at, error="erased"))


def _scrub(connection: sa.engine.Connection, case: Case) -> None:
    """Reasons are people's own words and may name anybody, also by a name that was corrected since: none stays."""
    for table, own in ((case_history, case_history.c.case_id == case.number), (audit_log, audit_log.c.subject == f"case {case.number}")):
        connection.execute(sa.update(table).where(own, table.c.reason != "").values(reason=_GONE))
