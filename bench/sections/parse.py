"""Understanding one message: every sentence of the development set once, turn about."""
from __future__ import annotations

from typing import Any

from bench import messages
from bench.agents import RemoteAgent
from bench.contestants import DEFAULT, OURS
from bench.stats import summary

_WARM_UP = ("你好", "我想问点事", "谢谢你啊")


def run(quick: bool) -> dict[str, Any]:
    texts = messages.sentences()
    texts = messages.take(texts, 60) if quick else texts
    with RemoteAgent(OURS) as ours, RemoteAgent(DEFAULT) as default:
        agents = {"ours": ours, "default": default}
        for text in _WARM_UP:
            for agent in agents.values():
                agent.parse(text)
        took: dict[str, list[float]] = {name: [] for name in agents}
        for number, text in enumerate(texts):
            for name in sorted(agents, reverse=bool(number % 2)):
                took[name].append(agents[name].parse(text)[0])
    return {name: {**summary(values), "values": [round(value, 2) for value in values]} for name, values in took.items()}
