"""Telegram's stand-in, the dialogue behind a meter, and the gateway as a process of its own that can be killed."""
from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable

import httpx

from bench.contestants import environment
from bot.settings import ROOT
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.shapes import TOKEN

_CHUNK = 65_536  # bytes
_MESSAGE_ID = re.compile(rb'"message_id": ?"([^"]+)"')
_PATIENCE = 60.0  # seconds until the gateway asks for updates


class Meter:
    """Passes the bytes of turns on to the dialogue process, so that it costs next to nothing itself.

    `turns`: message id → when it came and when it was answered, in perf_counter seconds.
    """

    def __init__(self, url: str) -> None:
        self._url = httpx.URL(url)
        self.turns: dict[str, tuple[float, float]] = {}

    async def start(self) -> int:
        """Its port on loopback."""
        self._server = await asyncio.start_server(self._line, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _line(self, asks: asyncio.StreamReader, asker: asyncio.StreamWriter) -> None:
        answers, dialogue = await asyncio.open_connection(self._url.host, self._url.port)
        turn = ["", 0.0]

        def asked(data: bytes) -> None:
            if found := _MESSAGE_ID.search(data):
                turn[:] = [found[1].decode(), time.perf_counter()]

        def answered(_: bytes) -> None:
            self.turns[turn[0]] = (turn[1], time.perf_counter())
        await asyncio.gather(_passed(asks, dialogue, asked), _passed(answers, asker, answered), return_exceptions=True)

    async def transcript(self, sender: str) -> list[dict[str, Any]]:
        async with httpx.AsyncClient(base_url=self._url, trust_env=False, timeout=120) as client:
            return list((await client.get("/webhooks/rest/transcript", params={"sender": sender})).json())


async def _passed(source: asyncio.StreamReader, target: asyncio.StreamWriter, see: Callable[[bytes], None]) -> None:
    """Until the source ends."""
    try:
        while data := await source.read(_CHUNK):
            see(data)
            target.write(data)
    finally:
        target.close()


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

    async def __aenter__(self) -> GatewayProcess:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process and self._process.poll() is None:
            await self.end()

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
