"""Pictures of the figures, as SVG for docs/images."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Mapping

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot

Sections = Mapping[str, Mapping[str, Any]]
COLOURS = {"ours": "#1f7a4d", "default": "#b5651d"}
# the same figures give the same file: no date, no random ids
_STEADY: dict[str, Any] = {"svg.hashsalt": "huinong", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}


def draw(sections: Sections, folder: Path) -> dict[str, str]:
    """Section → file name, for each picture whose figures are there."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {}
    for section, picture in _PICTURES.items():
        if section in sections:
            drawn[section] = f"bench-{section}.svg"
            with pyplot.rc_context(_STEADY):
                figure = picture(sections[section])
                figure.savefig(folder / drawn[section], bbox_inches="tight", metadata={"Date": None})
                pyplot.close(figure)
    return drawn


def _accuracy(result: Mapping[str, Any]) -> Any:
    measures: tuple[tuple[str, Callable[[Mapping[str, Any]], float]], ...] = (
        ("right answers", lambda of: of["right"]), ("right kind first", lambda of: of["kind_first"]),
        ("right kind among three", lambda of: of["kind_among_three"]), ("right aspect", lambda of: of["aspect"]),
        ("out of scope (AUROC)", lambda of: max(of["strangers"]["auroc"].values())))
    figure, axes = pyplot.subplots(figsize=(6.5, 2.8))
    for shift, name in ((-.2, "default"), (.2, "ours")):
        values = [100 * value(result[name]) for _, value in measures]
        bars = axes.bar([place + shift for place in range(len(measures))], values, .38, color=COLOURS[name], label=name)
        axes.bar_label(bars, fmt="%.0f", padding=2)
    axes.set_xticks(range(len(measures)))
    axes.set_xticklabels([label.replace(" ", "\n", 1) for label, _ in measures])
    axes.set(ylim=(0, 110), ylabel="per cent")
    axes.legend(frameon=False, loc="lower right")
    return figure


def _shares(result: Mapping[str, Any]) -> Any:
    """The share of messages that take no longer than …"""
    styles = {"default": ("default", "-"), "ours": ("ours", "-"), "ours_repeated": ("ours", "--"), "ours_buttons": ("ours", ":")}
    figure, axes = pyplot.subplots(figsize=(6.5, 2.8))
    for name, (colour, style) in styles.items():
        if name in result:
            values = sorted(result[name]["values"])
            shares = [100 * (rank + 1) / len(values) for rank in range(len(values))]
            axes.plot(values, shares, style, color=COLOURS[colour], label=name.replace("_", ", "))
    longest = max(result[name]["p95"] for name in result)
    axes.set(xlim=(0, 1.5 * longest), ylim=(0, 101), xlabel="ms", ylabel="per cent of messages")
    axes.legend(frameon=False, loc="lower right")
    return figure


def _history(result: Mapping[str, Any]) -> Any:
    figure, axes = pyplot.subplots(figsize=(6.5, 2.6))
    for name in ("default", "ours"):
        turns = result[name]["by_turn"]
        axes.plot(range(1, len(turns) + 1), turns, color=COLOURS[name], label=name, linewidth=1)
    axes.set(xlabel="turn of the conversation", ylabel="ms")
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, loc="upper left")
    return figure


_PICTURES = {"accuracy": _accuracy, "parse": _shares, "turns": _shares, "history": _history}
