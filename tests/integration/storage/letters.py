"""Letters to put into an outbox."""
from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.casework.model import State
from bot.storage.encryption import Keyring
from bot.storage.tables import cases, outbox
from tests.unit.casework.fakes import MOMENT


def add_case(engine: sa.engine.Engine) -> int:
    """A bare row: letters are of a case."""
    row = {"receipt": str(uuid.uuid4().int)[:10], "idempotency_key": str(uuid.uuid4()), "fingerprint": "", "state": State.RECEIVED.value,
           "origin": "self_report", "channel": "api", "risks": [], "urgent": [], "sealed": "", "registered_at": MOMENT, "changed_at": MOMENT, "version": 1}
    with engine.begin() as connection:
        return int(connection.execute(sa.insert(cases).values(**row)).inserted_primary_key[0])


def add_letter(engine: sa.engine.Engine, keyring: Keyring, case: int, queue: str = "q", recipient: str = "webhook", target: str = "1",
               at: datetime = MOMENT, **payload: Any) -> int:
    """Its number."""
    told = {"event": "case.received", "receipt": "4821093757", "state": "received", "division": "500230", "at": at.isoformat(), **payload}
    row = {"key": str(uuid.uuid4()), "case_id": case, "event": told["event"], "recipient": recipient, "target": keyring.seal(target), "queue": queue,
           "payload": keyring.seal(json.dumps(told)), "written_at": at, "attempts": 0, "next_at": at, "error": ""}
    with engine.begin() as connection:
        return int(connection.execute(sa.insert(outbox).values(**row)).inserted_primary_key[0])
