"""The chat page, and its form for browsers without JavaScript."""
from __future__ import annotations

from typing import Sequence

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from bot.channels.rasa_client import DialogueDown, Turn
from bot.channels.web.cards import blank, conversation, examples
from bot.channels.web.services import Services, services
from bot.channels.web.turn import Outcome, take_turn
from bot.channels.web.visitor import Visitor, new_token, remember, visitor
from bot.channels.web.wording import notice, words

router = APIRouter()
_MOST_SHOWN = 40


@router.api_route("/", methods=["GET", "HEAD"])
async def show(request: Request) -> Response:
    """The conversation so far, or the start screen."""
    web, who = services(request), visitor(request)
    return _page(request, who, await _so_far(web, who) if who.known else (), Outcome(200))


@router.post("/")
async def ask(request: Request, message: str = Form("")) -> Response:
    """Sends `message`; the page with the conversation so far, or else with the latest question and answer."""
    web, who = services(request), visitor(request)
    outcome = await take_turn(web, who, message)
    turns = await _so_far(web, who) if who.known or outcome.ok else ()
    if outcome.ok and not turns:
        turns = (Turn("user", outcome.asked), *(Turn("bot", reply.text, reply) for reply in outcome.replies))
    return _page(request, who, turns, outcome)


@router.post("/new")
async def start_over(request: Request) -> Response:
    """A new conversation: a new cookie, and the start screen."""
    response = RedirectResponse("/", 303)
    remember(response, new_token(), secure=request.url.scheme == "https")
    return response


async def _so_far(web: Services, who: Visitor) -> Sequence[Turn]:
    if not web.per_address.allow(who.address):
        return ()
    try:
        return (await web.dialogue.transcript(who.sender) or [])[-_MOST_SHOWN:]
    except DialogueDown:
        return ()


def _page(request: Request, who: Visitor, turns: Sequence[Turn], outcome: Outcome) -> Response:
    web = services(request)
    spoken = conversation(turns)
    last = spoken[-1].get("card", {}) if spoken else {}
    response = web.templates.TemplateResponse(request, "chat.html", {
        "words": words(), "version": web.version, "places": web.places, "examples": examples(),
        "conversation": spoken, "offer": last.get("offer", ""), "buttons": last.get("buttons", []), "blank": blank(),
        "notice": notice(outcome.notice) if outcome.notice else "", "typed": "" if outcome.ok else outcome.asked,
    }, status_code=outcome.code)
    if outcome.code == 429:
        response.headers["Retry-After"] = "60"
    remember(response, who.token, secure=request.url.scheme == "https")
    return response
