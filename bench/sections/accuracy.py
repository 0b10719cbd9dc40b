"""The development set through both: right answers, right kinds, right aspects, strangers told apart."""
from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from typing import Any

from bench import messages
from bench.agents import RemoteAgent
from bench.contestants import BOTH, Contestant
from bench.stats import auroc
from bot import bootstrap
from bot.cli.talk import cards
from bot.dialogue import interpret
from bot.dialogue.reading import Memory, Reading
from bot.evaluation import cases
from bot.evaluation.cases import Case
from bot.evaluation.judge import faults
from bot.knowledge.model import Aspect

_STRANGER = "out_of_scope"
_ASPECTS = {aspect.value for aspect in Aspect}
_ON_POLICIES = {"report", "benefits"}


def run(quick: bool) -> dict[str, Any]:
    chosen = cases.load(messages.DEVELOPMENT)
    chosen = chosen[::6] if quick else chosen
    return {"turns": sum(len(case.turns) for case in chosen), **{each.name: _measure(each, chosen) for each in BOTH}}


def _measure(contestant: Contestant, chosen: list[Case]) -> dict[str, Any]:
    with RemoteAgent(contestant) as agent:
        answers = _answers(agent, chosen)
        return {**answers, **_understanding(agent, chosen)}


def _answers(agent: RemoteAgent, chosen: list[Case]) -> dict[str, Any]:
    """Whole conversations, judged as `huinong eval` judges them."""
    right: dict[str, Counter] = defaultdict(Counter)
    faulty: Counter = Counter()
    for case in chosen:
        sender = uuid.uuid4().hex
        if case.place:
            agent.say(sender, messages.place(bootstrap.divisions().full_name(case.place)))
        for turn in case.turns:
            replies = cards(agent.say(sender, turn.say)[1])
            found = faults(replies[0], turn.expect) if replies else ["no reply"]
            for group in ("all", "alone" if len(case.turns) == 1 else "conversation", f"style {case.style}"):
                right[group][not found] += 1
            faulty.update(fault.split(":")[0].split(",")[0] if fault.startswith(("wrong kind", "no ")) else fault.split()[0]
                          for fault in found[:1])
    shares = {group: counts[True] / counts.total() for group, counts in right.items()}
    return {"right": shares["all"], "groups": {group: {"share": shares[group], "turns": right[group].total()} for group in shares},
            "faults": dict(faulty.most_common())}


def _understanding(agent: RemoteAgent, chosen: list[Case]) -> dict[str, Any]:
    """Of sentences that stand alone: single ones and the first of a conversation.

    `intent` is Rasa's; `aspect` is what the conversation takes from the ranking, which also helps where the intent is a fallback.
    """
    kinds, intents, aspects, wanted_aspects, inside, outside = [], [], [], Counter(), [], []  # type: ignore[var-annotated]
    for turn in (case.turns[0] for case in chosen):
        parse = agent.parse(turn.say)[1]
        stranger = turn.expect.aspect == _STRANGER
        if stranger:
            outside.append(parse)
        elif turn.expect.kinds and turn.expect.aspect in _ASPECTS | _ON_POLICIES:
            inside.append(parse)
            links = parse.get("schemes") or [{"kind": None}]
            kinds.append([link["kind"] in turn.expect.kinds for link in links])
        if turn.expect.aspect in _ASPECTS and turn.expect.kinds:
            intents.append(parse["intent"].get("name") == f"ask_{turn.expect.aspect}")
            read = interpret.aspects(Reading.from_message(parse), Memory())[0].value
            aspects.append(read == turn.expect.aspect)
            wanted_aspects[(turn.expect.aspect, read)] += 1
    missed = Counter({pair: count for pair, count in wanted_aspects.items() if pair[0] != pair[1]})
    return {
        "kind_first": _share([row[0] for row in kinds]), "kind_among_three": _share([any(row[:3]) for row in kinds]),
        "kind_sentences": len(kinds), "intent": _share(intents), "aspect": _share(aspects), "aspect_sentences": len(aspects),
        "aspects_missed": [[wanted, read, count] for (wanted, read), count in missed.most_common(8)],
        "strangers": _strangers(inside, outside),
    }


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0


def _strangers(inside: list[dict], outside: list[dict]) -> dict[str, Any]:
    """AUROC of every signal that a pipeline has, and what the intent alone says of whom (counts)."""
    signals = {"relevance": _relevance, "confidence": _confidence, "not_out_of_scope": _not_out_of_scope}
    told = {True: Counter(), False: Counter()}  # type: ignore[var-annotated]
    for is_inside, parses in ((True, inside), (False, outside)):
        told[is_inside].update(parse["intent"].get("name") == _STRANGER for parse in parses)
    return {
        "auroc": {name: auroc([signal(parse) for parse in inside], [signal(parse) for parse in outside])
                  for name, signal in signals.items()},
        "inside": {"taken_for_a_question": told[True][False], "turned_away": told[True][True]},
        "outside": {"taken_for_a_question": told[False][False], "turned_away": told[False][True]},
    }


def _relevance(parse: dict) -> float:
    return float(parse.get("relevance") or 0.0)


def _confidence(parse: dict) -> float:
    """How sure of its likeliest intent; against it, where that is out_of_scope itself."""
    name, confidence = max(_ranking(parse).items(), key=lambda entry: entry[1])
    return -confidence if name == _STRANGER else confidence


def _not_out_of_scope(parse: dict) -> float:
    return 1.0 - _ranking(parse).get(_STRANGER, 0.0)


def _ranking(parse: dict) -> dict[str, float]:
    entries = parse.get("intent_ranking") or [parse["intent"]]
    return {entry["name"]: float(entry["confidence"]) for entry in entries if entry["name"] != "nlu_fallback"}
