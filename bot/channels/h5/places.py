"""Where a household lives: what the address of the page says, what was typed, and what there is to choose from."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterable
from urllib.parse import quote

from bot.casework.validation import InvalidReport, read
from bot.knowledge.divisions import Divisions, current_names

MOST_CHOICES = 20
_CODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True)
class Where:
    """A division that exists. `village` is as it will be kept, or empty."""

    division: str
    village: str
    name: str

    @property
    def path(self) -> str:
        return f"/r/{self.division}" + (f"/{quote(self.village, safe='')}" if self.village else "")


def where(divisions: Divisions, division: str, village: str = "") -> Where | None:
    """None for a division that does not exist; a village that cannot be kept is left out."""
    if not divisions.exists(division):
        return None
    try:
        kept = read({"village": village}, divisions.exists).village or ""
    except InvalidReport:
        kept = ""
    return Where(division, kept, divisions.full_name(division) + kept)


def search(divisions: Divisions, typed: str) -> tuple[str, ...]:
    """Codes of the places that were typed: a name with or without its parents, or a six-digit code."""
    text = "".join(typed.split())
    if _CODE.fullmatch(text):
        return (text,) if divisions.exists(text) else ()
    mentions = divisions.find(text)
    return tuple(dict.fromkeys(mentions[-1].codes))[:MOST_CHOICES] if mentions else ()


def inside(divisions: Divisions, wider: str) -> tuple[str, ...]:
    """The divisions right below a province or city; none below a county."""
    if not wider.endswith("00"):
        return ()
    return tuple(code for code in current_names() if divisions.exists(code) and wider in divisions.chain(code)[1:2])


def choices(divisions: Divisions, codes: Iterable[str]) -> list[dict[str, str]]:
    """[{code, name, address}, …]; one that has others within leads to those."""
    return [{"code": code, "name": divisions.full_name(code),
             "address": f"/r?within={code}" if inside(divisions, code) else f"/r/{code}"} for code in codes]
