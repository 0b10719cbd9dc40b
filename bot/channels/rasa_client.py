"""Talks to the dialogue process over its REST channel. For every channel that runs outside that process."""
from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Mapping

import httpx

from bot.channels.fast_http import FastTransport
from bot.replies.reply import Button, Reference, as_plain

_WEBHOOK, _TRANSCRIPT, _HEALTH = "/webhooks/rest/webhook", "/webhooks/rest/transcript", "/webhooks/rest/"
_TURN, _LOOK = ({"timeout": httpx.Timeout(whole, connect=connect).as_dict()} for whole, connect in ((20.0, 2.0), (4.0, 1.0)))
_PAUSE = 0.3  # seconds before the one retry
_MOST_TURNS = 100  # at a time
_KEEP_ALIVE = 2.0  # seconds, below Sanic's five: no request goes out on a connection that is just being closed


class DialogueDown(Exception):
    """No answer: unreachable, slow, failing or unreadable. Never holds what was said."""


@dataclass(frozen=True)
class ChatReply:
    """One reply as it arrived: bot.replies.reply.Reply in JSON, or plain text with buttons and nothing else."""

    text: str
    status: str | None = None
    citation: str = ""
    references: tuple[Reference, ...] = ()
    buttons: tuple[Button, ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)
    code: str = ""

    def plain(self) -> str:
        return as_plain(self.text, self.citation, self.code)


@dataclass(frozen=True)
class Turn:
    """One entry of a conversation: `who` is user or bot, `reply` is None for the user."""

    who: str
    text: str
    reply: ChatReply | None = None


class RasaClient:
    """Async client of the process at `base_url`. Every method may raise DialogueDown, `is_alive` never does."""

    def __init__(self, base_url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._url = base_url
        self._transport = transport or FastTransport(_MOST_TURNS, _KEEP_ALIVE)

    async def close(self) -> None:
        await self._transport.aclose()

    async def send(self, sender: str, message: str, message_id: str | None = None) -> list[ChatReply]:
        """What the bot answers, in order; an empty list if it says nothing.

        With the id of a message that was answered before, the same again and no other turn.
        """
        body = {"sender": sender, "message": message.encode("utf-8", "replace").decode()}  # half a surrogate is no text
        if message_id:
            body["message_id"] = message_id
        response = await self._ask("POST", _WEBHOOK, extensions=_TURN, json=body)
        return replies(_entries(response))

    async def transcript(self, sender: str) -> list[Turn] | None:
        """The conversation so far, oldest first; None where the dialogue process does not serve it."""
        response = await self._ask("GET", _TRANSCRIPT, missing_ok=True, extensions=_LOOK, params={"sender": sender})
        if response.status_code == 404:
            return None
        return [turn for turn in map(_turn, _entries(response)) if turn]

    async def is_alive(self) -> bool:
        try:
            await self._ask("GET", _HEALTH, extensions=_LOOK)
        except DialogueDown:
            return False
        return True

    async def _ask(self, method: str, path: str, missing_ok: bool = False, **rest: Any) -> httpx.Response:
        """One request; one retry if the connection is refused, none once the message may have arrived."""
        # not by a client of httpx: it would double the cost
        request = httpx.Request(method, self._url + path, **rest)
        try:
            try:
                response = await self._transport.handle_async_request(request)
            except httpx.ConnectError:
                await asyncio.sleep(_PAUSE)
                response = await self._transport.handle_async_request(request)
            await response.aread()
        except httpx.TimeoutException:
            raise DialogueDown("slow") from None
        except httpx.HTTPError:
            raise DialogueDown("unreachable") from None
        if response.status_code != 200 and not (missing_ok and response.status_code == 404):
            raise DialogueDown("failing")
        return response


def _entries(response: httpx.Response) -> list[Mapping[str, Any]]:
    try:
        found = response.json()
    except (ValueError, RecursionError):
        raise DialogueDown("unreadable") from None
    if not isinstance(found, list):
        raise DialogueDown("unreadable")
    return _mappings(found)


def replies(entries: list[Mapping[str, Any]]) -> list[ChatReply]:
    """Text entries as they are; a custom reply stands for the texts before it that only repeat it."""
    found: list[ChatReply] = []
    texts: list[ChatReply] = []
    for entry in entries:
        custom = entry.get("custom")
        whole = reply_from(custom.get("reply")) if isinstance(custom, dict) else None
        if whole:
            found += [each for each in texts if each.text not in whole.plain()] + [whole]
            texts = []
        elif entry.get("text"):
            texts.append(ChatReply(str(entry["text"]), buttons=_buttons(entry.get("buttons"))))
    return found + texts


def reply_from(tree: Any) -> ChatReply | None:
    """A Reply's JSON as a ChatReply; None if it is not one. Keys that a newer process adds are passed over."""
    if not isinstance(tree, dict) or not isinstance(tree.get("text"), str):
        return None
    about, status = tree.get("about"), tree.get("status")
    return ChatReply(tree["text"], str(status) if status else None, str(tree.get("citation") or ""),
                     tuple(map(_reference, _mappings(tree.get("references")))), _buttons(tree.get("buttons")),
                     about if isinstance(about, dict) else {}, str(tree.get("code") or ""))


def _turn(entry: Mapping[str, Any]) -> Turn | None:
    text = str(entry.get("text") or "")
    if entry.get("who") == "user":
        return Turn("user", text)
    reply = reply_from(entry.get("reply")) or (ChatReply(text, buttons=_buttons(entry.get("buttons"))) if text else None)
    return Turn("bot", reply.text, reply) if reply and entry.get("who") == "bot" else None


def _reference(tree: Mapping[str, Any]) -> Reference:
    words: dict[str, Any] = {key: str(tree.get(key) or "") for key in ("document", "title", "issuer", "standing", "period")}
    maybe: dict[str, Any] = {key: str(tree[key]) if tree.get(key) else None for key in ("number", "issued_on")}
    lists: dict[str, Any] = {key: tuple(map(str, tree.get(key) or ())) for key in ("clauses", "headings", "notes")}
    return Reference(**words, **maybe, **lists)


def _buttons(tree: Any) -> tuple[Button, ...]:
    """Rasa's buttons say `payload`, ours say `text`."""
    found = ((each.get("title"), each.get("text") or each.get("payload")) for each in _mappings(tree))
    return tuple(Button(str(title), str(text)) for title, text in found if title and text)


def _mappings(tree: Any) -> list[Mapping[str, Any]]:
    return [each for each in tree if isinstance(each, dict)] if isinstance(tree, list) else []
