"""The web app as a process of its own that is killed and comes back, as a supervisor would bring it back."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Mapping

import httpx

from bench.contestants import environment
from bench.running import free_port
from bot.clock import now
from bot.settings import ROOT
from bot.storage.api_clients import ApiClients
from bot.storage.encryption import Keyring
from bot.storage.engine import make_engine
from bot.storage.key_file import keys_of
from bot.storage.migrations import upgrade

_PATIENCE = 60  # seconds
UNLIMITED = str(10 ** 9)


@dataclass(frozen=True)
class Site:
    """A database with its keys, and the key of an API client; `folder` holds what the processes write."""

    folder: Path
    database_url: str
    keyring: Keyring
    api_key: str

    @classmethod
    def prepared(cls, folder: Path, database_url: str, webhooks: Mapping[str, str | None]) -> "Site":
        """`webhooks`: names of clients that are told of every change in their division; None: of everywhere."""
        folder.mkdir(parents=True, exist_ok=True)
        upgrade(database_url)
        engine, keyring = make_engine(database_url), keys_of(folder / "keys", may_make=True)
        clients = ApiClients(engine, keyring)
        key = clients.add("bench", None, None, "bench", now()).key
        for name, division in webhooks.items():
            clients.add(name, division, "https://receiver.invalid/", "bench", now())
        engine.dispose()
        return cls(folder, database_url, keyring, key)


class WebProcess:
    """`with WebProcess(site) as web:` it runs, and is started again whenever it ends. `ends` are its exit codes so far."""

    def __init__(self, site: Site, **settings: str) -> None:
        self.site, self.port, self.ends = site, free_port(), list[int]()
        self._env = environment(HUINONG_VAR=str(site.folder), HUINONG_KEYS_FILE=str(site.folder / "keys"), DATABASE_URL=site.database_url,
                                HUINONG_WEB_PORT=str(self.port), HUINONG_API_PER_MINUTE=UNLIMITED, **settings)
        self._log, self._stopping, self._lock = site.folder / f"web-{self.port}.log", False, threading.Lock()
        self._supervisor = threading.Thread(target=self._supervise, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self._process.pid

    def __enter__(self) -> "WebProcess":
        self._start()
        self._supervisor.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._lock:
            self._stopping = True
            self._process.kill()
        self._supervisor.join()

    def kill(self) -> None:
        """SIGKILL: it gets no chance to finish anything. Comes back when the process is gone."""
        with self._lock:
            process = self._process
            process.send_signal(signal.SIGKILL)
        process.wait()

    def listens(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    def wait(self) -> None:
        """Until it answers. Raises RuntimeError with the end of its log."""
        began = time.monotonic()
        while time.monotonic() - began < _PATIENCE:
            try:
                httpx.get(f"{self.url}/api/v1/openapi.json", timeout=5).raise_for_status()
                return
            except httpx.HTTPError:
                time.sleep(0.02)
        raise RuntimeError(f"{self.url} does not answer:\n{self.log()[-2000:]}")

    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def _start(self) -> None:
        with self._log.open("a") as log:
            self._process = subprocess.Popen([sys.executable, "-m", "bot", "web"], cwd=ROOT, env=self._env, stdin=subprocess.DEVNULL,
                                             stdout=log, stderr=subprocess.STDOUT)

    def _supervise(self) -> None:
        while True:
            self.ends.append(self._process.wait())
            with self._lock:
                if self._stopping:
                    return
                self._start()
