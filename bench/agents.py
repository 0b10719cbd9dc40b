"""The near end of bench/workers/agent.py: an agent in a process of its own, to which one can talk."""
# ruff: noqa: S603  our own fixed commands
from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.contestants import Contestant, environment
from bot.settings import ROOT


class RemoteAgent:
    """Use as a context manager. `started` has the seconds of imports and loading, and MB after it."""

    def __init__(self, contestant: Contestant) -> None:
        assert contestant.archive.is_file(), f"{contestant.name} is not trained: python -m bench training"
        self._folder = tempfile.TemporaryDirectory(prefix="huinong-bench-")  # nothing of the developer's own is touched
        var = Path(self._folder.name)
        self._log = var / "log"
        with self._log.open("w") as log:
            self._process = subprocess.Popen([sys.executable, "-m", "bench.workers.agent", str(contestant.folder)], cwd=ROOT, text=True,
                                             env=environment(HUINONG_VAR=str(var), DATABASE_URL=f"sqlite:///{var / 'huinong.db'}"),
                                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)

    def __enter__(self) -> "RemoteAgent":
        self.started = self._read()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._folder.cleanup()

    def parse(self, text: str) -> tuple[float, dict[str, Any]]:
        """Milliseconds, and Rasa's parse data."""
        answer = self._ask(do="parse", text=text)
        return answer["ms"], answer["parse"]

    def say(self, sender: str, text: str) -> tuple[float, list[dict[str, Any]]]:
        """Milliseconds, and the messages that came back. Conversations stay in memory."""
        answer = self._ask(do="say", sender=sender, text=text)
        return answer["ms"], answer["messages"]

    def memory_mb(self) -> float:
        return float(self._ask(do="rss")["rss"])

    def _ask(self, **order: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the agent ended:\n{self._log.read_text(errors='replace')[-2000:]}")
        answer: dict[str, Any] = json.loads(line)
        return answer
