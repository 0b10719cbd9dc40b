"""`huinong api …`: other systems that may report, each with a key of its own."""
from __future__ import annotations

import re
from typing import Optional

import typer
from rich.console import Console

from bot import bootstrap, clock
from bot.casework.days import CHINA
from bot.cli.operator import name_of
from bot.cli.places import division_of
from bot.jobs.webhook_address import BadAddress, checked
from bot.settings import settings
from bot.storage.api_clients import NameTaken, NoSuchClient

app = typer.Typer(help="Other systems that may report through the API: add, list and end them.", no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)
_BY = typer.Option("", "--by", help="Who decides it; the user of the operating system if left out.")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")  # it stands in idempotency keys and in the history of cases


@app.command()
def add(
    name: str = typer.Argument(..., help="Small letters, digits and -, at most 40."),
    division: str = typer.Option("", help="Only reports of this place and all that lies in it: code or name."),
    webhook: Optional[str] = typer.Option(None, help="Where it is told of each change of state, https://…"),
    by: str = _BY,
) -> None:
    """Add a system. Its key, and the secret of its webhook, are shown this once."""
    if not _NAME.fullmatch(name):
        raise typer.BadParameter(f"{name!r} is no name for a client: at most 40 small letters, digits and -, as in fengdu-civil-affairs")
    place = division_of(division) if division else None
    try:
        url = checked(webhook, settings().is_production) if webhook else None
        made = bootstrap.api_clients().add(name, place, url, name_of(by), clock.now())
    except BadAddress as error:
        raise typer.BadParameter(f"the webhook {webhook}: {error}") from error
    except NameTaken as taken:
        raise typer.BadParameter(f"there is, or was, a client {name}: take another name (api list)") from taken
    out.print(f"{name} may report for {_place(place)}", markup=False)
    out.print(f"key             {made.key}", markup=False)
    if made.webhook:
        out.print(f"webhook secret  {made.webhook}", markup=False)
    out.print("Hand them over now, by a safe way: they are never shown again.")


@app.command("list")
def list_() -> None:
    """All systems, also those that have ended."""
    for client in bootstrap.api_clients().all():
        ended = f"  ended {client.ended_at.astimezone(CHINA):%Y-%m-%d}" if client.ended_at else ""
        out.print(f"{client.name:24} since {client.created_at.astimezone(CHINA):%Y-%m-%d}  {_place(client.division)}  "
                  f"{client.webhook_url or 'no webhook'}{ended}", markup=False)


@app.command()
def end(name: str = typer.Argument(..., help="Its name (api list)."), by: str = _BY) -> None:
    """From now on the system's key opens nothing and its webhook is told nothing."""
    try:
        bootstrap.api_clients().end(name, name_of(by), clock.now())
    except NoSuchClient as missing:
        raise typer.BadParameter(f"no client {name} is in use (api list)") from missing
    out.print(f"{name} has ended", markup=False)


def _place(division: str | None) -> str:
    return f"{division} {bootstrap.divisions().full_name(division)}" if division else "all places"
