"""`huinong qr`: posters for the village board."""
from __future__ import annotations

import re
from pathlib import Path
from typing import Optional

import typer
from rich.console import Console

from bot import bootstrap, clock
from bot.channels.h5.address import opens_only_on, page_url, typed_url, village_name
from bot.channels.h5.hotline import hotline_of
from bot.channels.telegram import deep_link
from bot.cli.places import division_of
from bot.settings import settings, web_address

out = Console(highlight=False, soft_wrap=True)
_HOW = "give the six-digit code of the county (500230, as at the front of its people's ID numbers) or its full name"
_BOT = re.compile(r"[A-Za-z][A-Za-z0-9_]{1,28}bot", re.ASCII | re.IGNORECASE)
_WARNINGS = {
    "this_machine": "WARNING: {base} is an address of this machine only, a phone cannot open it. Set HUINONG_PUBLIC_URL or give --url "
                    "with the address that phones reach, and print again.",
    "this_network": "WARNING: {base} is an address of this local network only, phones elsewhere cannot open it. Set HUINONG_PUBLIC_URL or "
                    "give --url with the public address, and print again.",
}


def qr(
    division: str = typer.Option(..., help="Code or name of the county, 500230."),
    village: str = typer.Option("", help="The village's name; left out, the poster is for the whole place."),
    folder: Optional[Path] = typer.Option(None, "--out", help="Folder for the files; var/posters if left out."),
    url: str = typer.Option("", help="Public address of the web app, https://…; HUINONG_PUBLIC_URL if left out."),
    telegram: str = typer.Option("", help="User name of the bot: the code opens the chat in Telegram instead of the page."),
) -> None:
    """Print the poster of a village: a PNG and a PDF, A4, whose code opens its one-tap page, or the report in the chat."""
    from bot.channels.h5 import poster as drawing  # with Pillow, which no other command needs
    from bot.cli import fonts

    code, name, base, bot = _division(division), _village(village), _base(url), _bot(telegram)
    chain, day = bootstrap.divisions().chain(code), clock.today()
    place, hotline = bootstrap.divisions().full_name(code), hotline_of(bootstrap.knowledge_base(), chain, day)
    try:
        faces = fonts.faces(settings().font, drawing.words()["title"])
    except fonts.NoFont as missing:
        out.print(str(missing), markup=False)
        raise typer.Exit(1) from missing
    if lacking := faces.bold.lacks(name):
        raise typer.BadParameter(f"the font {faces.bold.path} has no picture for {lacking}: "
                                 "check the name, or set HUINONG_FONT to a font that has it", param_hint="--village")
    start = deep_link.parameter(code, name)
    if bot:
        poster = drawing.Poster(place, name, deep_link.link(bot, start), f"@{bot}", hotline, day, "chat")
    else:
        poster = drawing.Poster(place, name, page_url(base, code, name), typed_url(base, code), hotline, day)
    folder = folder or settings().var / "posters"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = drawing.save(poster, faces, folder / _stem(code, name, bot))
    except OSError as error:
        raise typer.BadParameter(f"the poster cannot be written to {folder} ({error.strerror or error}): give a folder you may write to",
                                 param_hint="--out") from error
    out.print(f"{' '.join(filter(None, (place, name)))}: {poster.url}", markup=False)
    out.print(*map(str, files), sep="\n", markup=False)
    if hotline is None:
        out.print("No telephone on it: the content of this place gives none.")
    elif hotline.standing != "in_force":
        out.print(f"Its telephone {hotline.number} stands in a document that is {hotline.standing}; the poster says so.", markup=False)
    if bot:
        if deep_link.read(start) != deep_link.Start(code, name or None):
            out.print("The village's name is too long for a link to Telegram: the chat asks for it.")
    elif where := opens_only_on(base):
        out.print(_WARNINGS[where].format(base=base), markup=False)


def _division(text: str) -> str:
    try:
        return division_of(text)
    except typer.BadParameter as error:
        raise typer.BadParameter(f"{error.message}: {_HOW}", param_hint="--division") from error


def _village(text: str) -> str:
    try:
        return village_name(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--village") from error


def _base(text: str) -> str:
    try:
        return web_address(text) if text else settings().public_url
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--url") from error


def _bot(text: str) -> str:
    name = text.removeprefix("@")
    if name and not _BOT.fullmatch(name):
        raise typer.BadParameter(f"{text!r} is no bot's user name: letters, digits and _, ending in bot, as @BotFather has it",
                                 param_hint="--telegram")
    return name


def _stem(code: str, village: str, bot: str) -> str:
    """A file name that every system takes."""
    return "-".join(filter(None, ("poster", bot and "telegram", code, "".join(sign if sign.isalnum() else "_" for sign in village))))
