"""Links that open the chat with something done already: t.me/<bot>?start=<parameter>. Posters and the chat share the encoding."""
from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import quote

REPORT = "report"
_LONGEST = 64  # characters of a parameter, says Telegram; letters, digits, _ and - alone
_DIVISION = re.compile(r"[0-9]{6}", re.ASCII)
_LONGEST_VILLAGE = 30


@dataclass(frozen=True)
class Start:
    """What a link asks for: a report, from a division and a village if they are known."""

    division: str | None = None
    village: str | None = None


def parameter(division: str | None = None, village: str = "") -> str:
    """For a report. A village whose name is too long for a link is left out: the chat asks for it."""
    if division is None:
        return REPORT
    short = f"{REPORT}_{division}"
    long = f"{short}_{base64.urlsafe_b64encode(village.encode()).decode().rstrip('=')}" if village else short
    return long if len(long) <= _LONGEST else short


def link(bot: str, start: str) -> str:
    return f"https://t.me/{quote(bot, safe='')}?start={start}"


def read(text: str) -> Start | None:
    """None for what is no link to a report. A village that cannot be read is left out."""
    kind, _, rest = text.partition("_")
    if kind != REPORT:
        return None
    division, _, village = rest.partition("_")
    return Start(division, _village(village)) if _DIVISION.fullmatch(division) else Start()


def _village(encoded: str) -> str | None:
    try:
        name = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except (binascii.Error, ValueError):
        return None
    return name if name and name.isprintable() and len(name) <= _LONGEST_VILLAGE else None
