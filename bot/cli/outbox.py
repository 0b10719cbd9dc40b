"""`huinong outbox …`: letters that wait, and those that were given up."""
from __future__ import annotations

from typing import List

import typer
from rich.console import Console

from bot import bootstrap, clock
from bot.casework.days import CHINA
from bot.cli.operator import name_of
from bot.storage.outbox import Entry, NoSuchLetter

app = typer.Typer(help="Look at the letters that go out, and send dead ones again.", no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)
_BY = typer.Option("", "--by", help="Who decides it; the user of the operating system if left out.")
_MINUTE = "%Y-%m-%d %H:%M"


@app.command("list")
def list_(dead: bool = typer.Option(False, "--dead", help="Those that were given up, instead of those that wait.")) -> None:
    """Letters, oldest first: number, kind of recipient, event, case, attempts, and what went wrong last."""
    entries = bootstrap.outbox().dead() if dead else bootstrap.outbox().waiting()
    for entry in entries:
        out.print(_line(entry), markup=False)
    out.print(f"{len(entries)} {'dead' if dead else 'waiting'}")


@app.command()
def retry(numbers: List[int] = typer.Argument(..., help="Numbers of dead letters (outbox list --dead)."), by: str = _BY) -> None:
    """Send dead letters again, from their first attempt. They may then come after later ones of the same case."""
    for number in sorted(set(numbers)):
        try:
            bootstrap.outbox().retry(number, name_of(by), clock.now())
        except NoSuchLetter as missing:
            raise typer.BadParameter(f"there is no dead letter {number} (outbox list --dead)") from missing
        out.print(f"letter {number} is due again")


def _line(entry: Entry) -> str:
    when = (entry.dead_at or entry.next_at).astimezone(CHINA)
    return (f"{entry.id}  {entry.recipient}  {entry.event}  case {entry.case_id}  {entry.attempts} attempts  "
            f"{'dead since' if entry.dead_at else 'next at'} {when:{_MINUTE}}  {entry.error}").rstrip()
