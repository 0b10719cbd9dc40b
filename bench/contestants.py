"""Ours and the default: how each is trained, and where its model lies."""
from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from bench.default import project
from bot.settings import ROOT

WORK = ROOT / "var" / "bench"
ARCHIVE = "huinong.tar.gz"
TODAY = "2026-11-21"  # answers depend on the day
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
         "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "HUINONG_TODAY": TODAY, "HUINONG_LOG_LEVEL": "WARNING"}
_DEFAULT = WORK / "default"
# components.py is not among them: what it does after training can change without a new one
_INPUTS = ("requirements.lock", "domain.yml", "data/nlu/*", "data/rules/*", "data/jieba_userdict/*", "policies_kb/schemes/*",
           "bench/default/config.yml", "bench/default/project.py")


@dataclass(frozen=True)
class Contestant:
    """`folder` holds the archive; `config`, `domain` and `data` are what Rasa trains from."""

    name: str
    folder: Path
    config: Path
    domain: Path
    data: tuple[Path, ...]

    @property
    def archive(self) -> Path:
        return self.folder / ARCHIVE

    def training(self, config: Path, out: Path) -> list[str]:
        """A command that trains into `out` and prints as JSON how long that took."""
        return [sys.executable, "-m", "bench.workers.train", *map(str, (config, self.domain, out, *self.data))]


OURS = Contestant("ours", ROOT / "models", ROOT / "config.yml", ROOT / "domain.yml", (ROOT / "data",))
DEFAULT = Contestant("default", _DEFAULT / "model", ROOT / "bench" / "default" / "config.yml", _DEFAULT / "domain.yml",
                     (ROOT / "data", _DEFAULT / "data"))
BOTH = (OURS, DEFAULT)


def environment(**more: str) -> Mapping[str, str]:
    """For a process of the bench: quiet, one thread, on a fixed day."""
    return {**os.environ, **QUIET, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT), **more}


def fingerprint() -> str:
    """Of everything that decides the default's model."""
    digest = hashlib.sha256()
    for pattern in _INPUTS:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(f"{file.relative_to(ROOT)} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def prepare() -> None:
    """Writes what the default is trained from."""
    project.write(_DEFAULT)
