"""Real processes: the dialogue process of this checkout, with its trained model, on a port of its own."""
from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any, Callable, Iterator

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-21"
_PATIENCE = 120


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_it_answers(url: str, process: subprocess.Popen) -> None:
    began = time.monotonic()
    while time.monotonic() - began < _PATIENCE:
        if process.poll() is not None:
            raise RuntimeError(f"the process behind {url} ended with {process.returncode}")
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise RuntimeError(f"{url} did not answer within {_PATIENCE} s")


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Talk:
    """One conversation through REST."""

    def __init__(self, url: str, sender: str) -> None:
        self.url, self.sender = url, sender

    def post(self, message: Any) -> list[dict[str, Any]]:
        body = json.dumps({"sender": self.sender, "message": message})  # escaped, so that a lone surrogate can be sent
        response = httpx.post(f"{self.url}/webhooks/rest/webhook", content=body, timeout=60)
        response.raise_for_status()
        return response.json()

    def say(self, message: str) -> dict[str, Any]:
        """The one reply to a message."""
        replies = [entry["custom"]["reply"] for entry in self.post(message) if "custom" in entry]
        assert len(replies) == 1, replies
        return replies[0]

    def tap(self, reply: dict[str, Any], title: str) -> dict[str, Any]:
        return self.say(next(button["text"] for button in reply["buttons"] if button["title"] == title))


@pytest.fixture(scope="session")
def model() -> Path:
    file = ROOT / "models" / "huinong.tar.gz"
    assert file.is_file(), "there is no trained model: run `make train`"
    return file


@pytest.fixture(scope="session")
def start_dialogue(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Starts a dialogue process with extra settings; the URL it answers on."""
    running: list[subprocess.Popen] = []

    def start(**settings: str) -> str:
        port, var = free_port(), tmp_path_factory.mktemp("var")
        env = {**os.environ, "HUINONG_TODAY": TODAY, "HUINONG_VAR": str(var), "HUINONG_DIALOGUE_PORT": str(port),
               "DATABASE_URL": f"sqlite:///{var}/conversations.db", **settings}
        with (var / "dialogue.log").open("w") as log:
            running.append(subprocess.Popen([sys.executable, "-m", "bot", "dialogue"], cwd=ROOT, env=env, stdout=log, stderr=log))
        wait_until_it_answers(f"http://127.0.0.1:{port}/webhooks/rest/", running[-1])
        return f"http://127.0.0.1:{port}"

    yield start
    for process in running:
        stop(process)


@pytest.fixture(scope="session")
def dialogue_url(start_dialogue: Callable[..., str]) -> str:
    return start_dialogue()


@pytest.fixture
def talk(dialogue_url: str) -> Talk:
    return Talk(dialogue_url, uuid.uuid4().hex)
