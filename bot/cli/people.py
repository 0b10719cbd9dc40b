"""`huinong people …`: what is kept of one person is told or erased; what was kept long enough goes."""
from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Callable, Optional

import typer
from rich.console import Console

from bot import bootstrap, clock
from bot.casework import validation
from bot.casework.receipt import compact, is_valid
from bot.cli.operator import name_of
from bot.jobs.retention import periods_of, retain
from bot.settings import settings
from bot.storage.people import People, Person
from bot.storage.retention import due

app = typer.Typer(help="One person's data: export, erase; retention periods.", no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)
_PHONE = typer.Option("", help="Telephone number.")
_IDENTITY = typer.Option("", help="Identity number.")
_RECEIPT = typer.Option("", help="Receipt of a case.")
_CHAT = typer.Option("", help="Conversation id, for who has talked and reported nothing.")
_REASON = typer.Option(..., help="Why, without names; it is kept in the audit log.")
_BY = typer.Option("", "--by", help="Who decides it; the user of the operating system if left out.")


@app.command()
def export(
    phone: str = _PHONE, identity: str = _IDENTITY, receipt: str = _RECEIPT, chat: str = _CHAT, reason: str = _REASON, by: str = _BY,
    to: Path = typer.Option(..., "--to", help="The file to write; it must not exist yet."),
) -> None:
    """Everything that is kept of a person, as JSON in a file that only its owner may read."""
    person = _person(phone, identity, receipt, chat)
    if to.exists():
        raise typer.BadParameter(f"{to} is there already")
    told = _people().export(person, name_of(by), reason, clock.now())
    if not told["cases"] and not any(each["said"] for each in told["conversations"]):
        out.print("nothing is kept of this person")
        raise typer.Exit(1)
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=2)
    out.print(f"{to}: {len(told['cases'])} cases, {len(told['conversations'])} conversations", markup=False)
    if told["conversations_with_others"]:
        out.print(f"{told['conversations_with_others']} conversations in which others were reported too were left out")


@app.command()
def erase(
    phone: str = _PHONE, identity: str = _IDENTITY, receipt: str = _RECEIPT, chat: str = _CHAT, reason: str = _REASON, by: str = _BY,
    yes: bool = typer.Option(False, "--yes", help="Do not ask."),
) -> None:
    """Take back a person's consent and erase what is kept of the person. It cannot be undone."""
    person = _person(phone, identity, receipt, chat)
    held = _people().find(person)
    if not held.cases and not held.chats:
        out.print("nothing is kept of this person")
        raise typer.Exit(1)
    for case in held.cases:
        out.print(f"{case.receipt}  {case.state.value}  {case.report.division or '-'}  registered {case.registered_at:%Y-%m-%d}")
    if held.shared:
        out.print(f"{len(held.shared)} conversations that go with them hold reports about others too; those reports stay")
    if not yes:
        typer.confirm(f"Erase {len(held.cases)} cases and {len(held.chats)} conversations for ever?", abort=True)
    gone = _people().erase(person, name_of(by), reason, clock.now())
    out.print(f"erased: {gone.cases} cases, {gone.events} events of conversations")


@app.command("retain")
def retain_(dry_run: bool = typer.Option(False, "--dry-run", help="Only count.")) -> None:
    """Let go what has been kept for longer than the settings say. The jobs process does it every day."""
    periods = periods_of(settings())
    engine, now = bootstrap.database(), clock.now()
    counts = due(engine, periods, now) if dry_run else retain(engine, bootstrap.keyring(), periods, now)
    out.print(("would go" if dry_run else "gone") + f": people of {counts.cases} closed cases, {counts.events} events of conversations, "
              f"{counts.answers} answers, {counts.messages} messages")


def _people() -> People:
    return People(bootstrap.database(), bootstrap.keyring())


def _person(phone: str, identity: str, receipt: str, chat: str) -> Person:
    digits = compact(receipt)
    if receipt and not is_valid(digits):
        raise typer.BadParameter("the receipt has not ten digits with a right check digit", param_hint="--receipt")
    found = _read(validation.phone, phone, "--phone"), _read(validation.identity_number, identity, "--identity")
    person = Person(*found, digits or None, chat or None)
    if person == Person():
        raise typer.BadParameter("say who it is: --phone, --identity, --receipt or --chat")
    return person


def _read(reader: Callable[[str], str], typed: str, option: str) -> Optional[str]:
    if not typed:
        return None
    try:
        return reader(typed)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint=option) from wrong
