"""The schemes that fit what a household told, why each fits, and what is still to know."""
from __future__ import annotations

from datetime import date
from typing import Any, Mapping, Sequence

from bot.knowledge.divisions import Divisions
from bot.knowledge.finder import Fit, find
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import Status
from bot.knowledge.model import Aspect
from bot.replies import citations
from bot.replies.facts import gist_in_words
from bot.replies.policy import MOST, kind_buttons
from bot.replies.reply import Button, Reply
from bot.replies.standing import made_from, place_in_words, still_valid
from bot.replies.wording import wording

USE = "benefit_finder"
ON_A_PAGE, MOST_OPEN = 3, 2


def benefits(kb: KnowledgeBase, divisions: Divisions, division: str, told: Mapping[str, Any], on: date, page: int = 0) -> Reply | None:
    """None if nothing fits. `told` has what was read: situations, known (atoms), heard (kind → share), whom."""
    fits = find(kb, divisions, division, told["situations"], told["before"], told["known"], told["heard"])
    shown = fits[page * ON_A_PAGE:(page + 1) * ON_A_PAGE]
    if not shown:
        return None
    words = wording("finder")
    head = next(fit for place in divisions.chain(division) for fit in shown if fit.place == place)  # the nearest document opens
    place, document = head.place, head.scheme.gist.source.document
    opening = words["opening" if page == 0 else "further"].format(
        whom=told["whom"] or words["you"], place=place_in_words(kb, divisions, document, place, on))
    closing = still_valid(kb, document, on, kb.place(place).ask_office.name)
    for most_open in (MOST_OPEN, 0):  # what is still open is left to the check where the screen is full
        lines = [words["line"].format(number=number, title=_title(kb, divisions, fit, head, on), gist=gist_in_words(fit.scheme),
                                      why=_why(kb, fit, most_open))
                 for number, fit in enumerate(shown, page * ON_A_PAGE + 1)]
        text = opening + "".join(lines) + closing
        if len(text) <= MOST:
            break
    sources = [fit.scheme.gist.source for fit in shown] + [leaf.source for fit in shown for leaf in fit.met if leaf.source]
    found = citations.references(kb, sources, on)
    pages = -(-len(fits) // ON_A_PAGE)
    more, report = wording("buttons")["more"], wording("buttons")["report"]
    further = (Button(more, more),) if page + 1 < pages else ()
    buttons = (*kind_buttons(kb, tuple(fit.kind for fit in shown), Aspect.OVERVIEW.value), *further, Button(report, report))
    about = made_from(kb, divisions, division, on) | {
        "use": USE, "place": place, "kinds": [fit.kind for fit in fits], "told": dict(told), "page": page, "pages": pages}
    return Reply(Status.ANSWERED, text, citations.citation(found), found, buttons, about)


def _title(kb: KnowledgeBase, divisions: Divisions, fit: Fit, head: Fit, on: date) -> str:
    """With the wider place whose rule it is; with its standing too, where that is not the one said at the beginning."""
    if fit.place == head.place:
        return fit.scheme.title
    document = fit.scheme.gist.source.document
    is_alike = kb.standing(document, on) == kb.standing(head.scheme.gist.source.document, on)
    place = divisions.name(fit.place) if is_alike else place_in_words(kb, divisions, document, fit.place, on)
    return wording("finder")["of_wider"].format(place=place, title=fit.scheme.title)


def _why(kb: KnowledgeBase, fit: Fit, most_open: int) -> str:
    """Because of what was said; what it still hangs on."""
    words, named = wording("finder"), kb.situations.situations
    said = [named[name].name for name in fit.because] or list(dict.fromkeys(leaf.words() for leaf in fit.met))
    still = list(dict.fromkeys(leaf.words() for leaf in fit.open))[:most_open]
    parts: Sequence[str] = (
        words["because"].format(said=words["join"].join(said[:MOST_OPEN])) if said else "",
        words["fits"] if fit.outcome else words["still"].format(open=words["join"].join(still)) if still else "")
    return words["why"].format(parts=words["part_join"].join(filter(None, parts))) if any(parts) else ""
