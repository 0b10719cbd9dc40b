"""What Prometheus may know: counts and seconds, never words or ids."""
from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from bot.knowledge.lookup import Status

_PATHS = {"/", "/new", "/api/chat", "/healthz", "/metrics"}
_STATUSES = {status.value for status in Status}
_SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 20)


def known_path(path: str) -> str:
    """A path of ours, or `other`: strangers may put anything into a path."""
    return path if path in _PATHS else "/static" if path.startswith("/static/") else "other"


class Metrics:
    """Counters of one app. Labels come from closed lists, so strangers cannot make more of them."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        self._requests = Counter("huinong_web_requests", "Requests by path and status.", ["path", "status"], registry=own)
        self._answers = Counter("huinong_web_answers", "Replies by how the turn ended.", ["status"], registry=own)
        self.turn = Histogram("huinong_web_turn_seconds", "Waiting for the dialogue process.", registry=own, buckets=_SECONDS)

    def request(self, path: str, status: int) -> None:
        self._requests.labels(known_path(path), str(status)).inc()

    def answer(self, status: str | None) -> None:
        """None is small talk."""
        self._answers.labels("small_talk" if status is None else status if status in _STATUSES else "other").inc()

    def render(self) -> bytes:
        return generate_latest(self._registry)
