"""`huinong ask` and `huinong chat`: one answer, or a conversation, in the terminal."""
from __future__ import annotations

import asyncio
import json
import uuid
from typing import Any, Optional

import httpx
import typer
from rich.console import Console

from bot.replies.reply import code_line
from bot.replies.wording import wording
from bot.settings import prepare_process, settings

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False)


class Conversation:
    """Messages to the running dialogue process; where none runs, to an agent loaded here."""

    def __init__(self) -> None:
        self.begin()
        self._agent: Any = None
        try:
            httpx.get(f"{settings().dialogue_url}/webhooks/rest/", timeout=2).raise_for_status()
        except httpx.HTTPError:
            self._load()

    def begin(self) -> None:
        """A new conversation, which knows nothing of the last one."""
        self._sender = f"terminal-{uuid.uuid4().hex}"

    def _load(self) -> None:
        prepare_process()
        self._loop = asyncio.new_event_loop()
        with err.status("No running dialogue process: loading the language model, about 15 seconds …"):
            from bot.dialogue.agent import NoModel, forgetful, load_agent

            try:
                self._agent = load_agent(settings(), forgetful())
            except NoModel as missing:
                err.print(f"There is no trained model at {missing}. Run `make train`.")
                raise typer.Exit(1) from missing

    def send(self, message: str) -> list[dict[str, Any]]:
        """The REST channel's messages to one message."""
        if self._agent is not None:
            from bot.channels.rest import guarded
            from bot.dialogue.agent import handle

            return self._loop.run_until_complete(handle(self._agent, self._sender, guarded(message)))
        url = f"{settings().dialogue_url}/webhooks/rest/webhook"
        return httpx.post(url, json={"sender": self._sender, "message": message}, timeout=60).raise_for_status().json()


def cards(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [message["custom"]["reply"] for message in messages if "custom" in message]


def ask(
    question: str,
    place: Optional[str] = typer.Option(None, help="Where the household lives, in words."),
    as_json: bool = typer.Option(False, "--json", help="Print the whole reply as JSON."),
) -> None:
    """One question, one answer."""
    conversation = Conversation()
    if place:
        conversation.send(wording("buttons")["place"].format(place=place))
    replies = cards(conversation.send(question))
    if as_json:
        typer.echo(json.dumps(replies[0] if len(replies) == 1 else replies, ensure_ascii=False, indent=2))
        return
    for reply in replies:
        _show(reply)


def chat() -> None:
    """A conversation. An empty line or Ctrl-D ends it; a number taps a button."""
    buttons: list[dict[str, Any]] = []
    conversation = Conversation()
    _show(cards(conversation.send(wording("buttons")["start_over"]))[0])
    while True:
        try:
            typed = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            break
        if not typed:
            break
        if typed.isdigit() and 0 < int(typed) <= len(buttons):
            typed = buttons[int(typed) - 1]["text"]
        for reply in cards(conversation.send(typed)):
            _show(reply)
            buttons = reply["buttons"]


def _show(reply: dict[str, Any]) -> None:
    out.print(reply["text"], markup=False)
    if reply["citation"]:
        out.print(reply["citation"], style="dim", markup=False)
    if reply.get("code"):
        out.print(code_line(reply["code"]), style="dim", markup=False)
    if reply["buttons"]:
        out.print("  ".join(f"[{n}] {button['title']}" for n, button in enumerate(reply["buttons"], 1)), style="cyan", markup=False)
