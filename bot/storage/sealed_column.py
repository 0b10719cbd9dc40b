"""A text column that is sealed in the database and plain in the program."""
from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from bot.storage.encryption import Keyring, key_of


class Sealed(TypeDecorator):
    """Seals what is written. What was written before there were keys is read as it stands; a rotation seals it."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, keyring: Keyring) -> None:
        super().__init__()
        self.keyring = keyring

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else self.keyring.seal(value)

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        """Raises Unreadable."""
        return value if value is None or key_of(value) is None else self.keyring.open(value)
