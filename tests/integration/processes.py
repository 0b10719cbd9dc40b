"""Starting, waiting for and talking to real processes."""
from __future__ import annotations

import json
import re
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx

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


def same(answer: Any) -> Any:
    """An answer, or a list of REST's messages, as it can be compared: each time it is given it gets a code of its own."""
    return json.loads(re.sub(r'("code": "|编号 )[0-9]{6}', r"\1", json.dumps(answer, ensure_ascii=False)))


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
