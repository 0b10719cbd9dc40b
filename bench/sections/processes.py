"""One dialogue process of ours beside two, on Redis (locks) and PostgreSQL (conversations), with a crowd of senders."""
from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from bench import crowd, messages
from bench.databases import servers
from bench.running import Service, Started
from bench.stats import summary
from bot.storage.key_file import read_keys

SENDERS = 16


def run(quick: bool) -> dict[str, Any]:
    """Turn about with one and with two, both processes up all the time; every message goes to the next process in turn."""
    turns, rounds = (10, 1) if quick else (20, 3)
    runs: dict[str, list[dict[str, Any]]] = {"1": [], "2": []}
    texts = messages.numbered(messages.questions())
    with tempfile.TemporaryDirectory(prefix="huinong-bench-") as folder, servers(Path(folder)) as (database, redis), \
            Started(Path(folder)) as start:
        keys = Path(folder) / "keys"
        services = [start.ours(DATABASE_URL=database, REDIS_URL=redis, HUINONG_KEYS_FILE=str(keys)) for _ in range(2)]
        for service in services:
            service.wait()
        crowd.talk([service.url for service in services], texts, SENDERS, 3)
        for _ in range(rounds):
            for count in (1, 2):
                runs[str(count)].append(_measure(database, keys, services, count, turns, texts))
    result: dict[str, Any] = {count: _together(found) for count, found in runs.items()}
    return {**result, "senders": SENDERS, "ratio": result["2"]["turns_per_second"] / result["1"]["turns_per_second"]}


def _measure(database: str, keys: Path, services: list[Service], count: int, turns: int, texts: Any) -> dict[str, Any]:
    urls = [service.url for service in services[:count]]
    before, machine, client = sum(service.cpu_seconds() for service in services), _machine_busy(), time.process_time()
    found = crowd.talk(urls, texts, SENDERS, turns)
    client, machine = time.process_time() - client, _machine_busy() - machine
    dialogue = sum(service.cpu_seconds() for service in services) - before
    return {"turns": len(found.milliseconds), "seconds": found.seconds, "milliseconds": found.milliseconds, "errors": found.errors,
            "disorder": crowd.disorder(database, read_keys(keys), found.conversations),
            "cpu": {"dialogue": dialogue, "client": client, "rest": machine - dialogue - client}}


def _together(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """`cpu` in ms a turn; `rest` is PostgreSQL, Redis, the kernel and whatever else runs."""
    turns, seconds = sum(run["turns"] for run in runs), sum(run["seconds"] for run in runs)
    return {
        "turns": turns, "turns_per_second": turns / seconds, **summary([value for run in runs for value in run["milliseconds"]]),
        "errors": [error for run in runs for error in run["errors"]], "disorder": [line for run in runs for line in run["disorder"]],
        "cpu": {who: 1000 * sum(run["cpu"][who] for run in runs) / turns for who in runs[0]["cpu"]},
        "cores_busy": sum(sum(run["cpu"].values()) for run in runs) / seconds,
        "each": [round(run["turns"] / run["seconds"], 1) for run in runs],
    }


def _machine_busy() -> float:
    """Seconds of all cores in which anything ran."""
    user, nice, system, _, _, irq, soft = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:8])
    return (user + nice + system + irq + soft) / 100
