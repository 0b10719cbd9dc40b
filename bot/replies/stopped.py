"""What stands in place of an answer that must not be given for now."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import Status
from bot.replies import turns
from bot.replies.reply import Reply

# These go on while answers are stopped: asking back promises nothing, help in danger and whom to ask are never held back.
NEVER_STOPPED = (None, Status.CRISIS, Status.HANDED_OVER)
_ANSWERS = (Status.ANSWERED, Status.PARTLY_ANSWERED)


def kinds_told(reply: Reply) -> tuple[str, ...]:
    """The kinds that a reply says something of. Kinds that are only offered on buttons are told in the answer that follows."""
    kinds = [reply.about.get("kind")]
    if reply.status in _ANSWERS:
        kinds += reply.about.get("kinds") or ()
    return tuple(kind for kind in kinds if kind)


def stopped(kb: KnowledgeBase, divisions: Divisions, reply: Reply, division: str | None, stop: int) -> Reply:
    """Whom to ask instead of `reply`. `stop` is the number of the notice that holds it back."""
    asked: dict[str, Any] = {key: reply.about[key] for key in ("kind", "aspect") if reply.about.get(key)}
    notice = turns.to_office("stopped", kb, divisions, division, Status.HANDED_OVER)
    return replace(notice, about={**asked, "division": division, "stop": stop})
