"""POST /api/chat: a message as JSON, the answers as JSON."""
from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, StrictStr
from starlette.responses import JSONResponse, Response

from bot.channels.web.cards import cards
from bot.channels.web.refusals import said
from bot.channels.web.services import services
from bot.channels.web.turn import take_turn
from bot.channels.web.visitor import remember, visitor

router = APIRouter()


class Question(BaseModel):
    """The body: {"message": "…"}."""

    message: StrictStr


@router.post("/api/chat")
async def chat(request: Request, question: Question) -> Response:
    """{"replies": [card, …], "notice": "…" or null}; 400, 429 and 503 come with a notice and no replies."""
    who = visitor(request)
    outcome = await take_turn(services(request), who, question.message)
    response = JSONResponse(said(cards(outcome.replies), outcome.notice), outcome.code)
    if outcome.code == 429:
        response.headers["Retry-After"] = "60"
    remember(response, who.token, secure=request.url.scheme == "https")
    return response
