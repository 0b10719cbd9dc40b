"""ASGI middleware around everything: what is let in, and the headers of what goes out."""
from __future__ import annotations

import traceback
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.api.problems import is_api
from bot.channels.web.metrics import Metrics, known_path
from bot.channels.web.refusals import refusal
from bot.logs import logger

log = logger("web")

MOST_BYTES = 64 * 1024
_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not no-referrer: browsers would then send `Origin: null` with our own form
    "Referrer-Policy": "same-origin",
}


class Outgoing:
    """Security headers on every response, errors too; counts each request; says sorry where the app breaks."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers["Cache-Control"] = "public, max-age=86400" if scope["path"].startswith("/static/") else "no-store"
                self._metrics.request(scope["path"], message["status"])
                log.info("request", path=known_path(scope["path"]), status=message["status"])
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            # where, not what: the text of an exception may quote a message
            log.error("request failed", error=type(error).__name__, where="".join(traceback.format_tb(error.__traceback__)))
            if not started:
                await refusal(Request(scope), 500, "broken")(scope, receive, sending)


class Incoming:
    """Lets through what our own page sends, up to MOST_BYTES: 403 for a post from elsewhere, 413 for a larger one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return await self._app(scope, receive, send)
        # the key of the API is sent by no browser on its own
        if not is_api(scope["path"]) and not from_here(Headers(scope=scope)):
            return await refusal(Request(scope), 403, "not_from_here")(scope, receive, send)
        body = await _body(scope, receive)
        if body is None:
            return await refusal(Request(scope), 413, "too_big")(scope, receive, send)
        given = False

        async def replay() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)


def from_here(headers: Headers) -> bool:
    """Whether the browser says that our own page sends this. Programs that are no browser say nothing and may."""
    site = headers.get("sec-fetch-site")
    if site:
        return site in ("same-origin", "none")
    source = headers.get("origin") or headers.get("referer")
    return source is None or urlsplit(source).netloc == headers.get("host")


async def _body(scope: Scope, receive: Receive) -> bytes | None:
    """The whole body; None if it is announced or turns out to be too large. A client that leaves has sent what it has."""
    announced = Headers(scope=scope).get("content-length", "")
    if announced.isdigit() and int(announced) > MOST_BYTES:
        return None
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            return None
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return body
