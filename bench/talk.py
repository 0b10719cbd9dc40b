"""Turns through REST, one at a time, with what each took."""
from __future__ import annotations

import time
import uuid
from typing import Any, Sequence

import httpx

from bench.running import Service

HOME = "我是丰都的"


class Talk:
    """One conversation. The first message says where the household lives, and is not counted."""

    def __init__(self, service: Service) -> None:
        self._client = httpx.Client(base_url=service.url, timeout=60)
        self._sender = uuid.uuid4().hex
        self.say(HOME)

    def say(self, message: str) -> tuple[float, list[dict[str, Any]]]:
        """Milliseconds, and the messages that came back. Raises httpx.HTTPError; AssertionError where none came."""
        began = time.perf_counter()
        response = self._client.post("/webhooks/rest/webhook", json={"sender": self._sender, "message": message})
        took = (time.perf_counter() - began) * 1000
        messages = response.raise_for_status().json()
        assert messages, f"no reply to {message}"
        return took, messages

    def close(self) -> None:
        self._client.close()


def interleaved(services: Sequence[Service], messages: Sequence[str], turns: int = 10) -> list[list[float]]:
    """Milliseconds of every message at each service, turn about, in conversations of `turns`: the machine's moods hit both."""
    took: list[list[float]] = [[] for _ in services]
    for start in range(0, len(messages), turns):
        talks = [Talk(service) for service in services]
        for number, message in enumerate(messages[start:start + turns]):
            for index in sorted(range(len(talks)), reverse=bool(number % 2)):
                took[index].append(talks[index].say(message)[0])
        for talk in talks:
            talk.close()
    return took
