"""Tells the conversation that reported a case what became of it."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Callable

import httpx

from bot.casework.queries import CaseQueries, NotFound, Standing
from bot.casework.receipt import spaced
from bot.jobs.outbox import Undeliverable, Undelivered
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.replies.case_status import notice
from bot.replies.reply import Reply
from bot.storage.outbox import Letter

PATIENCE = 70.0  # seconds: a turn that is being taken is waited for, and its lock lives a minute
_NOTIFY = "/webhooks/rest/notify"
_NO_CONVERSATION = 404
_BY_ITSELF = ("household", "withdrawn")  # who did it, and what: nobody is told what they have just done


@dataclass(frozen=True)
class CaseMessages:
    """What a letter says to the conversation that it is for. `today` gives the day for which clocks are told."""

    queries: CaseQueries
    kb: KnowledgeBase
    divisions: Divisions
    today: Callable[[], date]

    def __call__(self, letter: Letter) -> Reply | None:
        """None if there is nothing to tell any more: the case has moved on, and the letter on that comes next. Raises Undeliverable."""
        try:
            standing = self.queries.of_receipt(letter.payload["receipt"])
        except NotFound:
            raise Undeliverable("there is no such case any more") from None
        is_past = standing.case.state.value != letter.payload["state"]
        return None if is_past or _is_known(standing) else notice(self.kb, self.divisions, standing, self.today())


class ChatMessages:
    """A Deliverer for recipients of the kind `chat`, whose target is the sender's id of a conversation in the dialogue process at `url`.

    The page shows the message when it is opened; where people are told at once, `push` hands it to the channel (sender, key, reply), once
    per key. A receipt that was already told there is not told again.
    """

    def __init__(self, url: str, messages: Callable[[Letter], Reply | None], transport: httpx.BaseTransport | None = None,
                 push: Callable[[str, str, Reply], bool] | None = None) -> None:
        self._http = httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False, transport=transport)
        self._messages, self._push = messages, push

    def __call__(self, letter: Letter) -> None:
        """Raises Undelivered, Undeliverable."""
        reply = self._messages(letter)
        if reply is None:
            return
        body: dict[str, Any] = {"sender": letter.target, "key": letter.key, "reply": reply.as_dict(), "text": reply.plain()}
        if letter.event == "case.received":
            body["unless"] = spaced(letter.payload["receipt"])
        elif self._push:
            self._push(letter.target, letter.key, reply)
        try:
            status = self._http.post(_NOTIFY, json=body).status_code
        except httpx.HTTPError as error:
            raise Undelivered(type(error).__name__) from None
        if status == _NO_CONVERSATION:
            raise Undeliverable("there is no such conversation any more")
        if status != httpx.codes.OK:
            raise Undelivered(f"HTTP {status}")


def _is_known(standing: Standing) -> bool:
    moved = [step for step in standing.history if step.before is not step.after]
    return bool(moved) and (moved[-1].actor, moved[-1].after.value) == _BY_ITSELF
