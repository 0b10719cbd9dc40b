"""docs/measurements.md from the newest results."""
from __future__ import annotations

from typing import Any, Callable, Mapping

from bench import results, tables
from bench.limits import check
from bot.settings import ROOT

FILE = ROOT / "docs" / "measurements.md"
IMAGES = ROOT / "docs" / "images"
_HEAD = """\
# Measurements

What `make bench` measured: this assistant beside Rasa's default Chinese pipeline, in one run, with the same data and the same actions.
The file is written by [bench/report.py](../bench/report.py); do not edit it by hand.
"""
_FAIRNESS = ROOT / "bench" / "fairness.md"


def write() -> None:
    from bench import plots

    entries = results.latest()
    pictures = plots.draw({name: entry["result"] for name, entry in entries.items()}, IMAGES)
    FILE.write_text(render(entries, pictures), encoding="utf-8")
    print(f"written: {FILE.relative_to(ROOT)}")
    for limit, measured, holds in check({name: entry["result"] for name, entry in entries.items()}):
        print(f"{'pass' if holds else 'FAIL'}  {limit.what}: {measured} ({limit.wanted()})")


def render(entries: Mapping[str, Mapping[str, Any]], pictures: Mapping[str, str]) -> str:
    """`entries` as results.latest() gives them; `pictures` section → file name in docs/images."""
    parts = [_HEAD, _machine(entries), _limits(entries)]
    for section, (title, body) in _SECTIONS.items():
        if section in entries:
            picture = f"\n![{title}](images/{pictures[section]})\n" if section in pictures else ""
            parts.append(f"## {title}\n\n{body(entries[section]['result'])}{picture}")
    return "\n".join(part.rstrip() + "\n" for part in (*parts, _FAIRNESS.read_text(encoding="utf-8")))


def _machine(entries: Mapping[str, Mapping[str, Any]]) -> str:
    lines = []
    machines = {(entry["machine"]["processor"], entry["machine"]["cores"], entry["machine"]["memory_gb"], entry["machine"]["python"])
                for entry in entries.values()}
    for processor, cores, memory, python in sorted(machines):
        lines.append(f"Machine: {processor}, {cores} cores, {memory} GB, no GPU; Python {python}.")
    days = sorted({entry["at"][:10] for entry in entries.values()})
    lines.append(f"Measured on {' and '.join((days[0], days[-1]) if len(days) > 1 else days)}." if days else "Nothing is measured yet.")
    if any(entry["quick"] for entry in entries.values()):
        lines.append("\n**Some of it comes from a quick run, which only tries the code out: these are no measurements.**")
    return "\n".join(lines)


def _limits(entries: Mapping[str, Mapping[str, Any]]) -> str:
    rows = [(limit.what, limit.wanted(), measured, "pass" if holds else "**fail**")
            for limit, measured, holds in check({name: entry["result"] for name, entry in entries.items()})]
    return "## Limits\n\n" + tables.table(("what", "wanted", "measured", ""), rows)


_Body = Callable[[Mapping[str, Any]], str]
_SECTIONS: Mapping[str, tuple[str, _Body]] = {
    "accuracy": ("Right answers", tables.accuracy),
    "training": ("Training from nothing", tables.training),
    "load": ("Loading and memory", tables.load),
    "parse": ("Understanding one message", tables.parse),
    "turns": ("Whole turns", tables.turns),
    "history": ("Long conversations", tables.history),
    "processes": ("Two processes", tables.processes),
    "counties": ("Thousands of counties", tables.counties),
}
