"""`huinong kb …`: for the editor of policies_kb."""
from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Optional

import typer
from rich.console import Console

from bot import bootstrap, clock
from bot.knowledge import check as checking

app = typer.Typer(help="Check, compare and survey the policy content.", no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)


@app.command()
def check(sources: Optional[Path] = typer.Option(None, help="Folder of the official texts: also prove every citation.")) -> None:
    """Every mistake in the content, with file, line, what and how to mend. Exit status 1 if there is any."""
    kb = bootstrap.knowledge_base()
    problems = checking.check(kb, bootstrap.divisions(), sources)
    for problem in problems:
        out.print(str(problem), markup=False)
    places = {division: kb.schemes(division) for division in kb.folders}
    schemes = sum(map(len, places.values()))
    if problems:
        out.print(f"{len(problems)} problems in {schemes} schemes of {len(places)} places")
        raise typer.Exit(1)
    items = sum(1 for division, kinds in places.items() for kind in kinds for _ in kb.scheme(division, kind).items())
    proven = f", each proven in the official text in {sources}" if sources else ""
    out.print(f"clean: {schemes} schemes in {len(places)} places, {items} cited items{proven}")


@app.command()
def stale(on: str = typer.Option("", help="The day, 2026-01-31; today if left out.")) -> None:
    """Documents that are not in force on a day: drafts, repealed ones and those whose period has ended."""
    day = date.fromisoformat(on) if on else clock.today()
    for document_id, standing, until in checking.stale(bootstrap.knowledge_base(), day):
        out.print(f"{document_id:24} {standing:18} {until or ''}")
