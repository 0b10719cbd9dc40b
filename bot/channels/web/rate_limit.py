"""How many messages one visitor and one address may send a minute. In memory, per process."""
from __future__ import annotations

import time
from collections import deque
from typing import Callable, Hashable

WINDOW = 60.0  # seconds
PER_VISITOR = 30
PER_ADDRESS = 300  # a village behind one address; also holds those who throw their cookie away
_MOST_KEYS = 50_000


class RateLimit:
    """At most `most` events per key within WINDOW seconds. `now` is a monotonic clock in seconds."""

    def __init__(self, most: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._now = most, now
        self._seen: dict[Hashable, deque[float]] = {}

    def allow(self, key: Hashable) -> bool:
        """Counts the event if it is allowed; refused ones do not lengthen the wait."""
        now = self._now()
        if key not in self._seen and len(self._seen) >= _MOST_KEYS:
            self._forget(now)
        times = self._seen.setdefault(key, deque())
        while times and times[0] <= now - WINDOW:
            times.popleft()
        if len(times) >= self._most:
            return False
        times.append(now)
        return True

    def _forget(self, now: float) -> None:
        """Drops the keys that are quiet; all of them if none is, so that memory stays bounded."""
        self._seen = {key: times for key, times in self._seen.items() if times and times[-1] > now - WINDOW}
        if len(self._seen) >= _MOST_KEYS:
            self._seen = {}
