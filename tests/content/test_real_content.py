"""The content as it is: it passes its own checks, and every closed list has its words."""
from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
import yaml

from bot.dialogue import small_talk
from bot.knowledge.check import check
from bot.knowledge.lookup import Status
from bot.knowledge.model import Aspect, Bound, Document
from bot.replies.wording import wording

ROOT = Path(__file__).resolve().parents[2]
FEWEST_SAYINGS = 10
STANDINGS = {*get_args(Document.__fields__["status"].outer_type_), "period_ended"}
COMPOSED = {Status.ANSWERED, Status.PARTLY_ANSWERED, Status.NOT_STATED}  # from answer.yml; the others have a turn of their own


def listed(problems: list) -> str:
    return "\n".join(map(str, problems[:30]))


def test_the_content_has_no_mistake(real_kb, real_divisions):
    problems = check(real_kb, real_divisions)

    assert not problems, listed(problems)


def test_every_citation_is_proven_in_the_official_texts(real_kb, real_divisions, official_texts):
    problems = check(real_kb, real_divisions, official_texts)

    assert not problems, listed(problems)


def test_every_document_has_its_official_text(real_kb, official_texts):
    assert [doc for doc in real_kb.document_ids if not (official_texts / real_kb.document(doc).source_file).is_file()] == []


def test_every_place_is_named_by_its_folder(real_kb, real_divisions):
    assert real_kb.folders
    assert [path.name for code, path in real_kb.folders.items() if not (real_divisions.exists(code) and path.name.startswith(f"{code}_"))] == []


def test_every_kind_is_named_explained_and_said_in_ten_ways(real_kb):
    poor = [f"{key}: {len(set(kind.sayings))} sayings" for key, kind in real_kb.kinds.items()
            if not (kind.name.strip() and kind.about.strip() and len(set(kind.sayings)) >= FEWEST_SAYINGS)]

    assert real_kb.kinds
    assert poor == []


def test_no_two_kinds_share_a_name(real_kb):
    names = Counter(name for kind in real_kb.kinds.values() for name in {kind.name, *kind.aliases})

    assert [name for name, times in names.items() if times > 1] == []


def test_every_kind_is_in_some_place(real_kb):
    somewhere = {kind for place in real_kb.folders for kind in real_kb.schemes(place)}

    assert sorted(set(real_kb.kinds) - somewhere) == []


def test_every_choice_of_a_fact_can_be_told_from_the_others(real_kb):
    alike = [name for name, fact in real_kb.facts.items() if len(set(fact.choices.values())) < len(fact.choices)]
    missing = [name for name, fact in real_kb.facts.items() if (fact.type in ("choice", "several")) != bool(fact.choices)]

    assert (alike, missing) == ([], [])


# every closed list has its words

@pytest.mark.parametrize("status", [status for status in Status if status not in COMPOSED], ids=lambda status: status.value)
def test_every_status_that_is_no_composed_answer_has_its_turn(status):
    assert status.value in wording("turns")


@pytest.mark.parametrize("aspect", list(Aspect), ids=lambda aspect: aspect.value)
def test_every_aspect_has_its_lead_its_noun_and_its_button(aspect):
    assert "{facts}" in wording("answer")["lead"][aspect.value]
    assert wording("answer")["noun"][aspect.value]
    assert wording("buttons")["labels"][aspect.value]


def test_no_wording_is_for_an_aspect_that_does_not_exist():
    aspects = {aspect.value for aspect in Aspect}

    assert set(wording("answer")["lead"]) == aspects
    assert set(wording("answer")["noun"]) == aspects
    assert set(wording("buttons")["labels"]) == aspects | {"check"}  # the check of one's own case is no aspect


def test_every_aspect_is_an_intent():
    intents = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]

    assert [aspect.value for aspect in Aspect if f"ask_{aspect.value}" not in intents] == []


def test_every_standing_of_a_document_has_its_words():
    words = wording("answer")

    assert set(words["place"]) == STANDINGS
    assert set(words["validity"]) == STANDINGS
    assert set(words["still_valid"]) == STANDINGS - {"in_force"}


def test_every_bound_has_its_words_for_money_time_and_the_rest():
    assert {group: set(words) for group, words in wording("figures")["bounds"].items()} == dict.fromkeys(
        ("money", "time", "other"), set(get_args(Bound)))


def test_labels_of_buttons_are_told_apart():
    words = wording("buttons")
    texts = [*words["labels"].values(), *(words[key] for key in ("report", "human", "help", "start_over", "more")), *words["check"].values()]

    assert len(set(texts)) == len(texts)


def said_in_code() -> dict[str, set[str]]:
    """Turn → the details it is said with, for every turn that a function of replies and dialogue names."""
    found: dict[str, set[str]] = {}
    for file in (*(ROOT / "bot" / "replies").glob("*.py"), *(ROOT / "bot" / "dialogue").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"say", "plain"} and node.args):
                continue
            details = {keyword.arg or "**" for keyword in node.keywords}
            for leaf in ast.walk(node.args[0]):
                if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str) and not leaf.value.startswith("_"):
                    found[leaf.value] = details
    for key in {*small_talk._PLAIN, *small_talk._WITH_PLACES}:
        found[key] = set()
    found |= dict.fromkeys(("coverage", "coverage_of_many"), {"places", "count"})
    for key in {"stopped", *(key for key, _ in small_talk._WITH_OFFICE.values())}:
        found |= {key: {"office"}, f"{key}_anywhere": set()}
        if f"{key}_hotline" in wording("turns"):
            found[f"{key}_hotline"] = {"office", "hotline"}
    return found


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_turn_that_the_code_says_has_its_words():
    assert sorted(set(said_in_code()) - set(wording("turns"))) == []


def test_every_turn_that_has_words_is_said_by_the_code():
    assert sorted(set(wording("turns")) - set(said_in_code())) == []


def test_every_turn_has_only_blanks_that_the_code_fills():
    said, turns = said_in_code(), wording("turns")

    assert {key: unfilled for key, details in said.items()
            if "**" not in details and key in turns and (unfilled := blanks(turns[key]["text"]) - details)} == {}


def test_every_turn_fits_on_a_phone():
    assert [key for key, turn in wording("turns").items() if not 5 <= len(turn["text"]) <= 250] == []
