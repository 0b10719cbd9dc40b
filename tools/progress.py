"""Telling what happens, with the seconds since the start; and running a noisy program quietly."""
# ruff: noqa: S603  our own fixed commands and addresses
from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Optional, TextIO

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "var" / "log"
_STARTED = time.monotonic()
_SILENCE = 15.0  # seconds without a line of output before we say that it still runs
_TAIL = 15  # lines of the log shown after a failure


class Failed(Exception):
    """Work that cannot go on; the message says what, why and how to mend."""


def say(message: str) -> None:
    sys.stdout.write(f"[{time.monotonic() - _STARTED:4.0f} s] {message}\n")
    sys.stdout.flush()


def plain(line: str) -> str:
    """Without colours, and without addresses: a machine's package index can hold a private host or a password."""
    line = re.sub(r"\x1b\[[\d;]*m", "", line).rstrip()
    return re.sub(r"\w+://[^\s)'\"`]+|(?<=host=')[^']+", "<address>", line)


def run_quietly(command: List[str], log: Path, shown: Callable[[str], Optional[str]],
                environment: Optional[Dict[str, str]] = None) -> bool:
    """Run to the end with all output added to `log`, saying only what `shown` makes of a line. True if it succeeded."""
    log.parent.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace")
    assert process.stdout is not None
    lines: "queue.Queue[Optional[str]]" = queue.Queue()
    threading.Thread(target=_read, args=(process.stdout, lines), daemon=True).start()
    try:
        with log.open("a", encoding="utf-8") as copy:
            for line in _until_the_end(lines):
                copy.write(line + "\n")
                message = shown(line)
                if message:
                    say(message)
        return process.wait() == 0
    except BaseException:
        process.terminate()
        process.wait()
        raise


def _read(output: TextIO, lines: "queue.Queue[Optional[str]]") -> None:
    for line in output:
        lines.put(plain(line))
    lines.put(None)


def _until_the_end(lines: "queue.Queue[Optional[str]]") -> Iterator[str]:
    while True:
        try:
            line = lines.get(timeout=_SILENCE)
        except queue.Empty:
            say("… still at it")
            continue
        if line is None:
            return
        yield line


def tail(log: Path) -> str:
    """The end of a log without warnings and progress bars, for the message of a failure."""
    lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines()
             if line.strip() and not re.search(r"Warning: |\d%\|", line)]
    return "\n".join(f"    {line[:300]}" for line in lines[-_TAIL:]) + f"\n  All of it: {os.path.relpath(log)}"
