"""Every rule of every scheme against cases written from the documents: yes, no and unknown, and each limit."""
from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
import yaml

from bot import bootstrap
from bot.knowledge.eligibility import evaluate
from bot.knowledge.model import Condition
from bot.knowledge.profile import atoms_of, close, tell

KB = bootstrap.knowledge_base()
FILES = sorted(Path(__file__).parent.glob("*.yml"))
CASES = [(file.stem[:6], case) for file in FILES for case in yaml.safe_load(file.read_text(encoding="utf-8"))]
WITH_CONDITIONS = [(place, kind) for place in KB.folders for kind in KB.schemes(place) if KB.scheme(place, kind).conditions]
OUTCOMES = {"yes": True, "no": False, "unknown": None}


def known_from(told: dict) -> dict:
    known: dict = {}
    for name, value in told.items():
        for one in value if isinstance(value, list) else [value]:
            known = tell(KB.facts, known, name, None if one == "none" else one)
    return known


def reachable(tree: Condition) -> set:
    """The outcomes of a tree over all consistent answers, one representative per leaf: a brute force of its own."""
    atoms = list(dict.fromkeys(atom for leaf in tree.leaves() for atom in atoms_of(leaf)))
    limits = {atom: sorted({limit + step for leaf in tree.leaves() if leaf.fact == atom for limit in (leaf.at_least, leaf.at_most, leaf.above, leaf.below)
                            if limit is not None for step in (-1, 0, 1)}) for atom in atoms}
    found = set()
    for values in product(*[limits[atom] or [True, False] for atom in atoms[:14]]):
        found.add(evaluate(tree, dict(zip(atoms, values, strict=False))))
        if len(found) == 2 and None not in found or len(found) == 3:
            break
    return found


@pytest.mark.parametrize(("place", "case"), CASES, ids=[f"{place} {case['scheme']} {case['case']}" for place, case in CASES])
def test_a_household_gets_the_outcome_that_the_document_means(place, case):
    scheme = KB.scheme(place, case["scheme"])

    assert evaluate(scheme.conditions, known_from(case["told"])) is OUTCOMES[case["outcome"]]


@pytest.mark.parametrize(("place", "kind"), WITH_CONDITIONS, ids=[f"{place} {kind}" for place, kind in WITH_CONDITIONS])
def test_each_rule_has_its_yes_its_no_and_its_unknown(place, kind):
    tree = KB.scheme(place, kind).conditions
    tested = {OUTCOMES[case["outcome"]] for where, case in CASES if (where, case["scheme"]) == (place, kind)}

    assert tested >= reachable(tree) | {None}


@pytest.mark.parametrize(("place", "kind"), WITH_CONDITIONS, ids=[f"{place} {kind}" for place, kind in WITH_CONDITIONS])
def test_each_leaf_holds_in_some_case_and_fails_in_another(place, kind):
    tree = KB.scheme(place, kind).conditions
    worlds = [known_from(case["told"]) for where, case in CASES if (where, case["scheme"]) == (place, kind)]

    for leaf in tree.leaves():
        if leaf.fact:
            assert {True, False} <= {evaluate(leaf, world) for world in worlds}, leaf.text


@pytest.mark.parametrize(("place", "kind"), WITH_CONDITIONS, ids=[f"{place} {kind}" for place, kind in WITH_CONDITIONS])
def test_each_limit_is_tested_below_at_and_above(place, kind):
    for leaf in KB.scheme(place, kind).conditions.leaves():
        for limit in (leaf.at_least, leaf.at_most, leaf.above, leaf.below):
            if limit is not None:
                told = {case["told"][leaf.fact] for where, case in CASES
                        if (where, case["scheme"]) == (place, kind) and leaf.fact in case["told"]}
                assert any(value < limit for value in told)
                assert limit in told
                assert any(value > limit for value in told)


def test_what_is_told_is_closed_under_what_it_implies():
    for _, case in CASES:
        known = known_from(case["told"])
        assert close(KB.facts, known) == known
