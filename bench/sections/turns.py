"""Whole turns through REST on SQLite: the default as Rasa's users run it, ours as `make run` does, turn about."""
from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from bench import messages
from bench.running import Started
from bench.stats import summary
from bench.talk import interleaved

_WARM_UP = 10


def run(quick: bool) -> dict[str, Any]:
    texts = messages.sentences()
    warm, texts = texts[:_WARM_UP], texts[_WARM_UP:]
    texts = messages.take(texts, 40) if quick else texts
    with tempfile.TemporaryDirectory(prefix="huinong-bench-") as folder, Started(Path(folder)) as start:
        ours, default = start.ours(), start.default()
        ours.wait()
        default.wait()
        interleaved((ours, default), warm)
        took = dict(zip(("ours", "default"), interleaved((ours, default), texts), strict=True))
        some = messages.take(texts, 20 if quick else 60)
        interleaved((ours,), some)
        took["ours_repeated"] = interleaved((ours,), some)[0]
        took["ours_buttons"] = interleaved((ours,), messages.take(messages.buttons(), 20 if quick else 100))[0]
    return {name: {**summary(values), "values": [round(value, 2) for value in values]} for name, values in took.items()}
