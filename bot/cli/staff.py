"""What staff's commands share: who types them, and the case they name."""
from __future__ import annotations

from typing import Callable, TypeVar

import typer

from bot import bootstrap
from bot.casework.receipt import LENGTH, compact, is_valid, spaced, transposed
from bot.cli.operator import name_of
from bot.privacy.masking import mask
from bot.storage.case_files import CaseFile
from bot.storage.key_file import BadKeyFile

BY = typer.Option("", "--by", help="Who does it; the user of the operating system if left out.")
RECEIPT = typer.Argument(..., help="The ten digits; spaces do not matter within quotes.")
Part = TypeVar("Part")


def actor(by: str) -> str:
    return f"staff:{name_of(by)}"


def reason_of(typed: str) -> str:
    """As it is kept: history and audit log are read by many, so telephone and identity numbers and names do not stand there."""
    kept = mask(typed.strip())
    if kept != typed.strip():
        typer.echo(f"The reason is kept without what tells a person: {kept}", err=True)
    return kept


def opened(make: Callable[[], Part]) -> Part:
    """A part of bootstrap that needs the keys. Without them it says how to get them and ends with status 1."""
    try:
        return make()
    except BadKeyFile as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def case_of(typed: str) -> CaseFile:
    """The case of a receipt as it was typed. Raises BadParameter."""
    receipt, files = compact(typed), opened(bootstrap.case_files)
    if len(receipt) != LENGTH:
        raise typer.BadParameter(f"a receipt has {LENGTH} digits, this one has {len(receipt)}", param_hint="RECEIPT")
    if not is_valid(receipt):
        maybe = files.known(transposed(receipt))
        hint = f"; did you mean {' or '.join(map(spaced, maybe))}?" if maybe else "; compare it with the paper digit by digit"
        raise typer.BadParameter(f"the check digit of {spaced(receipt)} is wrong{hint}", param_hint="RECEIPT")
    found = files.file(receipt)
    if found is None:
        raise typer.BadParameter(f"no case has the receipt {spaced(receipt)}", param_hint="RECEIPT")
    return found
