"""Which addresses a webhook may have."""
from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

LONGEST = 500  # the column's


class BadAddress(ValueError):
    """Says why and how to mend."""


def checked(url: str, is_production: bool) -> str:
    """The address itself. Raises BadAddress.

    Staff add addresses, and the county's own systems are often on a private network, so those are allowed: over HTTPS
    a name that somebody points elsewhere fails at its certificate. This machine is for trying things out only.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadAddress("this is no address: write it like https://example.gov.cn/huinong") from None
    if not url.isascii() or not url.isprintable() or " " in url or len(url) > LONGEST or not host or port == 0:
        raise BadAddress(f"write a full address in at most {LONGEST} plain characters, like https://example.gov.cn/huinong")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadAddress("leave out what stands before @ and after #: the signature tells the receiver who sends")
    if _is_this_machine(host):
        if is_production:
            raise BadAddress("it leads to this machine, which is allowed only outside production")
    elif parts.scheme != "https":
        raise BadAddress("it must begin with https://, because events tell of households")
    if parts.scheme not in ("https", "http"):
        raise BadAddress("it must begin with https://")
    return url


def _is_this_machine(host: str) -> bool:
    """Raises BadAddress for an address that no receiver has."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:  # a name
        return False
    if address.is_link_local or address.is_unspecified or address.is_multicast:
        raise BadAddress("no receiver has this address: give its name or its own address")
    return address.is_loopback
