"""What a document leaves open, in short sentences after what it states."""
from __future__ import annotations

import re
from typing import Iterable, Sequence

from bot.replies.facts import Part, Phrase
from bot.replies.wording import wording

MOST = 2  # more of them hide what the document does say


def parted(phrases: Iterable[Phrase]) -> tuple[list[Phrase], list[Phrase]]:
    """What is stated, and the gaps, each said once."""
    facts: list[Phrase] = []
    gaps: dict[str, Phrase] = {}
    for phrase in phrases:
        short = in_short(phrase.text) or phrase.text
        if not phrase.part.is_gap:
            facts.append(phrase)
        elif not any(short in said for said in gaps):
            gaps[short] = phrase
    return facts, [*gaps.values()]


def in_sentences(gaps: Sequence[Phrase]) -> str:
    """What everybody must meet as well, then what else is left open, then what the content says in its own sentence."""
    words, said = wording("answer")["gaps"], ""
    for key, is_needed in (("needed", True), ("others", False)):
        parts = [short for gap in gaps if (gap.part is Part.NEEDED) is is_needed and (short := _listed(gap))]
        said += words[key].format(parts=words["join"].join(parts)) if parts else ""
    return said + "".join(words["sentence"].format(text=gap.text) for gap in gaps if not _listed(gap))


def _listed(gap: Phrase) -> str:
    """How a gap stands in a list; a leaf of the conditions always does."""
    return in_short(gap.text) or gap.text * (gap.part in (Part.NEEDED, Part.OPEN))


def in_short(text: str) -> str:
    """Without the mark that this is not written, for the list says that; empty if the text has no such mark."""
    words = wording("answer")["gaps"]
    opening, closing = words["brackets"]
    marker, comma = words["marker"], words["commas"]
    in_brackets = re.fullmatch(rf"(.+){opening}(?:{marker}(.*)|(.*?){comma}?{marker}){closing}", text)
    if in_brackets:
        what = in_brackets[2] or in_brackets[3] or ""
        return in_brackets[1] + (opening + what + closing if what else "")
    at_the_end = re.fullmatch(rf"(.+){comma}{marker}", text)
    return at_the_end[1] if at_the_end else ""
