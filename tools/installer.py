"""Getting uv, the installer: through pip, else from its release archive, else the machine's own."""
# ruff: noqa: S603, S310  our own fixed commands and addresses
from __future__ import annotations

import hashlib
import io
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import urllib.request
from pathlib import Path
from typing import Dict, Optional, Tuple

from progress import ROOT, say

_LOCK = ROOT / "tools" / "uv.lock.txt"
_ARCHIVES = ROOT / "tools" / "uv.archives.txt"
_RELEASES = "https://github.com/astral-sh/uv/releases/download"
_TIMEOUT = 60  # seconds


def get(folder: Path, python: Optional[str]) -> Optional[str]:
    """The path of a uv that runs, put into `folder` if need be; None if there is none to be had."""
    ours = folder / "bin" / "uv"
    version = pinned_version()
    if not _runs(str(ours), version):
        shutil.rmtree(folder, ignore_errors=True)
        say(f"fetching the installer, uv {version}")
        pythons = [candidate for candidate in (python, sys.executable) if candidate]
        if not any(_through_pip(candidate, folder) and _runs(str(ours), version) for candidate in pythons):
            _from_archive(folder, version)
    if _runs(str(ours), version):
        return str(ours)
    return shutil.which("uv")


def pinned_version() -> str:
    match = re.search(r"^uv==(\S+)", _LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    assert match, _LOCK
    return match.group(1)


def _runs(uv: str, version: str) -> bool:
    try:
        answer = subprocess.run([uv, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.split()[1:2] == [version]


def _through_pip(python: str, folder: Path) -> bool:
    command = [python, "-m", "pip", "install", "--quiet", "--retries", "2", "--require-hashes", "--only-binary", ":all:",
               "--no-deps", "--target", str(folder), "-r", str(_LOCK)]
    environment = {**os.environ, "PIP_REQUIRE_VIRTUALENV": "0", "PIP_USER": "0"}  # a developer's pip may insist on these
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


def _from_archive(folder: Path, version: str) -> None:
    """For a Python without pip (a bare Debian). Leaves `folder` without uv when that fails."""
    name, expected = _archives().get(f"{platform.system().lower()}-{platform.machine()}", ("", ""))
    if not name:
        return
    try:
        with urllib.request.urlopen(f"{_RELEASES}/{version}/{name}", timeout=_TIMEOUT) as response:
            content = response.read()
    except OSError:
        return
    if hashlib.sha256(content).hexdigest() != expected:
        say(f"{name} does not have the hash in {_ARCHIVES.name}: not used")
        return
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        member = archive.extractfile(f"{name.replace('.tar.gz', '')}/uv")
        assert member is not None
        target = folder / "bin" / "uv"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(member.read())
        target.chmod(0o755)


def _archives() -> Dict[str, Tuple[str, str]]:
    lines = [line.split() for line in _ARCHIVES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {key: (name, digest) for key, digest, name in lines}
