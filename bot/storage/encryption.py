"""Keys for what is personal: sealed texts, and blind indexes to find them again."""
from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Mapping

from cryptography.fernet import Fernet, InvalidToken

MARK = ":"
_FERNET = "gAAAA"  # how each of its tokens begins: the version, and a time before the year 2106


class Unreadable(Exception):
    """Sealed with a key that is not at hand, or changed since."""


@dataclass(frozen=True)
class Key:
    """`secret` is 32 random bytes; what seals and what indexes is derived from it, each for itself."""

    name: str
    secret: bytes

    def derive(self, purpose: str) -> bytes:
        return hmac.new(self.secret, purpose.encode(), hashlib.sha256).digest()


@dataclass(frozen=True)
class Bunch:
    """Keys with what seals and opens. Raises ValueError without a key, or with one that is no 32 bytes."""

    keys: tuple[Key, ...]
    fernets: Mapping[str, Fernet]

    @classmethod
    def of(cls, keys: tuple[Key, ...]) -> "Bunch":
        if not keys:
            raise ValueError("no key")
        if any(len(key.secret) != 32 or not key.name.isalnum() for key in keys) or len({key.name for key in keys}) < len(keys):
            raise ValueError("a key has a name of letters and digits of its own, and 32 bytes")
        return cls(keys, {key.name: Fernet(base64.urlsafe_b64encode(key.derive("seal"))) for key in keys})


class Keyring:
    """Seals with the first key and opens with any. Raises ValueError for what is no key."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        self._bunch = Bunch.of(keys)

    def bunch(self) -> Bunch:
        """The keys of this moment; a keyring that follows a file looks there first."""
        return self._bunch

    @property
    def keys(self) -> tuple[Key, ...]:
        return self.bunch().keys

    @property
    def current(self) -> str:
        """The name of the key that seals."""
        return self.keys[0].name

    def seal(self, text: str) -> str:
        """key name:token. The same text never seals to the same token."""
        bunch = self.bunch()
        name = bunch.keys[0].name
        return name + MARK + bunch.fernets[name].encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raises Unreadable."""
        name, _, token = sealed.partition(MARK)
        try:
            return self.bunch().fernets[name].decrypt(token.encode()).decode()
        except (KeyError, InvalidToken):
            raise Unreadable(name) from None

    def index(self, purpose: str, value: str) -> str:
        """64 hexadecimal digits, the same for the same value, from which nobody without the key gets back to it."""
        return self.indexes(purpose, value)[0]

    def indexes(self, purpose: str, value: str) -> tuple[str, ...]:
        """Of every key: what was indexed before a rotation is found too."""
        return tuple(hmac.new(key.derive(f"index {purpose}"), value.encode(), hashlib.sha256).hexdigest() for key in self.keys)


def key_of(text: str) -> str | None:
    """The name of the key that a text was sealed with; None for a text that is not sealed."""
    name, mark, token = text.partition(MARK)
    return name if mark and name.isalnum() and token.startswith(_FERNET) else None
