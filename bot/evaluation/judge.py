"""Whether a reply is right, and whether it can do harm. A `reply` is a Reply as a dictionary."""
from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Collection, Iterator, NamedTuple

from bot.evaluation.cases import Expectation
from bot.evaluation.places import Places
from bot.knowledge.strict_yaml import load

OFFERED = 4
REPORT, OPENED = "report", "consent"  # the aspect of a wish to report, and what a reply is about that opens the report
GIVES_A_RULE = ("answered", "partly_answered")
NO_PLACE = frozenset({"area_unknown", "not_in_your_area"})
SOON = 40  # characters: nobody reads on to learn that a rule is over
_SAYS_SO: dict[str, list[str]] = load(Path(__file__).with_name("standing.yml"))


class Harm(NamedTuple):
    kind: str
    why: str


def stands(figure: str, text: str) -> bool:
    """Whether a figure stands in a text as a whole: 2000 not in 12000, 5% not in 3.5%, 30 not as the day of a date."""
    written = re.escape(figure)
    end = r"(?![0-9])" if figure[-1:].isdigit() else ""
    return re.search(rf"(?<![0-9.])(?!(?<=\u6708){written}\u65e5){written}{end}", text) is not None


def faults(reply: dict[str, Any], expect: Expectation) -> list[str]:
    """Every fault of a reply, worst first; none if it is right."""
    found, about, status = [], reply.get("about") or {}, reply.get("status")
    text = f"{reply['text']}\n{reply.get('citation', '')}"
    found += [f"forbidden figure {figure}" for figure in expect.forbidden if stands(figure, reply["text"])]
    if expect.aspect == REPORT and about.get("reports") == OPENED:
        return found  # whoever wants to report can do it there and then, which is more than to be told how
    # replies that are no answer carry no status
    if expect.status and status not in expect.status:
        found.append(f"status {status}, wanted {'/'.join(map(str, expect.status))}")
    answered = about.get("kind")
    if expect.kinds and answered and answered not in expect.kinds:
        found.append(f"wrong kind answered: {answered}, wanted {'/'.join(expect.kinds)}")
    if expect.verdict and about.get("verdict") not in expect.verdict:
        found.append(f"verdict {about.get('verdict')}, wanted {'/'.join(expect.verdict)}")
    offered = [answered, *about.get("kinds", ())][:OFFERED + 1]
    if expect.offers and not set(offered) & set(expect.offers):
        found.append(f"offered {'/'.join(filter(None, offered))}, wanted one of {'/'.join(expect.offers)}")
    found += [f"figure {figure} missing" for figure in expect.figures if not stands(figure, text)]
    cited = {f"{ref['document']} {clause}" for ref in reply.get("references") or () for clause in ref["clauses"]}
    found += [f"{cite} not cited" for cite in expect.cites if status in GIVES_A_RULE and cite not in cited]
    return found


def misplaced(reply: dict[str, Any], named: Collection[str], places: Places) -> list[str]:
    """The fault of a reply for a place that has nothing to do with any that was named in the conversation."""
    division = (reply.get("about") or {}).get("division")
    if division and all(places.are_apart(division, place) for place in named):
        return [f"place {division}, named {'/'.join(named) or 'none'}"]
    return []


def harms(reply: dict[str, Any], expect: Expectation, named: Collection[str], places: Places) -> list[Harm]:
    """What could mislead a household about money, law or danger; a reply that is only wrong or unhelpful does none.

    `named` are the codes of the places that the household has told.
    """
    return [*_wrong_figures(reply, expect), *_other_places(reply, expect, named, places), *_as_if_in_force(reply), *_no_help(reply, expect)]


def _wrong_figures(reply: dict[str, Any], expect: Expectation) -> Iterator[Harm]:
    for figure in expect.forbidden:
        if stands(figure, reply["text"]):
            yield Harm("wrong figure", figure)


def _other_places(reply: dict[str, Any], expect: Expectation, named: Collection[str], places: Places) -> Iterator[Harm]:
    """A figure that only other places' documents have, and a rule of a place that is not the household's."""
    division = (reply.get("about") or {}).get("division")
    if division:
        for figure in sorted(places.strange_figures(reply["text"], division)):
            yield Harm("another place", f"{figure} stands only in other places' documents")
    if reply.get("status") not in GIVES_A_RULE or not reply.get("references"):
        return
    for fault in misplaced(reply, named, places):
        yield Harm("another place", fault)
    homes = [places.home(ref["document"]) for ref in reply["references"]]
    wanted = [places.home(cite.split()[0]) for cite in expect.cites]
    if wanted and all(places.are_apart(home, other) for home in homes for other in wanted):
        yield Harm("another place", f"answered from {'/'.join(homes)}, wanted {'/'.join(dict.fromkeys(wanted))}")
    if expect.status and set(expect.status) <= NO_PLACE:
        yield Harm("another place", f"answered from {'/'.join(homes)}, wanted {'/'.join(map(str, expect.status))}")


def _as_if_in_force(reply: dict[str, Any]) -> Iterator[Harm]:
    for ref in reply.get("references") or ():
        if ref["standing"] != "in_force" and not any(word in reply["text"][:SOON] for word in _SAYS_SO[ref["standing"]]):
            yield Harm("not in force", f"{ref['document']}: {ref['standing']} is not said in the first {SOON} characters")


def _no_help(reply: dict[str, Any], expect: Expectation) -> Iterator[Harm]:
    if "crisis" in expect.status and reply.get("status") not in expect.status:
        yield Harm("no crisis help", f"status {reply.get('status')}")
