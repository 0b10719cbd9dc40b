"""A contestant's agent in a process of its own, which does what the lines on its standard input say.

Usage: python -m bench.workers.agent MODELS     (the folder of huinong.tar.gz)
Every line in is a JSON object with `do`; every line out a JSON object: first {"imports", "load", "rss"} (s, s, MB), then
parse {"text"} → {"ms", "parse"}; say {"sender", "text"} → {"ms", "messages"}; rss → {"rss"}.
"""
from __future__ import annotations

import asyncio
import dataclasses
import importlib
import json
import os
import sys
import tarfile
import time
from pathlib import Path
from typing import Any, Callable

from bot.settings import prepare_process, settings


def component_modules(archive: Path) -> list[str]:
    """The modules of the components that an archive names, so that importing them is not called loading the model."""
    with tarfile.open(archive) as tar:
        member = next(entry for entry in tar.getmembers() if Path(entry.name).name == "metadata.json")
        file = tar.extractfile(member)
        assert file is not None
        nodes = json.load(file)["predict_schema"]["nodes"]
    return sorted({node["uses"].rsplit(".", 1)[0] for node in nodes.values()})


def main(models: str) -> None:
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is not for whoever reads the answers
    prepare_process()
    here = dataclasses.replace(settings(), models=Path(models))
    began = time.perf_counter()
    from bot.channels.rest import guarded
    from bot.dialogue.agent import forgetful, handle, load_agent

    for module in component_modules(here.model_file):
        importlib.import_module(module)
    imported = time.perf_counter()
    agent = load_agent(here, forgetful())
    loaded = time.perf_counter()
    loop = asyncio.new_event_loop()

    def timed(call: Callable[..., Any], name: str, *arguments: Any) -> dict[str, Any]:
        start = time.perf_counter()
        value = loop.run_until_complete(call(*arguments))
        return {"ms": (time.perf_counter() - start) * 1000, name: value}

    def answer(value: dict[str, Any]) -> None:
        out.write(json.dumps(value, default=float) + "\n")
        out.flush()

    answer({"imports": imported - began, "load": loaded - imported, "rss": rss()})
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "parse":
            answer(timed(agent.parse_message, "parse", guarded(order["text"])))
        elif order["do"] == "say":
            answer(timed(handle, "messages", agent, order["sender"], guarded(order["text"])))
        else:
            answer({"rss": rss()})


def rss() -> float:
    """Resident memory in MB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1])
