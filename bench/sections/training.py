"""Training from nothing: a process for each, Rasa's cache off and empty."""
# ruff: noqa: S603  our own fixed commands
from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from bench import contestants, results
from bench.contestants import DEFAULT, OURS, WORK, Contestant
from bot.settings import ROOT

_SEAL = DEFAULT.folder / "fingerprint"


def run(quick: bool, reuse: bool = False, epochs: int | None = None) -> dict[str, Any]:
    """Both from nothing. With `reuse` the default's figures come from an earlier run of the same files: it learns for long.

    In a quick run the default learns two epochs only: that tries the code, and says nothing. With `epochs` it learns as many, and
    the time of its hundred is told by proportion: `training_at_100`.
    """
    contestants.prepare()
    ours = _train(OURS, quick)
    return {"ours": ours, "default": reuse and _measured_before(quick) or _train(DEFAULT, quick, epochs)}


def _measured_before(quick: bool) -> dict[str, Any] | None:
    found = results.latest().get("training")
    if not found or found["quick"] != quick or not _is_trained(quick):
        return None
    default: dict[str, Any] = found["result"]["default"]
    return default if default["fingerprint"] == contestants.fingerprint() else None


def ensure_default(quick: bool) -> None:
    """The default's archive as the files are now: every other section needs it."""
    if not _is_trained(quick):
        print("the default pipeline is not trained for these files: training it first", flush=True)
        contestants.prepare()
        _train(DEFAULT, quick)


def _is_trained(quick: bool) -> bool:
    wanted = contestants.fingerprint()
    seal = _SEAL.read_text() if _SEAL.is_file() else ""
    return DEFAULT.archive.is_file() and (seal == wanted or quick and seal == f"quick {wanted}")


def _train(contestant: Contestant, quick: bool, epochs: int | None = None) -> dict[str, Any]:
    """Seconds of training alone and of the whole command, and MB of the archive."""
    with tempfile.TemporaryDirectory(prefix="huinong-bench-") as folder:
        out, config = Path(folder) / "model", contestant.config
        learned = 2 if quick else epochs
        if learned and contestant is DEFAULT:
            config = Path(folder) / "config.yml"
            short = re.sub(r"epochs: \d+", f"epochs: {learned}", contestant.config.read_text(encoding="utf-8"))
            config.write_text(short, encoding="utf-8")
        # both cores and no busy waiting, as tools/train.py sets it; no cache of Rasa's, no embeddings kept from another training
        env = contestants.environment(RASA_MAX_CACHE_SIZE="0", RASA_CACHE_DIRECTORY=f"{folder}/cache", HUINONG_VAR=folder,
                                      OMP_NUM_THREADS="2", OMP_WAIT_POLICY="PASSIVE")
        began = time.perf_counter()
        WORK.mkdir(parents=True, exist_ok=True)
        with (WORK / f"training-{contestant.name}.log").open("w") as log:
            done = subprocess.run(contestant.training(config, out), cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=log, text=True,
                                  check=True)
        whole = time.perf_counter() - began
        result = json.loads(done.stdout.splitlines()[-1])
        archive = out / contestant.archive.name
        size = archive.stat().st_size / 1e6
        if contestant is DEFAULT:
            DEFAULT.folder.mkdir(parents=True, exist_ok=True)
            shutil.move(archive, DEFAULT.archive)
            _SEAL.write_text(("quick " if quick else "") + contestants.fingerprint())
    seconds = result["seconds"]
    at_100 = seconds * 100 / learned if learned and contestant is DEFAULT else seconds
    return {"training": seconds, "training_at_100": at_100, "epochs": learned or "as configured", "command": whole, "archive_mb": size,
            "fingerprint": contestants.fingerprint(), "at": datetime.now(timezone.utc).isoformat(timespec="minutes")}
