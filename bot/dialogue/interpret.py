"""From a reading and a memory to what to look up, or to what must be asked back first."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable, Container

from bot.dialogue.reading import Link, Memory, Place, Reading
from bot.knowledge.model import Aspect
from bot.replies.wording import wording

# Set on cross-validated scores of the training sentences (decision 0005). A share of CERTAIN or more is right nine times
# in ten; three choices hold the right kind in eight of ten of the rest. RELEVANT parts policies from strangers.
CERTAIN, OFFERED = 0.5, 0.05
# A second kind that the place has, unlike the first, is offered beside it from this share on.
AT_HAND = 0.3
# The relevance below which a message is about no policy we know: a stranger's topic must show more than a question, unless it
# is no surer than this to be one, and a word of it, or what it tells, speaks of the policy too.
RELEVANT, RELEVANT_STRANGER, UNSURE_STRANGER = 0.5, 0.9, 0.6
# A stranger's topic with at least this relevance may still be an elliptical question (利息好高？), the weather may not.
RELATED = 0.2
# Up to this length a question without a scheme of its own goes on with the last one.
SHORT = 10
# A question without a policy of its own, this sure to be one and not longer than this, is asked of the last policy.
ASKS, LONG = 0.4, 16
# A question at least this likely elliptical goes on with the last policy; one less likely than HARDLY may be on anything.
ELLIPTICAL, HARDLY = 0.5, 0.02
# One has a topic of its own if it is less likely elliptical than this for each point of relevance above TOUCHED, up to which no
# policy was touched. Both were chosen on eval/context.yml.
SELF_CONTAINED, TOUCHED = 0.08, 0.25
MOST_CHOICES = 4
# An aspect with at least this part of the likeliest one's share may stand in for it where the documents leave that open.
POSSIBLE = 0.5
# A likeliest aspect with less than this share says nothing: an overview may be what is wanted.
VAGUE = 0.35
# A follow-up less sure than this may name a new aspect (材料呢); so may it with at least this share for one.
SURE_FOLLOW_UP, NAMED_ASPECT = 0.75, 0.12
# Surer than this, "what can I get" wants no single aspect, and a question on targets is one.
SURE = 0.7
# Asked of the last answer, unless another policy is named.
ABOUT_THE_ANSWER = (Aspect.VALIDITY, Aspect.SOURCE)
# 低保户呢？ may look like a question on the allowance itself.
_OF_OTHERS = ("follow_up", "ask_overview", "nlu_fallback")
_SAYS_WHERE = ("inform_place", "follow_up", "ask_coverage")


@dataclass(frozen=True)
class Wanted:
    """What a message asks for. `kind` is certain, or `choices` must be chosen from, or neither and nothing was found.

    `aspects` are what may be wanted, likeliest first; `near` all linked kinds.
    """

    aspects: tuple[Aspect, ...]
    kind: str | None = None
    choices: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def aspect(self) -> Aspect:
        return self.aspects[0]


def interpret(reading: Reading, memory: Memory, available: Container[str]) -> Wanted:
    """`available` are the kinds that the household's own place has: they win near ties."""
    links = _favoured(reading.links, available)
    wanted = Wanted(aspects(reading, memory), near=tuple(link.kind for link in links))
    if _goes_on(reading, memory, links, wanted.aspect):
        is_of_a_total = wanted.aspect is Aspect.TARGETS and memory.aspect == Aspect.AMOUNT.value  # 那丰都有多少？
        return replace(wanted, kind=memory.kind, aspects=(Aspect.AMOUNT,) if is_of_a_total else wanted.aspects)
    is_vouched_for = bool(links) and links[0].kind in reading.speaks_of and reading.confidence < UNSURE_STRANGER
    enough = RELEVANT_STRANGER if reading.intent == "out_of_scope" and not is_vouched_for else RELEVANT
    if not links or reading.relevance < enough and not any(link.named for link in links):
        return wanted
    offered = tuple(link.kind for link in links if link.score >= OFFERED)[:MOST_CHOICES]
    if len(offered) < 2 or links[0].score >= CERTAIN and links[0].score > links[1].score and not _may_be_at_hand(links, available):
        return replace(wanted, kind=links[0].kind)
    return replace(wanted, choices=offered)


def _may_be_at_hand(links: list[Link], available: Container[str]) -> bool:
    """贷款能贷多少: the likeliest loan is none of this place, but another one that is meant nearly as well is."""
    first, second = links[:2]
    return not first.named and first.kind not in available and second.kind in available and second.score >= AT_HAND


