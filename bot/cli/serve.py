"""`huinong up`, `dialogue`, `web`, `jobs` and the chat apps: the running program."""
from __future__ import annotations

import sys
import threading
import time
from typing import Callable

import httpx
import typer
from honcho import environ
from honcho.manager import Manager
from rich.console import Console

from bot import logs
from bot.channels.registered import CHANNELS, channel
from bot.cli.staff import opened
from bot.settings import ROOT, prepare_process, settings

out = Console(highlight=False)
_PATIENCE = 120  # seconds until the processes must answer


def up() -> None:
    """Start the processes of the Procfile, and the chat apps that are set up, and say where to click."""
    prepare_process()
    manager = Manager()
    for name, command in environ.parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, command, cwd=str(ROOT))
    for name in CHANNELS:
        if not channel(name).missing(settings()):
            manager.add_process(name, f"exec {sys.executable} -m bot {name}", cwd=str(ROOT))
    threading.Thread(target=_announce, daemon=True).start()
    manager.loop()
    raise typer.Exit(manager.returncode or 0)


def _announce() -> None:
    """Say how long it takes, and then where to click."""
    page, began = f"http://{settings().web_host}:{settings().web_port}", time.monotonic()
    out.print("Loading the language model, about 20 seconds …")
    while time.monotonic() - began < _PATIENCE:
        try:
            if httpx.get(f"{page}/healthz", timeout=2).status_code == 200:
                out.print(f"\n  Ready after {time.monotonic() - began:.0f} s. Open  [bold]{page}/[/bold]   (stop with Ctrl-C)\n")
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    out.print(f"Still no answer from {page}/healthz after {_PATIENCE} s: see the lines above for what is wrong.")


def dialogue() -> None:
    """The dialogue process: Rasa's REST channel on loopback."""
    prepare_process()
    from bot.dialogue.runner import serve

    serve(settings())


def jobs() -> None:
    """The jobs process: messages that go out, clocks, retention."""
    from bot.jobs.runner import serve
    from bot.jobs.schedule import schedule

    logs.configure(settings().log_level)
    try:
        found = opened(lambda: schedule(settings()))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    serve(found)


def chat_app(name: str) -> Callable[[], None]:
    """The command that runs a channel of CHANNELS."""
    def run() -> None:
        prepare_process()
        found = channel(name)
        if missing := found.missing(settings()):
            raise typer.BadParameter(missing)
        logs.configure(settings().log_level)
        opened(lambda: found.serve(settings()))

    return run


def web() -> None:
    """The web process: the chat page."""
    import uvicorn

    from bot.channels.web.app import create_app

    logs.configure(settings().log_level)
    uvicorn.run(create_app(), host=settings().web_host, port=settings().web_port, log_config=None, access_log=False,
                ws="none")  # Rasa pins a websockets that uvicorn cannot use; the page needs none
