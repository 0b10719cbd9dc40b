"""What Prometheus may know: counts and seconds, never words or ids."""
from __future__ import annotations

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.channels.api.problems import is_api
from bot.knowledge.lookup import Status
from bot.storage.backlog import Backlog

_PATHS = {"/", "/new", "/api/chat", "/healthz", "/metrics"}
_FOLDERS = ("/static", "/r")  # what stands below them is not told: links to cases do
_STATUSES = {status.value for status in Status}
_SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 20)


def known_path(path: str) -> str:
    """A path of ours, or `other`: strangers may put anything into a path."""
    if path in _PATHS:
        return path
    return "/api/v1" if is_api(path) else next((folder for folder in _FOLDERS if f"{path}/".startswith(f"{folder}/")), "other")


class Metrics:
    """Counters of one app. Labels come from closed lists, so strangers cannot make more of them."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        self._requests = Counter("huinong_web_requests", "Requests by path and status.", ["path", "status"], registry=own)
        self._answers = Counter("huinong_web_answers", "Replies by how the turn ended.", ["status"], registry=own)
        self.turn = Histogram("huinong_web_turn_seconds", "Waiting for the dialogue process.", registry=own, buckets=_SECONDS)

        self._waiting = Gauge("huinong_outbox_waiting", "Messages not delivered yet.", registry=own)
        self._oldest = Gauge("huinong_outbox_oldest_seconds", "Since the oldest of them was written.", registry=own)
        self._dead = Gauge("huinong_outbox_dead", "Messages given up.", registry=own)
        self._unescalated = Gauge("huinong_clocks_unescalated", "Overdue clocks that the sweep has not escalated.", registry=own)

    def left(self, backlog: Backlog | None, at: datetime) -> None:
        """What the jobs have not done. NaN where nobody knows."""
        unknown = float("nan")
        self._waiting.set(backlog.waiting if backlog else unknown)
        self._oldest.set((at - backlog.oldest_at).total_seconds() if backlog and backlog.oldest_at else 0 if backlog else unknown)
        self._dead.set(backlog.dead if backlog else unknown)
        self._unescalated.set(backlog.unescalated if backlog else unknown)

    def request(self, path: str, status: int) -> None:
        self._requests.labels(known_path(path), str(status)).inc()

    def answer(self, status: str | None) -> None:
        """None is small talk."""
        self._answers.labels("small_talk" if status is None else status if status in _STATUSES else "other").inc()

    def render(self) -> bytes:
        return generate_latest(self._registry)