def meant_place(reading: Reading, memory: Memory, is_covered: Callable[[str], bool]) -> Place | None:
    """The place that the message is about: the last one named. Where one only works, goes or was treated is none.

    A place without documents that comes up in the middle of a question leaves the household's own place as it is.
    """
    home, is_told = memory.division, reading.intent == "inform_place"
    known = [place for place in reading.places if home or is_told or any(map(is_covered, place.codes))]
    for place in reversed(known or reading.places):  # who lives here once worked there: a place with documents is the likelier one
        if place.is_compared and home and not is_told and not place.is_home:  # 我们是丰都的 compares nothing
            continue
        is_beside_home = home and is_covered(home) and not any(_lies_in(code, home) for code in place.codes)
        if place.is_away and (is_beside_home or not any(map(is_covered, place.codes))):
            continue
        told = memory.division is None or place.is_home or reading.intent in _SAYS_WHERE or place.start == 0
        if told or any(is_covered(code) for code in place.codes):
            return place
    return None


def _lies_in(code: str, home: str) -> bool:
    """Within a province or a city; a county has nothing within it. By its code alone: 440000, 441400, 441424."""
    return code == home or any(home.endswith(end) and code.startswith(home.removesuffix(end)) for end in ("0000", "00"))


def aspects(reading: Reading, memory: Memory) -> tuple[Aspect, ...]:
    """What may be wanted, likeliest first. A follow-up wants what was wanted last."""
    known = {f"ask_{aspect.value}": aspect for aspect in Aspect}
    if reading.intent == "ask_benefits" and reading.confidence >= SURE:
        return (Aspect.OVERVIEW,)
    likely = [(known[name], share) for name, share in reading.ranking if name in known]
    names_one = reading.confidence < SURE_FOLLOW_UP and bool(likely) and likely[0][1] >= NAMED_ASPECT
    if reading.intent == "follow_up" and memory.aspect and not names_one:
        return (Aspect(memory.aspect),)
    if reading.intent in known:
        likely = [(known[reading.intent], reading.confidence), *likely]
    best = likely[0][1] if likely else 0.0
    possible = [aspect for aspect, share in likely if share >= POSSIBLE * best]
    return tuple(dict.fromkeys([*possible, Aspect.OVERVIEW] if best < VAGUE else possible))


def _favoured(links: tuple[Link, ...], available: Container[str]) -> list[Link]:
    """Shares in which a kind that the household's place has, or that is named, counts for three that are not."""
    weighed = [replace(link, score=link.score * (3 if link.kind in available or link.named else 1)) for link in links]
    total = sum(link.score for link in weighed) or 1.0
    return sorted((replace(link, score=link.score / total) for link in weighed), key=lambda link: -link.score)


def _goes_on(reading: Reading, memory: Memory, links: list[Link], aspect: Aspect) -> bool:
    """那要多久？ 去哪办？ 那梅州呢？ have no scheme of their own: the last one is meant."""
    if not memory.kind:
        return False
    is_short, asks_what_is = len(reading.text) <= SHORT, any(word in reading.text for word in wording("aspects")["what_is"])
    if reading.of_whom and reading.intent in _OF_OTHERS and is_short and not reading.told and not asks_what_is:
        return True  # 那低保户呢？ is the same question of another household
    if any(link.named for link in links):
        return False
    if reading.elliptical >= ELLIPTICAL and (reading.intent.startswith("ask_") or reading.intent in ("follow_up", "nlu_fallback")):
        return True
    if reading.intent != "follow_up" and reading.speaks_of and memory.kind not in reading.speaks_of:
        return False  # 养了二十只羊有钱拿不 after an answer on houses
    certain = bool(links) and links[0].score >= CERTAIN and reading.relevance >= RELEVANT_STRANGER
    if aspect in ABOUT_THE_ANSWER and reading.intent != "out_of_scope":
        return not certain
    is_question = reading.intent.startswith("ask_") or reading.intent == "nlu_fallback"
    is_question |= reading.intent == "out_of_scope" and reading.relevance >= RELATED
    if reading.intent == "follow_up":  # of another household, or of nothing that is known: not a new policy
        return reading.of_whom or not certain and reading.relevance < RELEVANT_STRANGER
    if _asks_of_nothing(reading):
        return len(reading.text) <= LONG  # asked of no policy that we know: of the last one
    return not certain and not _has_own_topic(reading) and is_question and is_short


def _has_own_topic(reading: Reading) -> bool:
    """Too little elliptical for how clearly it is about a policy."""
    return reading.elliptical < SELF_CONTAINED * (reading.relevance - TOUCHED)


def _asks_of_nothing(reading: Reading) -> bool:
    """A question of no policy that we know, which may well be elliptical: a stranger's topic is not."""
    is_question = reading.intent.startswith("ask_") and reading.confidence >= ASKS
    return is_question and reading.relevance < RELEVANT and reading.elliptical >= HARDLY
