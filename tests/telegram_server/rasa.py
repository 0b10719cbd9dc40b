"""A dialogue process that is not there, over HTTP: answers what it is told to, and the same again to a message it knows."""
from __future__ import annotations

import asyncio
import time
from typing import Any, Callable

from aiohttp import web

Said = list[dict[str, Any]]


def reply(text: str, *buttons: str, citation: str = "", status: str | None = None, about: dict[str, Any] | None = None, code: str = "",
          references: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """A Reply's JSON; a button says its own title."""
    return {"status": status, "text": text, "citation": citation, "references": references or [], "code": code, "about": about or {},
            "buttons": [{"title": each, "text": each} for each in buttons]}


class FakeRasa:
    """`heard` are (sender, message) of each turn that was really taken, in order."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.answer: Callable[[str, str], Said] = lambda sender, message: [reply(f"回答：{message}")]
        self.seconds = 0.0
        self.is_down = False
        self.turns: dict[str, tuple[float, float]] = {}  # message id → when it came and when it was answered
        self._said: dict[tuple[str, str], Said] = {}
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        app = web.Application()
        app.router.add_post("/webhooks/rest/webhook", self._turn)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]

    async def stop(self) -> None:
        assert self._runner
        await self._runner.cleanup()

    def texts(self) -> list[str]:
        return [text for _, text in self.heard]

    async def _turn(self, request: web.Request) -> web.Response:
        began, body = time.perf_counter(), await request.json()
        if self.is_down:
            return web.Response(status=503)
        sender, text, identifier = body["sender"], body["message"], body.get("message_id")
        if self.seconds:
            await asyncio.sleep(self.seconds)
        said = self._said.get((sender, identifier)) if identifier else None
        if said is None:
            self.heard.append((sender, text))
            said = self.answer(sender, text)
            self._said[sender, identifier] = said
        self.turns[identifier] = (began, time.perf_counter())
        return web.json_response([{"recipient_id": sender, "custom": {"reply": each}} for each in said])
