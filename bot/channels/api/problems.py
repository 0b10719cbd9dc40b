"""Problem details (RFC 9457): how the API says what is wrong."""
from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Mapping, Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.api.wording import words

ROOT = "/api/v1"
MEDIA_TYPE = "application/problem+json"
_TYPE = "urn:huinong:problem:"


@dataclass(frozen=True)
class Flaw:
    """`pointer` leads to a part of the body, as a JSON pointer in a URI fragment (RFC 6901)."""

    pointer: str
    detail: str


class Refused(Exception):
    """`key` names one of wording.yml's problems."""

    def __init__(self, key: str, flaws: Sequence[Flaw] = (), headers: Mapping[str, str] | None = None) -> None:
        super().__init__(key)
        self.key, self.flaws, self.headers = key, flaws, dict(headers or {})


def is_api(path: str) -> bool:
    return path == ROOT or path.startswith(f"{ROOT}/")


def problem(request: Request, refused: Refused) -> Response:
    """The answer to a request that is refused."""
    said = words()["problems"][refused.key]
    body: dict[str, Any] = {"type": _TYPE + refused.key.replace("_", "-"), "title": said["title"], "status": said["status"],
                            "detail": said["detail"], "instance": quote(request.url.path)}
    if refused.flaws:
        body["errors"] = [vars(flaw) for flaw in refused.flaws]
    # as ASCII: a pointer may hold half a character that was sent
    return Response(json.dumps(body), said["status"], refused.headers, MEDIA_TYPE)


def pointer(*path: object) -> str:
    return "#" + "".join("/" + quote(str(part).replace("~", "~0").replace("/", "~1"), safe="~", errors="replace") for part in path)
