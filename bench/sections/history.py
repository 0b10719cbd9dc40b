"""A long conversation: the fifth turn beside the hundred and twentieth."""
from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path
from typing import Any

from bench import messages
from bench.running import Started
from bench.stats import percentile
from bench.talk import interleaved

_CYCLE = 6  # so many sentences over and over, with other numbers: the early turns and the late ones ask the same
EARLY, LATE = slice(2, 8), slice(116, 122)  # around turn 5 and turn 120; the place was told before
_TURNS = 122


def run(quick: bool) -> dict[str, Any]:
    sentences = messages.take([text for text in messages.questions() if len(text) <= 15], _CYCLE)[:_CYCLE]
    with tempfile.TemporaryDirectory(prefix="huinong-bench-") as folder, Started(Path(folder)) as start:
        ours, default = start.ours(), start.default()
        ours.wait()
        default.wait()
        numbered = messages.numbered(sentences)
        interleaved((ours, default), list(islice(numbered, 2 * _CYCLE)))
        runs = [interleaved((ours, default), list(islice(numbered, _TURNS)), _TURNS) for _ in range(1 if quick else 3)]
    return {name: _compare([run[index] for run in runs]) for index, name in enumerate(("ours", "default"))}


def _compare(runs: list[list[float]]) -> dict[str, Any]:
    early = percentile([value for run in runs for value in run[EARLY]], .5)
    late = percentile([value for run in runs for value in run[LATE]], .5)
    by_turn = [round(percentile(list(values), .5), 2) for values in zip(*runs, strict=True)]
    return {"turn_5": early, "turn_120": late, "ratio": late / early, "by_turn": by_turn}
