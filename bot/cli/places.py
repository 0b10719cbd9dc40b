"""Places as they are named on the command line."""
from __future__ import annotations

import typer

from bot import bootstrap


def division_of(place: str) -> str:
    """The code of a place given by its code or its name. Raises BadParameter if no place, or more than one, is meant."""
    divisions = bootstrap.divisions()
    mentions = divisions.find(place)
    codes = (place,) if divisions.exists(place) else mentions[0].codes if mentions else ()
    if len(codes) == 1:
        return codes[0]
    which = ", ".join(f"{code} {divisions.full_name(code)}" for code in codes)
    raise typer.BadParameter(f"{place} may be any of {which}" if codes else f"{place} is no place that is known")
