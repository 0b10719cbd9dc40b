"""What the pages hand out and take back: form tokens, and links that only we can have made and only we can read."""
from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from bot.casework.receipt import is_valid
from bot.storage.encryption import Keyring, Unreadable

FORM_LIFETIME = timedelta(hours=12)  # as long as a form that is filled in at dawn and sent from the field in the evening
LINK_LIFETIME = timedelta(hours=12)  # for what changes a case or shows more than its receipt; after it the telephone is asked for again
_FORM, _CASE, _PROOF = "form", "case", "proof"


@dataclass(frozen=True)
class Form:
    """A form that we served. `key` makes it the same report however often it is sent."""

    key: str
    is_expired: bool


@dataclass(frozen=True)
class Link:
    """A case that somebody reported here or proved to know. `is_old`: it no longer opens what is personal."""

    receipt: str
    is_old: bool


def new_form(keyring: Keyring, at: datetime) -> str:
    told = f"{secrets.token_urlsafe(12)}.{int(at.timestamp())}"
    return f"{told}.{keyring.index(_FORM, told)}"


def read_form(keyring: Keyring, token: str, at: datetime) -> Form | None:
    """None for what no key of ours has signed."""
    key, _, signature = token.rpartition(".")
    if not any(secrets.compare_digest(signature.encode(), each.encode()) for each in keyring.indexes(_FORM, key)):
        return None
    return Form(key, _is_over(int(key.rpartition(".")[2]), FORM_LIFETIME, at))


def case_link(keyring: Keyring, receipt: str, at: datetime) -> str:
    return keyring.seal(f"{_CASE} {receipt} {int(at.timestamp())}")


def read_case_link(keyring: Keyring, token: str, at: datetime) -> Link | None:
    """None for anything that is no case link of ours."""
    receipt, begun = _opened(keyring, token, _CASE)
    return Link(receipt, _is_over(int(begun), LINK_LIFETIME, at)) if receipt else None


def proof_link(keyring: Keyring, receipt: str, signature: str) -> str:
    """For a printed proof: whoever has the paper reads it, so it opens nothing but the verification."""
    return keyring.seal(f"{_PROOF} {receipt} {signature}")


def read_proof_link(keyring: Keyring, token: str) -> tuple[str, str] | None:
    """Receipt and signature; None for anything that is no proof link of ours."""
    receipt, signature = _opened(keyring, token, _PROOF)
    return (receipt, signature) if receipt else None


def _opened(keyring: Keyring, token: str, purpose: str) -> tuple[str, str]:
    try:
        said, receipt, rest = keyring.open(token).split(" ")
    except (Unreadable, ValueError):
        return "", ""
    return (receipt, rest) if said == purpose and is_valid(receipt) else ("", "")


def _is_over(begun: int, lifetime: timedelta, at: datetime) -> bool:
    return at - datetime.fromtimestamp(begun, timezone.utc) > lifetime
