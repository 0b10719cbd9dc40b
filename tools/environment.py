"""Makes .venv exactly as requirements.lock says. Needs any python3 from 3.8 on and nothing else; a second run is instant."""
# ruff: noqa: S603  our own fixed commands and addresses
from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Optional

import installer
import pip_settings
import python310
from progress import LOGS, ROOT, Failed, run_quietly, say, tail

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "huinong.stamp"
TOOLS = VENV / "tools"  # beside the packages, so that syncing those leaves it alone
LOG = LOGS / "environment.log"


def main() -> None:
    if is_current():
        return
    say("making the Python environment in .venv (about 3 GB; some seconds once the packages are in the cache)")
    if VENV.is_symlink() or (VENV.exists() and not python310.real_path(PYTHON)):
        VENV.unlink() if VENV.is_symlink() else shutil.rmtree(VENV)
    for leftover in (STAMP, LOG):
        if leftover.exists():
            leftover.unlink()
    python = python310.find(os.environ)
    uv = installer.get(TOOLS, python)
    python = python or (fetch_python(uv) if uv else None)
    if not python:
        raise Failed(python310.HOW_TO_INSTALL + (f"\nWhy the fetching failed:\n{tail(LOG)}" if LOG.exists() else ""))
    say(f"with {python310.version(python)}")
    if not (uv and sync(uv, python)) and not install_with_pip(python):
        raise Failed(f"The packages could not be installed. The last lines said:\n{tail(LOG)}\n"
                     "  Mend what they name (mostly the network, or no room on the disk) and run make again.")
    STAMP.write_text(fingerprint())
    say("the environment is ready")


def fingerprint() -> str:
    """Changes with the lock and with the folder: the scripts in .venv/bin carry its absolute path."""
    return hashlib.sha256(LOCK.read_bytes() + str(ROOT).encode()).hexdigest()


def is_current() -> bool:
    return STAMP.exists() and STAMP.read_text() == fingerprint() and python310.real_path(PYTHON) is not None


def fetch_python(uv: str) -> Optional[str]:
    say("no Python 3.10 on this machine: fetching one")
    if not run_quietly([uv, "python", "install", "--no-bin", "3.10"], LOG, lambda line: None):
        return None
    answer = subprocess.run([uv, "python", "find", "--managed-python", "--no-project", "3.10"], stdout=subprocess.PIPE, text=True)
    return python310.real_path(Path(answer.stdout.strip())) if answer.returncode == 0 else None


def sync(uv: str, python: str) -> bool:
    """Exactly the locked packages, each proven by its hash; builds of source packages use the locked build tools too.

    Every index is asked for the locked version: a hash decides, not the index's order. Nothing is compiled here: the
    first import compiles a third of the files, which is all we use, in a quarter of the time.
    """
    if not PYTHON.exists():
        subprocess.run([python, "-m", "venv", "--without-pip", "--prompt", "huinong", str(VENV)], check=True)
    command = [uv, "pip", "sync", "--python", str(PYTHON), "--require-hashes", "--index-strategy", "unsafe-best-match",
               "--build-constraints", str(LOCK), str(LOCK)]
    return run_quietly(command, LOG, _of_uv, pip_settings.for_uv(python, os.environ))


def _of_uv(line: str) -> Optional[str]:
    """uv names each of 204 packages; say its summaries, and the downloads that take a while."""
    if re.match(r"(Resolved|Prepared|Installed|Uninstalled|error)", line):
        return line
    size = re.match(r"Downloading (\S+) \(([\d.]+)([MG])iB\)", line)
    return line if size and (size.group(3) == "G" or float(size.group(2)) >= 50) else None


def install_with_pip(python: str) -> bool:
    say("uv cannot be had or failed: installing with pip, which takes some minutes")
    subprocess.run([python, "-m", "venv", "--prompt", "huinong", str(VENV)], check=True)
    command = [str(PYTHON), "-m", "pip", "install", "--progress-bar", "off", "--no-deps", "--require-hashes", "-r", str(LOCK)]
    return run_quietly(command, LOG, lambda line: line[:100] if line.startswith(("Installing collected", "ERROR")) else None)


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"\n{failure}")
    except subprocess.CalledProcessError as failure:
        sys.exit(f"\nThis step failed: {' '.join(map(str, failure.cmd))}\n"
                 "  On Debian and Ubuntu it may want: sudo apt install python3.10-venv")
    except KeyboardInterrupt:
        sys.exit(130)
