"""Telegram's stand-in, the dialogue behind a meter, and the gateway as a process of its own that can be killed."""
from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bench.contestants import environment
from bot.settings import ROOT
from tests.telegram_server.server import TOKEN, TelegramServer

_PATIENCE = 60.0  # seconds until the gateway asks for updates


class Meter:
    """Passes turns on to the dialogue process. `turns`: message id → when it came and when it was answered, in perf_counter seconds."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.turns: dict[str, tuple[float, float]] = {}

    async def start(self) -> int:
        """Its port on loopback."""
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=120))
        app = web.Application()
        app.router.add_post("/webhooks/rest/webhook", self._turn)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return int(site._server.sockets[0].getsockname()[1])  # type: ignore[union-attr]

    async def stop(self) -> None:
        await self._runner.cleanup()
        await self._session.close()

    async def _turn(self, request: web.Request) -> web.Response:
        body = await request.json()
        began = time.perf_counter()
        async with self._session.post(f"{self._url}/webhooks/rest/webhook", json=body) as response:
            answer = await response.read()
        self.turns[body.get("message_id", "")] = (began, time.perf_counter())
        return web.Response(body=answer, status=response.status, content_type="application/json")

    async def transcript(self, sender: str) -> list[dict[str, Any]]:
        async with self._session.get(f"{self._url}/webhooks/rest/transcript", params={"sender": sender}) as response:
            return list(await response.json())


class GatewayProcess:
    """`python -m bot telegram` on the database and the keys of the dialogue process, which are in `var`."""

    def __init__(self, telegram: TelegramServer, dialogue_port: int, var: Path, **settings: str) -> None:
        self._telegram, self._log = telegram, var / "telegram.log"
        self._env = environment(**{
            "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_BASE_URL": telegram.base_url, "HUINONG_DIALOGUE_PORT": str(dialogue_port),
            "HUINONG_VAR": str(var), "DATABASE_URL": f"sqlite:///{var / 'huinong.db'}", **settings})
        self._process: subprocess.Popen | None = None

    async def start(self) -> None:
        """Until it asks for updates. Raises RuntimeError with the end of its log."""
        before, began = len(self._telegram.calls_of("getUpdates")), time.monotonic()
        with self._log.open("a") as log:
            self._process = subprocess.Popen([sys.executable, "-m", "bot", "telegram"], cwd=ROOT, env=self._env, stdin=subprocess.DEVNULL,
                                             stdout=log, stderr=subprocess.STDOUT)
        while len(self._telegram.calls_of("getUpdates")) == before:
            if self._process.poll() is not None or time.monotonic() - began > _PATIENCE:
                raise RuntimeError(f"the gateway does not start:\n{self._log.read_text(errors='replace')[-2000:]}")
            await asyncio.sleep(0.02)

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Its exit status."""
        assert self._process
        self._process.send_signal(how)
        while self._process.poll() is None:
            await asyncio.sleep(0.01)
        return int(self._process.returncode)

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")
