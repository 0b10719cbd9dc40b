"""Who is writing: a random cookie, and the address for the rate limit."""
from __future__ import annotations

import hashlib
import ipaddress
import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "huinong_chat"
_WEEK = 7 * 24 * 3600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True)
class Visitor:
    """`token` is the cookie's value, `known` whether the browser sent it, `address` an IPv4 address or an IPv6 /64."""

    token: str
    known: bool
    address: str

    @property
    def sender(self) -> str:
        """The conversation id for the dialogue process: who reads it in a log cannot take the conversation over."""
        return "web-" + hashlib.sha256(self.token.encode()).hexdigest()[:40]


def visitor(request: Request) -> Visitor:
    """From the cookie alone, never from the query or the body; a new one if there is none or it is not ours."""
    token = request.cookies.get(COOKIE, "")
    known = bool(_TOKEN.fullmatch(token))
    return Visitor(token if known else new_token(), known, _address(request.client.host if request.client else ""))


def new_token() -> str:
    return secrets.token_urlsafe(24)


def remember(response: Response, token: str, secure: bool) -> None:
    """Sets the cookie; `secure` where the page came over HTTPS."""
    response.set_cookie(COOKIE, token, max_age=_WEEK, httponly=True, samesite="lax", secure=secure, path="/")


def _address(host: str) -> str:
    """An IPv6 subscriber has a whole /64 to change addresses in."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address) or address.ipv4_mapped:
        return host
    return str(ipaddress.ip_network((int(address), 64), strict=False))
