"""`huinong eval`: the development set against the running assistant."""
from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot import bootstrap
from bot.cli.talk import Conversation, cards
from bot.evaluation import cases as development
from bot.evaluation.judge import faults
from bot.replies.wording import wording
from bot.settings import ROOT

out = Console(highlight=False, soft_wrap=True)


def evaluate(
    folder: Path = typer.Option(ROOT / "eval" / "development", help="Folder of the development set."),
    show: int = typer.Option(40, help="How many wrong replies to print."),
) -> None:
    """Ask every sentence of the development set and judge the answers."""
    right: dict[str, Counter] = defaultdict(Counter)
    wrong: list[str] = []
    conversation, divisions = Conversation(), bootstrap.divisions()
    for case in track(development.load(folder), description="asking", console=Console(stderr=True)):
        conversation.begin()
        if case.place:
            conversation.send(wording("buttons")["place"].format(place=divisions.full_name(case.place)))
        for number, turn in enumerate(case.turns, 1):
            replies = cards(conversation.send(turn.say))
            found = faults(replies[0], turn.expect) if replies else ["no reply"]
            for group in ("all", f"style {case.style}", f"aspect {turn.expect.aspect}", f"place {case.place}"):
                right[group][not found] += 1
            if found:
                wrong.append(f"{case.id}.{number} {turn.say}\n    {'; '.join(found)}\n    {replies[0]['text'] if replies else ''}")
    for line in wrong[:show]:
        out.print(line, markup=False)
    table = Table("", "turns", "right", "%")
    for group, counts in sorted(right.items()):
        table.add_row(group, str(counts.total()), str(counts[True]), f"{100 * counts[True] / counts.total():.1f}")
    out.print(table)
