"""An answer of the ledger composed once more, from what it was made from and the content as it is now. Pure."""
from __future__ import annotations

from datetime import date
from typing import Any, Callable, Mapping

from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import Question, look_up
from bot.knowledge.model import Aspect
from bot.replies.policy import compose
from bot.replies.reply import Reply

About = Mapping[str, Any]
Way = Callable[[KnowledgeBase, Divisions, About], Reply | None]
_NEEDED = {"kind", "aspect", "division", "on", "page"}


def recompose(kb: KnowledgeBase, divisions: Divisions, about: About) -> Reply | None:
    """The reply that `about` gives today, for the day in it; None if it tells too little, or the content no longer has its kind."""
    way = WAYS.get(about.get("use"))
    return way(kb, divisions, about) if way else None


def _policy(kb: KnowledgeBase, divisions: Divisions, about: About) -> Reply | None:
    """An answer to a policy question."""
    if not about.keys() >= _NEEDED or about["kind"] not in kb.kinds or not divisions.exists(about["division"]):
        return None
    question = Question(Aspect(about["aspect"]), about["kind"], about["division"], date.fromisoformat(about["on"]), tuple(about["first"]))
    return compose(kb, divisions, look_up(kb, divisions, question), about["page"])


# By what `about` says under `use`; a plain policy question says nothing there. Each returns None for what it cannot compose.
WAYS: Mapping[str | None, Way] = {None: _policy}
