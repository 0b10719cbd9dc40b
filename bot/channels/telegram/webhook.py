"""Lets Telegram send updates: behind a proxy with TLS, recognised by a secret that only Telegram was told."""
from __future__ import annotations

import json
import secrets
from contextlib import contextmanager
from typing import Any, Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram.gateway import Gateway
from bot.logs import logger

log = logger("telegram")
_LARGEST = 1024 * 1024  # bytes; Telegram's are some kilobytes
_HEADER = "x-telegram-bot-api-secret-token"


def webhook(gateway: Gateway, secret: str) -> Starlette:
    """Answers 200 once an update is kept; until then Telegram sends it again."""

    async def receive(request: Request) -> Response:
        if not secrets.compare_digest(request.headers.get(_HEADER, "").encode(), secret.encode()):
            return Response(status_code=403)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LARGEST:
                return Response(status_code=413)
        try:
            update: Any = json.loads(body)
        except ValueError:
            update = None
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return Response(status_code=400)
        try:
            await gateway.receive([update])
        except Exception as error:
            log.error("update not kept", error=type(error).__name__)
            return Response(status_code=503)
        return Response(status_code=200)

    return Starlette(routes=[Route("/{anything:path}", receive, methods=["POST"])])


class _Listener(uvicorn.Server):
    """Leaves the signals to the process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listener(gateway: Gateway, secret: str, port: int) -> uvicorn.Server:
    """On loopback."""
    return _Listener(uvicorn.Config(webhook(gateway, secret), host="127.0.0.1", port=port, log_config=None, access_log=False, ws="none",
                                    lifespan="off"))
