"""Keys for what is personal: sealed texts, and blind indexes to find them again."""
from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Mapping

from cryptography.fernet import Fernet, InvalidToken

_MARK = ":"


class Unreadable(Exception):
    """Sealed with a key that is not at hand, or changed since."""


@dataclass(frozen=True)
class Key:
    """`secret` is 32 random bytes; what seals and what indexes is derived from it, each for itself."""

    name: str
    secret: bytes

    def derive(self, purpose: str) -> bytes:
        return hmac.new(self.secret, purpose.encode(), hashlib.sha256).digest()


class Keyring:
    """Seals with the first key and opens with any. Raises ValueError without a key, or with one that is no 32 bytes."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        if not keys:
            raise ValueError("no key")
        if any(len(key.secret) != 32 or not key.name.isalnum() for key in keys):
            raise ValueError("a key has a name of letters and digits, and 32 bytes")
        self.keys = keys
        self._fernets: Mapping[str, Fernet] = {key.name: Fernet(base64.urlsafe_b64encode(key.derive("seal"))) for key in keys}

    @property
    def current(self) -> str:
        """The name of the key that seals."""
        return self.keys[0].name

    def seal(self, text: str) -> str:
        """key name:token. The same text never seals to the same token."""
        return self.current + _MARK + self._fernets[self.current].encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raises Unreadable."""
        name, _, token = sealed.partition(_MARK)
        try:
            return self._fernets[name].decrypt(token.encode()).decode()
        except (KeyError, InvalidToken):
            raise Unreadable(name) from None

    def index(self, purpose: str, value: str) -> str:
        """64 hexadecimal digits, the same for the same value, from which nobody without the key gets back to it."""
        return self.indexes(purpose, value)[0]

    def indexes(self, purpose: str, value: str) -> tuple[str, ...]:
        """Of every key: what was indexed before a rotation is found too."""
        return tuple(hmac.new(key.derive(f"index {purpose}"), value.encode(), hashlib.sha256).hexdigest() for key in self.keys)
