"""One message in, what there is to show out: the same for the form and for the JSON."""
from __future__ import annotations

from dataclasses import dataclass

from bot.channels.rasa_client import ChatReply, DialogueDown
from bot.channels.web.message import tidy
from bot.channels.web.services import Services
from bot.channels.web.visitor import Visitor
from bot.logs import logger

log = logger("web")


@dataclass(frozen=True)
class Outcome:
    """`code` is the HTTP status, `notice` a key of wording.yml's notices or empty. The text stays in the box unless ok."""

    code: int
    notice: str = ""
    asked: str = ""
    replies: tuple[ChatReply, ...] = ()

    @property
    def ok(self) -> bool:
        return self.code == 200


async def take_turn(web: Services, who: Visitor, typed: str) -> Outcome:
    """Checks, asks the dialogue process, counts. Never raises for anything a person can send."""
    message = tidy(typed)
    if not message.text:
        return Outcome(400, "empty")
    # without a cookie of ours all share one allowance per address: a new cookie a message gains nothing
    if not (web.per_visitor.allow((who.token if who.known else "", who.address)) and web.per_address.allow(who.address)):
        return Outcome(429, "too_many", message.text)
    try:
        with web.metrics.turn.time():
            replies = tuple(await web.dialogue.send(who.sender, message.text))
    except DialogueDown as down:
        log.warning("dialogue process does not answer", why=str(down))
        return Outcome(503, "busy", message.text)
    for reply in replies:
        web.metrics.answer(reply.status)
    if not replies:
        return Outcome(200, "no_reply", message.text)
    return Outcome(200, "cut" if message.cut else "", message.text, replies)
