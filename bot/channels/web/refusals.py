"""Short answers for what cannot be served: JSON under /api, else a plain page."""
from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.web.services import services
from bot.channels.web.wording import notice, words


def refusal(request: Request, code: int, key: str) -> Response:
    """`key` names one of wording.yml's notices."""
    if request.url.path.startswith("/api/"):
        return JSONResponse(said((), key), code)
    web = services(request)
    shown = {"words": words(), "notice": notice(key), "version": web.version}
    return web.templates.TemplateResponse(request, "refusal.html", shown, status_code=code)


def said(replies: Any, key: str) -> dict[str, Any]:
    """The JSON of /api/chat: {"replies": [card, …], "notice": "…" or null}."""
    return {"replies": list(replies), "notice": notice(key) if key else None}
