"""`huinong answers …`: what was answered, whether it would be answered so today, and stopping answers."""
from __future__ import annotations

from datetime import date
from difflib import unified_diff
from typing import Optional

import typer
from rich.console import Console

from bot import bootstrap, clock
from bot.casework.days import CHINA
from bot.cli.operator import name_of
from bot.cli.places import division_of
from bot.replies.replay import recompose
from bot.storage.answer_ledger import Kept
from bot.storage.kill_switch import NoSuchStop, Stop

app = typer.Typer(help="Look up and replay answers; stop and resume them.", no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)
_MINUTE = "%Y-%m-%d %H:%M"
_CANNOT_TELL = 2  # exit status
_REASON = typer.Option(..., help="Why; it is kept in the audit log.")
_BY = typer.Option("", "--by", help="Who decides it; the user of the operating system if left out.")


@app.command()
def show(code: str = typer.Argument(..., help="The six digits under the answer.")) -> None:
    """An answer as it was given, when, where, from what, and whether today's content says the same."""
    kept = _find(code)
    out.print(f"{kept.code}  {kept.answered_at.astimezone(CHINA):{_MINUTE}} in China, for the day {kept.answered_on}")
    out.print(f"status {kept.status}, kind {kept.kind or '-'}, aspect {kept.aspect or '-'}, content {kept.knowledge_base}")
    out.print(f"household in {_place(kept.division)}, rule of {_place(kept.place)}", markup=False)
    out.print(f"asked: {' / '.join(kept.question.split())}", markup=False)
    out.print(kept.text, markup=False)
    for day in dict.fromkeys((kept.answered_on, clock.today())):
        again = _again(kept, day)
        said = "cannot be composed again" if again is None else "the same" if again == kept.text else "DIFFERENT, see: answers replay"
        out.print(f"today's content for {day}: {said}")


@app.command()
def replay(code: str = typer.Argument(..., help="The six digits under the answer.")) -> None:
    """Compose an answer again for its day with today's content. Exit status 1 if it differs, 2 if it cannot be composed."""
    kept = _find(code)
    again = _again(kept, kept.answered_on)
    if again is None:
        out.print(f"{kept.code} ({kept.status}) cannot be composed again: it was no answer from the content, or its subject is gone")
        raise typer.Exit(_CANNOT_TELL)
    out.print(again, markup=False)
    version = bootstrap.knowledge_base().version(bootstrap.divisions().chain(kept.division or ""))
    if again != kept.text:
        names = (f"given, content {kept.knowledge_base}", f"now, content {version}")
        for line in unified_diff(kept.text.splitlines(), again.splitlines(), *names, lineterm=""):
            out.print(line, markup=False)
        raise typer.Exit(1)
    out.print(f"the same as was given, content {version}")


@app.command("list")
def list_(last: int = typer.Option(20, min=1, help="How many.")) -> None:
    """The latest answers, newest first."""
    for kept in bootstrap.answer_ledger().last(last):
        subject = " ".join(filter(None, (kept.division, kept.kind, kept.aspect)))
        out.print(f"{kept.code}  {kept.answered_at.astimezone(CHINA):{_MINUTE}}  {kept.status:16} {subject}", markup=False)


@app.command()
def stop(
    reason: str = _REASON,
    place: str = typer.Option("", help="Only for this place and all that lies in it: code or name."),
    kind: Optional[str] = typer.Option(None, help="Only this kind of scheme."),
    by: str = _BY,
) -> None:
    """Give no answers of a scope any more, at once and in all processes; people are told whom to ask."""
    if kind and kind not in bootstrap.knowledge_base().kinds:
        raise typer.BadParameter(f"{kind} is no kind of the catalogue")
    division = division_of(place) if place else None
    number = bootstrap.kill_switch().stop(division, kind, reason, name_of(by or ""), clock.now())
    out.print(f"stop {number}: no answers for {_scope(division, kind)}, from now on", markup=False)


@app.command()
def resume(
    number: Optional[int] = typer.Argument(None, help="The number of the stop; may be left out if there is only one."),
    reason: str = _REASON,
    by: str = _BY,
) -> None:
    """End a stop."""
    held = bootstrap.kill_switch().stops()
    if number is None and len(held) != 1:
        raise typer.BadParameter(f"{len(held)} stops hold: say which one (answers stops)")
    number = held[0].id if number is None else number
    try:
        bootstrap.kill_switch().resume(number, reason, name_of(by or ""), clock.now())
    except NoSuchStop as missing:
        raise typer.BadParameter(f"there is no stop {number} that holds (answers stops)") from missing
    out.print(f"stop {number} is over")


@app.command()
def stops() -> None:
    """The stops that hold."""
    for held in bootstrap.kill_switch().stops():
        out.print(_line(held), markup=False)


def _find(code: str) -> Kept:
    try:
        kept = bootstrap.answer_ledger().find(code)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if kept is None:
        raise typer.BadParameter(f"no answer has the code {code}")
    return kept


def _again(kept: Kept, day: date) -> str | None:
    about = {**kept.about, "on": day.isoformat()} if "on" in kept.about else kept.about
    reply = recompose(bootstrap.knowledge_base(), bootstrap.divisions(), about)
    return reply.plain() if reply else None


def _place(code: str | None) -> str:
    return f"{code} {bootstrap.divisions().full_name(code)}" if code else "-"


def _scope(place: str | None, kind: str | None) -> str:
    return f"{kind or 'all kinds'} in {_place(place) if place else 'all places'}"


def _line(held: Stop) -> str:
    begun = held.begun_at.astimezone(CHINA)
    return f"{held.id}  {begun:{_MINUTE}}  {held.begun_by}: {held.reason}  ({_scope(held.place, held.kind)})"
