"""What was measured, as lines of JSON in var/bench/results.jsonl: one for each run of a section, the newest last."""
from __future__ import annotations

import json
import os
import platform
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from bench.contestants import WORK

FILE = WORK / "results.jsonl"


def append(section: str, quick: bool, seconds: float, result: dict[str, Any], file: Path = FILE) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    entry = {"section": section, "quick": quick, "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
             "took": round(seconds, 1), "machine": machine(), "result": result}
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(entry, ensure_ascii=False) + "\n")


def latest(file: Path = FILE) -> dict[str, dict[str, Any]]:
    """Section → its newest full run; a quick one only where there is no full one."""
    found: dict[str, dict[str, Any]] = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        entry = json.loads(line)
        before = found.get(entry["section"])
        if before is None or before["quick"] or not entry["quick"]:
            found[entry["section"]] = entry
    return found


def machine() -> dict[str, Any]:
    """`load` is the load average when the section ended: what else ran shows in it."""
    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.processor())
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024 ** 2
    return {"cores": os.cpu_count(), "processor": model, "memory_gb": round(memory), "load": round(os.getloadavg()[0], 2),
            "python": platform.python_version()}
