"""`huinong keys …`: the keys that personal data are sealed with."""
from __future__ import annotations

import time

import typer
from rich.console import Console

from bot import bootstrap, clock
from bot.settings import settings
from bot.storage.encryption import Keyring, Unreadable
from bot.storage.key_file import BadKeyFile, keys_of, new_key, read_keys, write_keys
from bot.storage.rotation import remaining, reseal, users_of

app = typer.Typer(help="Keys of the personal data: make, list, rotate, drop.", no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)
_SETTLING = 2.0  # seconds in which what was begun under the old key comes to its end
_AGE = 60  # seconds that the newest key must be in use before an old one goes


@app.command()
def new() -> None:
    """Make the file with the first key, where there is none yet."""
    file = settings().keys_file
    if file.exists():
        raise typer.BadParameter(f"{file} is there already; a further key is made by: huinong keys rotate")
    write_keys(file, (new_key(_fresh_name(())),))
    out.print(f"{file} made. Copy it to a safe place now: without it, what it seals is lost", markup=False)


@app.command("list")
def list_() -> None:
    """The names of the keys, and how many rows each has sealed."""
    keyring, engine = _keyring(), bootstrap.database()
    for number, key in enumerate(keyring.keys):
        used = users_of(engine, key.name)
        out.print(f"{key.name}  {'seals' if number == 0 else 'opens'}  {_told(used)}", markup=False)
    left = remaining(engine, keyring)
    out.print("all rows are under the newest key" if not any(left.values()) else f"not under the newest key: {_told(left)}")


@app.command()
def rotate(
    resume: bool = typer.Option(False, "--resume", help="No new key: finish what was stopped, seal what an older version left plain."),
) -> None:
    """Make a new key, then bring all rows under it. Everything goes on running; stopped, it is taken up again with --resume."""
    keyring = _keyring()
    if not resume:
        write_keys(settings().keys_file, (new_key(_fresh_name(tuple(key.name for key in keyring.keys))), *keyring.keys), replacing=True)
        out.print(f"{keyring.current} seals from now on. Copy {settings().keys_file} to the safe place again", markup=False)
        time.sleep(_SETTLING)
    engine = bootstrap.database()
    try:
        for progress in reseal(engine, keyring):
            out.print(f"{progress.table}: {progress.done} rows", end="\r" if out.is_terminal else "\n")
    except Unreadable as lost:
        out.print(f"a row is sealed with the key {lost}, which the file does not have: put it back from the copy, then rotate --resume")
        raise typer.Exit(1) from None
    left = remaining(engine, keyring)
    if any(left.values()):
        out.print(f"others changed rows meanwhile, still to do: {_told(left)}; run: huinong keys rotate --resume")
        raise typer.Exit(1)
    out.print("all rows are under the newest key" + " " * 20)


@app.command()
def drop(
    name: str = typer.Argument(..., help="The key."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask."),
) -> None:
    """Take an old key out of the file, if no row needs it."""
    keyring = _keyring()
    if name not in {key.name for key in keyring.keys}:
        raise typer.BadParameter(f"there is no key {name} (keys list)")
    if name == keyring.current:
        raise typer.BadParameter(f"{name} is the key that seals; make another one first (keys rotate)")
    if any(used := users_of(bootstrap.database(), name).values()):
        raise typer.BadParameter(f"{sum(used)} rows are sealed with {name}; bring them under the newest key: keys rotate --resume")
    if clock.now().timestamp() - settings().keys_file.stat().st_mtime < _AGE:
        raise typer.BadParameter(f"the keys were changed less than {_AGE} seconds ago: what began before that may still be written. Wait")
    if not yes:
        typer.confirm(f"Without {name}, proofs printed under it are not confirmed, backups sealed with it not opened. Drop it?", abort=True)
    write_keys(settings().keys_file, tuple(key for key in keyring.keys if key.name != name), replacing=True)
    out.print(f"{name} is gone", markup=False)


def _keyring() -> Keyring:
    """Makes none: a new key beside a database that another one sealed would hide that the right one is missing."""
    try:
        read_keys(settings().keys_file)
        return keys_of(settings().keys_file, may_make=False)
    except BadKeyFile as bad:
        raise typer.BadParameter(str(bad)) from bad


def _fresh_name(taken: tuple[str, ...]) -> str:
    """A name that no key had before: one of a backup must not be taken for it."""
    name = f"k{clock.now():%Y%m%d%H%M%S}"
    while name in taken:
        name += "x"
    return name


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{table} {count}" for table, count in counts.items() if count) or "no rows"
