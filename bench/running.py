"""Real processes on loopback: started, waited for, looked at, and stopped again."""
# ruff: noqa: S603  our own fixed commands
from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import httpx
import yaml

from bench.contestants import DEFAULT, OURS, Contestant, environment
from bot.settings import ROOT

_PATIENCE = 240
_TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Service:
    """What answers on `url`, and the processes behind it."""

    url: str
    processes: list[subprocess.Popen]
    began: float
    log: Path
    ready_after: float = 0.0

    def wait(self) -> None:
        """Until all of it answers. Raises RuntimeError with the end of the log."""
        while time.perf_counter() - self.began < _PATIENCE and all(process.poll() is None for process in self.processes):
            try:
                httpx.get(f"{self.url}/webhooks/rest/", timeout=2).raise_for_status()
                self.ready_after = time.perf_counter() - self.began
                return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise RuntimeError(f"{self.url} does not answer:\n{self.log.read_text(errors='replace')[-2000:]}")

    def memory_mb(self) -> float:
        """Resident, all processes together."""
        return sum(rss_mb(process.pid) for process in self.processes)

    def cpu_seconds(self) -> float:
        return sum(cpu_seconds(process.pid) for process in self.processes)

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Started:
    """Services that stop when the block ends: `with Started(folder) as start: url = start.ours(…)`."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._stack, self._count = folder, ExitStack(), 0

    def __enter__(self) -> "Started":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def ours(self, **settings: str) -> Service:
        """The dialogue process of `make run`, on SQLite unless `settings` say otherwise. Call wait() on it."""
        port, var = free_port(), self._new_folder()
        own = {"HUINONG_DIALOGUE_PORT": str(port), "HUINONG_VAR": str(var), "HUINONG_MODELS": str(OURS.folder),
               "DATABASE_URL": f"sqlite:///{var / 'huinong.db'}", "REDIS_URL": "", **settings}
        return self._start(port, var, [["-m", "bot", "dialogue"]], environment(**own))

    def default(self, model: Contestant = DEFAULT) -> Service:
        """`rasa run` beside `rasa run actions` with Rasa's own SQL tracker store on SQLite."""
        port, actions, folder = free_port(), free_port(), self._new_folder()
        endpoints = {"action_endpoint": {"url": f"http://127.0.0.1:{actions}/webhook"},
                     "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(folder / "rasa.db")}}
        (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints), encoding="utf-8")
        (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")
        commands = [["-m", "rasa", "run", "actions", "--port", str(actions)],
                    ["-m", "rasa", "run", "--port", str(port), "--interface", "127.0.0.1", "--model", str(model.archive),
                     "--endpoints", str(folder / "endpoints.yml"), "--credentials", str(folder / "credentials.yml")]]
        # its own habits: as many threads as TensorFlow likes; SANIC_HOST keeps the action server on loopback
        own = environment(SANIC_HOST="127.0.0.1", HUINONG_VAR=str(folder), DATABASE_URL=f"sqlite:///{folder / 'huinong.db'}")
        env = {key: value for key, value in own.items() if key != "OMP_NUM_THREADS"}
        return self._start(port, folder, commands, env)

    def _new_folder(self) -> Path:
        self._count += 1
        folder = self._folder / f"service-{self._count}"
        folder.mkdir(parents=True)
        return folder

    def _start(self, port: int, folder: Path, commands: list[list[str]], env: dict[str, str]) -> Service:
        service = Service(f"http://127.0.0.1:{port}", [], time.perf_counter(), folder / "log")
        self._stack.callback(service.stop)
        with service.log.open("w") as log:
            for command in commands:
                service.processes.append(subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdin=subprocess.DEVNULL,
                                                          stdout=log, stderr=subprocess.STDOUT))
        return service


def rss_mb(pid: int) -> float:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def cpu_seconds(pid: int) -> float:
    """User and system time so far, of all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
