"""Receipts: ten digits that can be read out over the telephone, the last one a check digit."""
from __future__ import annotations

import secrets

from stdnum import damm

LENGTH = 10
_FULL_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)}


def new_receipt() -> str:
    """Nobody can guess it: nine random digits, the first not 0, and the check digit of Damm's table."""
    digits = str(secrets.choice(range(10 ** (LENGTH - 2), 10 ** (LENGTH - 1))))
    return digits + damm.calc_check_digit(digits)


def compact(typed: str) -> str:
    """The digits of what was typed, whatever stands between them."""
    return "".join(character for character in typed.translate(_FULL_WIDTH) if character in "0123456789")


def is_valid(receipt: str) -> bool:
    return len(receipt) == LENGTH and receipt.isascii() and receipt.isdigit() and damm.is_valid(receipt)


def spaced(receipt: str) -> str:
    """As it is shown and read out: 482 109 3757."""
    return f"{receipt[:3]} {receipt[3:6]} {receipt[6:]}"


def transposed(receipt: str) -> tuple[str, ...]:
    """The valid receipts that have two neighbouring digits the other way round: the slip people make when they copy."""
    if len(receipt) != LENGTH or is_valid(receipt):
        return ()
    swapped = {receipt[:at] + receipt[at + 1] + receipt[at] + receipt[at + 2:] for at in range(LENGTH - 1)}
    return tuple(sorted(filter(is_valid, swapped - {receipt})))
