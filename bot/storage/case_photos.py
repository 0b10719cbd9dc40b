"""Photos that a household sent with its report, sealed."""
from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from typing import Sequence

import sqlalchemy as sa

from bot.casework.model import Case
from bot.casework.states import OPEN_TO_DETAILS
from bot.storage import audit_log
from bot.storage.cases import CaseStore, StoredCases
from bot.storage.encryption import Keyring
from bot.storage.tables import case_photos

MOST = 20  # of one case


class NoOpenCase(Exception):
    """The chat has reported nothing that still takes details."""


class EnoughPhotos(Exception):
    """The case has MOST of them."""


class CasePhotos:
    """The photos of one database's cases."""

    def __init__(self, store: CaseStore, keyring: Keyring) -> None:
        self._store, self._keyring = store, keyring

    def add(self, chat: str, kind: str, content: bytes, at: datetime) -> tuple[Case, int]:
        """To the newest case of the chat that takes details: the case, and how many photos it has now. The same photo is kept once.

        Raises NoOpenCase, EnoughPhotos.
        """
        digest = self._keyring.index("case photo", hashlib.sha256(content).hexdigest())
        with self._store() as cases:
            case = _open_case(cases, chat)
            have = cases.connection.execute(sa.select(case_photos.c.digest).where(case_photos.c.case_id == case.number)).scalars().all()
            if digest in have:
                return case, len(have)
            if len(have) >= MOST:
                raise EnoughPhotos
            sealed = self._keyring.seal(base64.b64encode(content).decode())
            cases.connection.execute(sa.insert(case_photos).values(
                case_id=case.number, digest=digest, kind=kind, size=len(content), sealed=sealed, received_at=at))
            act = audit_log.Act(at, "household", "add_photo", f"case {case.number}", "", {"kind": kind, "size": len(content)})
            audit_log.record(cases.connection, act)
            return case, len(have) + 1

    def of(self, case: Case) -> Sequence[bytes]:
        """In the order they came."""
        query = sa.select(case_photos.c.sealed).where(case_photos.c.case_id == case.number).order_by(case_photos.c.id)
        with self._store() as cases:
            sealed = cases.connection.execute(query).scalars().all()
        return [base64.b64decode(self._keyring.open(each)) for each in sealed]


def _open_case(cases: StoredCases, chat: str) -> Case:
    case = next((case for case in cases.of_chat(chat) if case.state in OPEN_TO_DETAILS), None)
    if case is None:
        raise NoOpenCase
    return case
