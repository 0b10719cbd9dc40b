"""Whether a reply is right, and if not, what is wrong with it."""
from __future__ import annotations

from typing import Any

from bot.evaluation.cases import Expectation


def faults(reply: dict[str, Any], expect: Expectation) -> list[str]:
    """Every fault of a reply, worst first; none if it is right. `reply` is a Reply as a dictionary."""
    found, about, status = [], reply.get("about") or {}, reply.get("status")
    text = f"{reply['text']}\n{reply.get('citation', '')}"
    found += [f"forbidden figure {figure}" for figure in expect.forbidden if figure in reply["text"]]
    if "crisis" in expect.status and status != "crisis":
        found.append("no crisis help")
    # replies that are no answer carry no status
    if expect.status and status not in expect.status and not (status is None and None in expect.status):
        found.append(f"status {status}, wanted {'/'.join(map(str, expect.status))}")
    answered = about.get("kind")
    if expect.kinds and answered and answered not in expect.kinds:
        found.append(f"wrong kind answered: {answered}, wanted {'/'.join(expect.kinds)}")
    found += [f"figure {figure} missing" for figure in expect.figures if figure not in text]
    cited = {f"{ref['document']} {clause}" for ref in reply.get("references") or () for clause in ref["clauses"]}
    found += [f"{cite} not cited" for cite in expect.cites if status in ("answered", "partly_answered") and cite not in cited]
    return found
