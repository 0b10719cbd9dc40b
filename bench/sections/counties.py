"""Ours with the real places beside ours with thousands of counties, turn about."""
from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from bench import messages
from bench.content import many_counties
from bench.running import Service, Started
from bench.stats import percentile, summary
from bench.talk import Talk, interleaved
from bot.bootstrap import divisions, knowledge_base
from bot.settings import ROOT

COUNTIES = 2800


def run(quick: bool) -> dict[str, Any]:
    texts = messages.take(messages.sentences(), 30 if quick else 200)
    question = messages.questions()[0]
    with tempfile.TemporaryDirectory(prefix="huinong-bench-") as folder, Started(Path(folder) / "running") as start:
        content = Path(folder) / "policies_kb"
        added = many_counties(content, COUNTIES)
        few, first_of_few = _first(start.ours(HUINONG_CONTENT=str(ROOT / "policies_kb")), question)
        many, first_of_many = _first(start.ours(HUINONG_CONTENT=str(content)), question)
        took = interleaved((few, many), texts)
        new = [_first_of_place(many, code, question) for code in messages.take(added, 10 if quick else 30)]
        return {
            "few": {"places": len(knowledge_base().folders), **first_of_few, **summary(took[0]), "memory": few.memory_mb()},
            "many": {"places": COUNTIES, **first_of_many, **summary(took[1]), "memory": many.memory_mb()},
            "ratio": percentile(took[1], .5) / percentile(took[0], .5), "ratio_p95": percentile(took[1], .95) / percentile(took[0], .95),
            "new_places": summary(new), "slowed": _slowed(texts, *took),
        }


def _slowed(texts: list[str], few: list[float], many: list[float], most: int = 3) -> list[list[Any]]:
    """Which sentences suffer most from the counties: what has to read all of them shows here."""
    worst = sorted(zip(texts, few, many, strict=True), key=lambda entry: entry[1] - entry[2])[:most]
    return [[text, round(before), round(after)] for text, before, after in worst]


def _first(service: Service, question: str) -> tuple[Service, dict[str, float]]:
    """Seconds until it is ready, and milliseconds of the first answer of its life."""
    service.wait()
    talk = Talk(service)
    first = talk.say(question)[0]
    talk.close()
    return service, {"ready": service.ready_after, "first_answer_ms": first}


def _first_of_place(service: Service, code: str, question: str) -> float:
    """Milliseconds of the first answer for a place of which nothing was read yet."""
    talk = Talk(service)
    talk.say(messages.place(divisions().full_name(code)))
    took = talk.say(question)[0]
    talk.close()
    return took
