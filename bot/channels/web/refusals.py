"""Short answers for what cannot be served: problem details under /api/v1, JSON under /api, else a plain page."""
from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.api.problems import Refused, is_api, problem
from bot.channels.web.services import services
from bot.channels.web.wording import notice, words

_PROBLEMS = {404: "not_found", 413: "too_big", 500: "broken"}  # of the API, by status


def refusal(request: Request, code: int, key: str) -> Response:
    """`key` names one of wording.yml's notices; the API has problems of its own."""
    if is_api(request.url.path):
        return problem(request, Refused(_PROBLEMS.get(code, "malformed")))
    if request.url.path.startswith("/api/"):
        return JSONResponse(said((), key), code)
    web = services(request)
    shown = {"words": words(), "notice": notice(key), "version": web.version}
    return web.templates.TemplateResponse(request, "refusal.html", shown, status_code=code)


def said(replies: Any, key: str) -> dict[str, Any]:
    """The JSON of /api/chat: {"replies": [card, …], "notice": "…" or null}."""
    return {"replies": list(replies), "notice": notice(key) if key else None}
