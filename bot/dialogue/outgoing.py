"""The last step before a reply goes out: what is stopped is replaced, and what is given is kept and gets its code."""
from __future__ import annotations

from dataclasses import replace
from typing import Callable

from bot import clock
from bot.dialogue.turn import Assistant
from bot.knowledge.lookup import Status
from bot.logs import logger
from bot.privacy.masking import mask
from bot.replies.reply import Reply
from bot.replies.stopped import NEVER_STOPPED, kinds_told, stopped
from bot.storage.answer_ledger import LONGEST_QUESTION, Answer, AnswerLedger
from bot.storage.kill_switch import Stop

WITHOUT_CODE = (None, Status.CRISIS)  # small talk promises nothing, and in danger nobody needs a number
_log = logger("ledger")


class Outgoing:
    """One for a process. Where the database fails, the person still gets the answer, without a code; known stops go on holding."""

    def __init__(self, ledger: Callable[[], AnswerLedger]) -> None:
        self._ledger = ledger  # made at the first use, and again at the next if there was no database
        self._stops: tuple[Stop, ...] = ()

    def send(self, assistant: Assistant, reply: Reply, typed: str, division: str | None) -> Reply:
        """The reply to give to what was `typed`, for a household in `division` if the reply names none. Never raises."""
        if reply.status in WITHOUT_CODE:
            return reply
        division = reply.about.get("division") or division
        try:
            with self._ledger().page() as page:  # one transaction, so one commit
                self._stops = page.stops()
                given = self._held_back(assistant, reply, division) or reply
                return replace(given, code=page.add(_answer(assistant, given, typed, division)))
        except Exception as error:  # whatever it is, it must not keep the answer from the person
            _log.error("answer not kept", why=type(error).__name__)
            return self._held_back(assistant, reply, division) or reply

    def _held_back(self, assistant: Assistant, reply: Reply, division: str | None) -> Reply | None:
        """The notice in place of the reply, if a stop covers it."""
        if not self._stops or reply.status in NEVER_STOPPED:
            return None
        chain, kinds = assistant.divisions.chain(division) if division else (), kinds_told(reply)
        stop = next((stop for stop in self._stops if stop.covers(chain, kinds)), None)
        return stopped(assistant.kb, assistant.divisions, reply, division, stop.id) if stop else None


def _answer(assistant: Assistant, reply: Reply, typed: str, division: str | None) -> Answer:
    about = reply.about
    assert reply.status
    # the question often stands last in a long story; cut only after masking, or a number cut in two would stay
    question = mask(typed)[-LONGEST_QUESTION:]
    version = assistant.kb.version(assistant.divisions.chain(division or ""))
    return Answer(answered_at=clock.now(), question=question, status=reply.status.value, kind=about.get("kind"), aspect=about.get("aspect"),
                  division=division, place=about.get("place"), answered_on=assistant.on, knowledge_base=version,
                  text=reply.plain(), about=about)
