"""Questions that got no answer, those of one meaning together."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Sequence

from bot.casework.days import CHINA
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import Status
from bot.settings import ROOT, prepare_process
from bot.storage.answer_ledger import AnswerLedger

_UNANSWERED = (Status.NOTHING_FOUND, Status.NOT_STATED, Status.OUT_OF_SCOPE, Status.SCHEME_UNCLEAR)
MOST = 1_500  # different questions, the latest ones: what is compared grows with the square
_EXAMPLES = 3


@dataclass(frozen=True)
class Group:
    """How often something was asked, and in which words; the most typical ones first."""

    times: int
    examples: tuple[str, ...]


def questions(ledger: AnswerLedger, divisions: Divisions, place: str | None, since: date | None) -> list[str]:
    """As they are kept, masked, oldest first; of households in `place` and in all that lies in it."""
    begin = datetime.combine(since, time(), CHINA) if since else None
    kept = ledger.with_status([status.value for status in _UNANSWERED], begin)
    return [answer.question for answer in kept if place is None or answer.division and place in divisions.chain(answer.division)]


def grouped(kb: KnowledgeBase, asked: Sequence[str]) -> list[Group]:
    """The most asked first. Loads the embedding engine, so call it only when there is something to group."""
    prepare_process()  # the featurizer is a Rasa component
    from bot.nlu.e5_featurizer import embed
    from bot.nlu.grouping import centre_of, groups
    from bot.nlu.normalize import Rules, normalize

    rules = Rules(ROOT / "data" / "slips.yml")
    times, words = Counter[str](), dict[str, str]()
    for question in asked:
        plain = normalize(question, rules) or " "
        times[plain] += 1
        words.setdefault(plain, question)
    plain_ones = list(times)[-MOST:]
    centre = centre_of(embed([kind.about for kind in kb.kinds.values()]))
    found = []
    for members in groups(embed(plain_ones), centre):
        texts = [plain_ones[member] for member in members]
        found.append(Group(sum(times[text] for text in texts), tuple(" ".join(words[text].split()) for text in texts[:_EXAMPLES])))
    return sorted(found, key=lambda group: -group.times)
