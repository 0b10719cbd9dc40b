"""`huinong kb …`: for the editor of policies_kb."""
from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Optional

import typer
from rich.console import Console

from bot import bootstrap, clock
from bot.cli import unanswered
from bot.cli.given import times_given
from bot.cli.places import division_of
from bot.knowledge import check as checking
from bot.knowledge import survey
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.problems import ContentError
from bot.replies.changes import changes
from bot.settings import settings

app = typer.Typer(help="Check, compare and survey the policy content.", no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)


@app.command()
def check(sources: Optional[Path] = typer.Option(None, help="Folder of the official texts: also prove every citation.")) -> None:
    """Every mistake in the content, with file, line, what and how to mend. Exit status 1 if there is any."""
    kb = bootstrap.knowledge_base()
    try:
        problems = checking.check(kb, bootstrap.divisions(), sources)
    except ContentError as error:  # without its places nothing can be checked
        problems = error.problems
    for problem in problems:
        out.print(str(problem), markup=False)
    places = {division: kb.schemes(division) for division in kb.folders}
    schemes = sum(map(len, places.values()))
    if problems:
        out.print(f"{len(problems)} problems in {schemes} schemes of {len(places)} places")
        raise typer.Exit(1)
    written = [kb.scheme(division, kind) for division, kinds in places.items() for kind in kinds]
    items = sum(1 for scheme in written if scheme for _ in scheme.items())
    proven = f", each proven in the official text in {sources}" if sources else ""
    out.print(f"clean: {schemes} schemes in {len(places)} places, {items} cited items{proven}")


@app.command()
def stale(on: str = typer.Option("", help="The day, 2026-01-31; today if left out.")) -> None:
    """Documents that are not in force on a day: drafts, repealed ones and those whose period has ended."""
    for document_id, standing, until in survey.stale(bootstrap.knowledge_base(), _day(on)):
        out.print(f"{document_id:24} {standing:18} {until or ''}")


@app.command()
def coverage(every: bool = typer.Option(False, "--all", help="Also list the clauses that are accounted for.")) -> None:
    """Every clause: the schemes that cite it, or why none does. Exit status 1 if one is forgotten."""
    uses = survey.clause_uses(bootstrap.knowledge_base())
    for use in uses:
        if every or not use.is_accounted:
            cited = f"{len(use.schemes)} schemes" if use.schemes else use.reason or "NOT ACCOUNTED FOR"
            out.print(f"{use.document} {use.clause} {use.heading}: {cited}", markup=False)
    for document_id in dict.fromkeys(use.document for use in uses):
        own = [use for use in uses if use.document == document_id]
        excused = sum(not use.schemes for use in own if use.is_accounted)
        lost = sum(not use.is_accounted for use in own)
        out.print(f"{document_id}: {len(own)} clauses, {len(own) - excused - lost} cited, {excused} excused, {lost} forgotten")
    if not all(use.is_accounted for use in uses):
        raise typer.Exit(1)


@app.command()
def gaps(
    place: str = typer.Argument("", help="A covered place: its code or its name; all places if left out."),
    since: str = typer.Option("", help="Count only questions from this day on, 2026-01-31."),
) -> None:
    """What the place's documents leave open, what only other places' documents speak of, and which questions got no answer."""
    kb = bootstrap.knowledge_base()
    code = division_of(place) if place else None
    if code:
        if code not in kb.folders:
            raise typer.BadParameter(f"{place} has no folder in {kb.folder}")
        open_aspects, elsewhere = survey.gaps(kb, code)
        for aspect, count in open_aspects.most_common():
            out.print(f"{aspect:14} not stated in {count} of {len(kb.schemes(code))} schemes")
        out.print("only elsewhere: " + ", ".join(kb.kinds[kind].name for kind in elsewhere), markup=False)
    ledger = bootstrap.answer_ledger_if_any()
    questions = unanswered.questions(ledger, bootstrap.divisions(), code, _day(since) if since else None) if ledger else []
    for group in unanswered.grouped(kb, questions) if questions else ():
        out.print(f"asked {group.times} times without an answer: " + " | ".join(group.examples), markup=False)
    out.print(f"{len(questions)} questions without an answer" if ledger else "no ledger of answers")


@app.command()
def diff(revision: str = typer.Argument("HEAD", help="The git revision to compare the working tree with.")) -> None:
    """Which answers the changes of the content alter, how often they were given, and how they read before and after."""
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(["git", "archive", revision, settings().content.name], cwd=settings().content.parent,
                                 capture_output=True, check=False)
        if archive.returncode:
            raise typer.BadParameter(archive.stderr.decode().strip())
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
            files.extractall(folder, filter="data")
        before = KnowledgeBase(Path(folder) / settings().content.name)
        after, divisions = bootstrap.knowledge_base(), bootstrap.divisions()
        found = list(changes(before, after, divisions, clock.today()))
        ledger = bootstrap.answer_ledger_if_any()
        given = times_given(ledger, divisions, {*before.folders, *after.folders}) if ledger else Counter()
        for change in sorted(found, key=lambda change: -given[change.question]):
            times = f": given {given[change.question]} times" if ledger else ""
            out.print(f"{change.division} {change.kind} {change.aspect.value}{times}", style="bold")
            for sign, reply in (("-", change.before), ("+", change.after)):
                if reply:
                    out.print(f"  {sign} {reply.plain()}", markup=False)
        times = f"; they were given {sum(given[change.question] for change in found)} times" if ledger else ""
        out.print(f"{len(found)} answers differ from {revision}{times}")


def _day(text: str) -> date:
    return date.fromisoformat(text) if text else clock.today()
