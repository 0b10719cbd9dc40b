"""docs/evaluation.md: the figures of an evaluation, for readers of the project."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Sequence

from bot.evaluation.limits import Limit
from bot.evaluation.tables import Table

PICTURE = "eval-styles.svg"
_HEAD = """\
# Evaluation

What `make eval` measured: sentences written apart from the training sentences, asked of the whole assistant. The answers are judged by
[bot/evaluation/judge.py](../bot/evaluation/judge.py). The file is written by `make eval ARGS="--report docs/evaluation.md"`;
do not edit it by hand.

**Right** is a reply with an acceptable status, of an acceptable kind of scheme, for a place that was named, with every wanted figure and
clause (or verdict, or offer), and without any forbidden figure.

**Harmful** is a forbidden figure; a figure or a rule of another place; a draft or an ended period that is not said to be one in the first
40 characters; no help in a crisis.
"""
# the same figures give the same file: no date, no random ids
_STEADY: dict[str, Any] = {"svg.hashsalt": "huinong", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}


@dataclass(frozen=True)
class Section:
    """One set that was asked. `limits` are those it has to hold, none for a held-out set."""

    title: str
    intro: str
    tables: Sequence[Table]
    limits: Sequence[Limit] = ()


def render(sections: Sequence[Section], on: str, picture: str | None) -> str:
    """The file's text. `on` is the day the answers were given for; `picture` a path from docs."""
    parts = [_HEAD, f"Answers are those of {on}.\n"]
    for number, section in enumerate(sections):
        parts.append(f"## {section.title}\n\n{section.intro}\n")
        if section.limits:
            rows = [(limit.what, limit.wanted, limit.measured, "pass" if limit.holds else "**fail**") for limit in section.limits]
            parts.append(_markdown(Table("Limits", ("what", "wanted", "measured", ""), tuple(rows))))
        if picture and number == 0:
            parts.append(f"![Right answers in each style]({picture})\n")
        parts += [_markdown(table) for table in section.tables if table.rows]
    return "\n".join(parts)


def draw(styles: Table, line: float, file: Path) -> bool:
    """A bar for each style, right answers in per cent, with a line at the least it has to reach; False without matplotlib."""
    try:
        import matplotlib
    except ImportError:
        return False
    matplotlib.use("svg")
    from matplotlib import pyplot

    file.parent.mkdir(parents=True, exist_ok=True)
    with pyplot.rc_context(_STEADY):
        figure, axes = pyplot.subplots(figsize=(6.5, 3))
        bars = axes.bar([row[0] for row in styles.rows], [float(row[3]) for row in styles.rows], color="#1f7a4d")
        axes.bar_label(bars, fmt="%.0f", padding=2)
        axes.axhline(line, color="#b5651d", linewidth=1, linestyle="--")
        axes.set(ylim=(0, 109), ylabel="right answers, %")
        axes.tick_params(axis="x", labelrotation=40)
        figure.savefig(file, bbox_inches="tight", metadata={"Date": None})
        pyplot.close(figure)
    return True


def _markdown(table: Table) -> str:
    lines = [table.header, ("---",) * len(table.header), *table.rows]
    body = "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
    return f"### {table.title}\n\n{body}\n" + (f"\n{table.note}\n" if table.note else "")
