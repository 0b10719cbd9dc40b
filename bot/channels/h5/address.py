"""The address of a place's one-tap page: <public url>/r/<division>[/<village>]."""
from __future__ import annotations

import ipaddress
import unicodedata
from typing import Literal
from urllib.parse import quote, urlsplit

LONGEST_VILLAGE = 30  # characters; what still stands on the poster in two lines that are read from some steps away


def village_name(text: str) -> str:
    """A village's name as it is kept: one form of each character, single plain spaces between words; "" for none.

    Raises ValueError for a name that is too long, has characters nobody sees, or would be read as another path.
    """
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in unicodedata.normalize("NFC", text))
    name = " ".join(word for word in spaced.split(" ") if word)
    if len(name) > LONGEST_VILLAGE:
        raise ValueError(f"the village's name has {len(name)} characters, the poster has room for {LONGEST_VILLAGE}: "
                         "leave out the county and township")
    for place, sign in enumerate(name, 1):
        # C: control, invisible, private and unassigned characters; Zl, Zp: line and paragraph separators
        if unicodedata.category(sign)[0] == "C" or unicodedata.category(sign) in ("Zl", "Zp"):
            raise ValueError(f"character {place} of the village's name (U+{ord(sign):04X}) is a control or invisible character, "
                             "which nobody could check on paper: type the name again by hand")
    # Browsers and proxies resolve dots and slashes in a path even when they are percent-encoded.
    if name in (".", "..") or "/" in name or "\\" in name:
        raise ValueError("the village's name has a slash or is only dots, which an address reads as another page: write it without")
    return name


def page_url(base: str, division: str, village: str = "") -> str:
    """The full address, for the code. `base` has no slash at its end, `village` is a village_name."""
    return f"{base}/r/{division}" + (f"/{quote(village, safe='')}" if village else "")


def typed_url(base: str, division: str) -> str:
    """The address for typing: without the village and, where browsers find it themselves, without the scheme."""
    url = page_url(base, division)
    return url if urlsplit(base).port else url.partition("://")[2]


def opens_only_on(base: str) -> Literal["this_machine", "this_network"] | None:
    """Where alone the address can be opened; None if nothing speaks against any phone."""
    host = urlsplit(base).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return "this_machine"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:  # a name
        return None
    if address.is_loopback or address.is_unspecified:
        return "this_machine"
    return "this_network" if address.is_private or address.is_link_local else None
