"""Loading a trained model, and the memory it takes."""
from __future__ import annotations

import tempfile
import uuid
from pathlib import Path
from typing import Any

from bench import messages
from bench.agents import RemoteAgent
from bench.contestants import BOTH, Contestant
from bench.running import Service, Started
from bench.stats import percentile
from bench.talk import HOME, Talk

MESSAGES = 20


def run(quick: bool) -> dict[str, Any]:
    """Medians of several starts, turn about."""
    runs: dict[str, list[dict[str, float]]] = {each.name: [] for each in BOTH}
    for _ in range(1 if quick else 3):
        for contestant in BOTH:
            runs[contestant.name].append(_in_process(contestant))
    result: dict[str, Any] = {name: {key: percentile([run[key] for run in found], .5) for key in found[0]} for name, found in runs.items()}
    with tempfile.TemporaryDirectory(prefix="huinong-bench-") as folder:
        for name in runs:
            with Started(Path(folder) / name) as start:
                result[name] |= _service(start.ours() if name == "ours" else start.default())
    return result


def _in_process(contestant: Contestant) -> dict[str, float]:
    """`load` is Agent.load after all imports; `first` the first message, which pays for what is loaded late."""
    with RemoteAgent(contestant) as agent:
        started, sender = agent.started, uuid.uuid4().hex
        first = agent.say(sender, HOME)[0] / 1000
        for message in messages.take(messages.questions(), MESSAGES - 1):
            agent.say(sender, message)
        return {"imports": started["imports"], "load": started["load"], "first": first, "memory_loaded": started["rss"],
                "memory": agent.memory_mb()}


def _service(service: Service) -> dict[str, float]:
    """From the start of the processes until they answer, and the memory of all of them after some messages."""
    service.wait()
    talk = Talk(service)
    for message in messages.take(messages.questions(), MESSAGES - 1):
        talk.say(message)
    talk.close()
    return {"ready": service.ready_after, "processes": len(service.processes), "memory_service": service.memory_mb()}
