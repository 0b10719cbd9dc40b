"""The API as an app of its own, mounted into the web app under /api/v1."""
from __future__ import annotations

import re
from typing import Any, Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import clock
from bot.casework.commands import Register
from bot.casework.handlers import KeyReused
from bot.casework.model import Channel
from bot.casework.ports import ConcurrentChange, KeyTaken
from bot.casework.queries import NotFound
from bot.casework.receipt import is_valid
from bot.channels.api import case
from bot.channels.api.contract import contract
from bot.channels.api.parts import Parts, parts
from bot.channels.api.problems import Refused, problem
from bot.channels.api.reading import parse, submission
from bot.channels.web.rate_limit import RateLimit
from bot.replies.wording import wording
from bot.storage.api_clients import Client

_KEY = re.compile(r"[!-~]{1,128}")
_BEARER = re.compile(r"Bearer +([!-~]+) *", re.IGNORECASE)
_JSON = re.compile(r"application/json *(?:; *charset *= *\"?utf-8\"? *)?", re.IGNORECASE)
_MINUTE = {"Retry-After": "60"}


class Api:
    """`found` gives the parts; it is asked with each request. `limit` counts the requests of each client."""

    def __init__(self, found: Callable[[], Parts], limit: RateLimit) -> None:
        self._found, self._limit = found, limit

    async def register(self, request: Request) -> Response:
        """201 with the case; 200 when it was registered before with the same key and body."""
        client = await self._client(request)
        key = request.headers.get("idempotency-key", "")
        if not _JSON.fullmatch(request.headers.get("content-type", "")):
            raise Refused("wrong_type")
        if not _KEY.fullmatch(key):
            raise Refused("bad_key")
        is_new, body = await run_in_threadpool(self._register, client, key, await request.body())
        return JSONResponse(body, 201 if is_new else 200, {"Location": body["links"]["self"]})

    def _register(self, client: Client, key: str, body: bytes) -> tuple[bool, dict[str, Any]]:
        found = self._found()
        told = submission(parse(body), found.is_known)
        if not client.covers(told.report.division):
            raise Refused("outside_division")
        command = Register(key, told.report, Channel.API, told.consent, clock.now(), client.name, client.actor, origin=told.origin)
        try:
            done = found.casework.register(command)
            standing = done.standing or found.queries.of_receipt(done.case.receipt)
        except (KeyReused, NotFound):  # NotFound: it was erased a moment ago
            raise Refused("key_reused") from None
        except (KeyTaken, ConcurrentChange):
            raise Refused("busy", headers={"Retry-After": "1"}) from None
        return done.is_new, case.shown(standing)

    async def report(self, request: Request) -> Response:
        """A case that the client reported, or of its division; of all others it is not said whether they exist."""
        client = await self._client(request)
        return JSONResponse(await run_in_threadpool(self._report, client, request.path_params["receipt"]))

    def _report(self, client: Client, receipt: str) -> dict[str, Any]:
        try:
            standing = self._found().queries.of_receipt(receipt) if is_valid(receipt) else None
        except NotFound:
            standing = None
        if standing is None or not (client.covers(standing.case.report.division) or standing.history[0].actor == client.actor):
            raise Refused("unknown_receipt")
        return case.shown(standing)

    async def consent(self, request: Request) -> Response:
        """The words that a household must have agreed to, with their version."""
        await self._client(request)
        said = wording("report")["consent"]
        return JSONResponse({name: said[name] for name in ("version", "heading", "text", "label")})

    async def _client(self, request: Request) -> Client:
        given = _BEARER.fullmatch(request.headers.get("authorization", ""))
        client = await run_in_threadpool(lambda: self._found().clients.of_key(given[1])) if given else None
        if client is None:
            raise Refused("unauthorized", headers={"WWW-Authenticate": "Bearer"})
        if not self._limit.allow(client.name):
            raise Refused("too_many", headers=_MINUTE)
        return client


def create_api(limit: RateLimit, found: Callable[[], Parts] = parts) -> Starlette:
    """The app. Raises ContentError when its contract or wording is wrong."""
    api, served = Api(found, limit), contract()

    async def openapi(_: Request) -> Response:
        return JSONResponse(served)

    app = Starlette(
        routes=[Route("/openapi.json", openapi, methods=["GET"]), Route("/reports", api.register, methods=["POST"]),
                Route("/reports/{receipt}", api.report, methods=["GET"]), Route("/consent", api.consent, methods=["GET"])],
        exception_handlers={Refused: _refused, HTTPException: _not_served, Exception: _broken})
    app.router.redirect_slashes = False
    return app


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return problem(request, error)


def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    key = {404: "not_found", 405: "wrong_method"}.get(error.status_code, "malformed")
    return problem(request, Refused(key, headers=error.headers))


def _broken(request: Request, error: Exception) -> Response:
    return problem(request, Refused("broken"))
