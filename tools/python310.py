"""Finding the one Python that Rasa 3.6 and its TensorFlow run on: 3.10."""
# ruff: noqa: S603  our own fixed commands and addresses
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator, Mapping, Optional

# What Rasa and our storage need of an interpreter, and where its real binary is: a shim's or a venv's own path may
# vanish. A Python built without the headers of one of these modules runs, but not our program.
_PROBE = """
import os, sys
import ctypes, sqlite3, ssl, venv, zlib
assert sys.version_info[:2] == (3, 10) and sys.maxsize > 2**32
real = os.path.join(sys.base_prefix, "bin", "python3.10")
print(real if os.path.exists(real) else sys.executable)
"""

HOW_TO_INSTALL = """Python 3.10 was not found and could not be fetched. Install it in one of these ways, then run make again:
    uv      uv python install 3.10
    pyenv   pyenv install 3.10
    Ubuntu  sudo apt install python3.10 python3.10-venv      (22.04; elsewhere use uv or pyenv)
    macOS   brew install python@3.10"""


def find(environment: Mapping[str, str]) -> Optional[str]:
    """The path of the first Python 3.10 that really runs, or None."""
    tried = set()
    for candidate in candidates(environment):
        if str(candidate) in tried:
            continue
        tried.add(str(candidate))
        python = real_path(candidate)
        if python:
            return python
    return None


def candidates(environment: Mapping[str, str]) -> Iterator[Path]:
    """Where a Python 3.10 may be: the one running this, the search path, then pyenv's own folders."""
    yield Path(sys.executable)
    folders = [Path(folder) for folder in environment.get("PATH", "").split(os.pathsep) if folder]
    yield from (folder / "python3.10" for folder in folders if (folder / "python3.10").exists())
    for root in _pyenv_roots(environment, folders):
        yield from sorted(root.glob("versions/3.10*/bin/python3.10"), reverse=True)


def _pyenv_roots(environment: Mapping[str, str], folders: "list[Path]") -> Iterator[Path]:
    """A shim chooses by .python-version and fails when pyenv has another patch release: look behind it."""
    if environment.get("PYENV_ROOT"):
        yield Path(environment["PYENV_ROOT"])
    if environment.get("HOME"):
        yield Path(environment["HOME"]) / ".pyenv"
    yield from (folder.parent for folder in folders if folder.name == "shims")
    pyenv = shutil.which("pyenv", path=environment.get("PATH"))
    if pyenv:
        yield Path(pyenv).resolve().parent.parent


def real_path(candidate: Path) -> Optional[str]:
    """The interpreter behind `candidate`, or None if that is no complete Python 3.10."""
    try:
        answer = subprocess.run([str(candidate), "-c", _PROBE], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def version(python: str) -> str:
    return subprocess.check_output([python, "--version"], text=True).strip()
