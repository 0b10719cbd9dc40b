"""The printed proof that a report was made: its signature, and the code that stands on the paper."""
from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import Enum

from bot.casework.model import Case
from bot.storage.encryption import Keyring

_HALF = 8  # digits of the code for what never changes, and again for the whole
CODE_LENGTH = 2 * _HALF


class Verdict(str, Enum):
    """What checking a proof says."""

    GENUINE = "genuine"
    CHANGED = "changed"  # ours, but the case was changed since it was printed
    FORGED = "forged"


@dataclass(frozen=True)
class Proof:
    """`signature` is of all that is printed; `code` 16 digits: 8 of receipt and time, 8 of the whole."""

    signature: str
    code: str

    @property
    def spaced(self) -> str:
        return " ".join(self.code[at:at + 4] for at in range(0, CODE_LENGTH, 4))


def proofs(keyring: Keyring, case: Case) -> tuple[Proof, ...]:
    """With each key, the current one first: a proof stays genuine when the keys change."""
    born = f"{case.receipt}\n{case.registered_at.isoformat()}"
    whole = "\n".join([born, case.report.division or "", case.report.village or "", *(risk.value for risk in case.report.risks)])
    signed = zip(keyring.indexes("proof of receipt", born), keyring.indexes("proof", whole), strict=True)
    return tuple(Proof(of_whole, _digits(of_birth) + _digits(of_whole)) for of_birth, of_whole in signed)


def by_signature(found: tuple[Proof, ...], signature: str) -> Verdict:
    """For a sealed link: only we can have made it, so at worst the case has changed."""
    return Verdict.GENUINE if any(_same(each.signature, signature) for each in found) else Verdict.CHANGED


def by_code(found: tuple[Proof, ...], code: str) -> Verdict:
    """For a code that somebody typed."""
    if any(_same(each.code, code) for each in found):
        return Verdict.GENUINE
    ours = len(code) == CODE_LENGTH and any(_same(each.code[:_HALF], code[:_HALF]) for each in found)
    return Verdict.CHANGED if ours else Verdict.FORGED


def _digits(signature: str) -> str:
    return f"{int(signature, 16) % 10 ** _HALF:0{_HALF}d}"


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())
