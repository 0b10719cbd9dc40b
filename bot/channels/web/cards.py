"""A reply as the page shows it. The same shape goes into the HTML and into the JSON for the page's JavaScript."""
from __future__ import annotations

from dataclasses import asdict
from datetime import date
from itertools import zip_longest
from typing import Any, Sequence

from bot.channels.rasa_client import ChatReply, Turn
from bot.channels.web.lines import lines
from bot.channels.web.wording import words
from bot.knowledge.lookup import Status
from bot.replies.figures import day
from bot.replies.reply import Button, Reference, code_line


def card(reply: ChatReply) -> dict[str, Any]:
    """The keys of ChatReply, and: `lines` of its text, `badges` of its documents, ready words in each reference.

    `bare` is a citation that has no reference to fold out, `code_line` the answer code in words.
    """
    references = [_reference(reference) for reference in reply.references]
    badges = list(dict.fromkeys(each["badge"] for each in references if each["badge"]))
    return {**asdict(reply), "references": references, "lines": lines(reply.text), "badges": badges,
            "bare": "" if references else reply.citation, "code_line": code_line(reply.code)}


def cards(replies: Sequence[ChatReply]) -> list[dict[str, Any]]:
    """The last one always offers something to tap: its own buttons, else the example questions."""
    found = [card(reply) for reply in replies]
    if found:
        own = bool(found[-1]["buttons"]) or found[-1]["status"] == Status.CRISIS.value
        found[-1]["offer"] = words()["page"]["next_heading" if own else "suggestion_heading"]
        found[-1]["buttons"] = found[-1]["buttons"] if own else [asdict(button) for button in examples()]
    return found


def conversation(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """[{"who": "user", "text": …, "latest": bool} or {"who": "bot", "card": …}, …].

    Only an answer that stands last offers buttons; the page opens at the latest question.
    """
    latest = max((number for number, turn in enumerate(turns) if not turn.reply), default=None)
    spoken: list[dict[str, Any]] = [
        {"who": "bot", "card": card(turn.reply)} if turn.reply else {"who": "user", "text": turn.text, "latest": number == latest}
        for number, turn in enumerate(turns)]
    if turns and turns[-1].reply:
        spoken[-1]["card"] = cards([turns[-1].reply])[0]
    return spoken


def examples() -> tuple[Button, ...]:
    return tuple(Button(question, question) for question in words()["examples"])


def blank() -> dict[str, Any]:
    """A card with one of everything and nothing in it: the page's JavaScript clones it."""
    empty = asdict(Reference("", "", None, "", None, "", "", (), ()))
    reference = {**empty, "badge": "", "issued": "", "clause_lines": [""], "notes": [""]}
    empty_texts = dict.fromkeys(("citation", "bare", "code_line", "offer"), "")
    return {**empty_texts, "lines": [""], "badges": [""], "references": [reference], "buttons": []}


def _reference(reference: Reference) -> dict[str, Any]:
    said = words()["card"]
    clauses = [said["clause_line"].format(clause=clause, heading=heading or "").strip()
               for clause, heading in zip_longest(reference.clauses, reference.headings[:len(reference.clauses)])]
    return {**asdict(reference), "badge": words()["badges"].get(reference.standing, ""),
            "issued": _day(reference.issued_on) or said["undated"], "clause_lines": clauses}


def _day(issued_on: str | None) -> str:
    try:
        return day(date.fromisoformat(issued_on)) if issued_on else ""
    except ValueError:
        return issued_on or ""
