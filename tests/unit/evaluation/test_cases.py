"""Reading the sets, and what they have to be."""
from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.evaluation import cases, metamorphic
from bot.evaluation.tables import STANDARD
from bot.knowledge.lookup import Status
from bot.knowledge.problems import ContentError
from bot.nlu.normalize import Rules, mend
from bot.settings import ROOT

SETS = ("development", "held_out")
# Shorter ones name no policy, and nobody can say them otherwise: thanks, 再说一遍, 怎么申请.
LEAST_TO_TELL_APART = 8


@pytest.mark.parametrize("name", SETS)
def test_the_sets_are_in_form_and_every_id_is_given_once(name):
    found = cases.load(ROOT / "eval" / name)

    assert found and [key for key, count in Counter(case.id for case in found).items() if count > 1] == []


@pytest.mark.parametrize("name", SETS)
def test_the_sets_expect_kinds_statuses_clauses_and_places_that_exist(name, real_kb, real_divisions):
    clauses = {f"{document} {clause.id}" for document in real_kb.document_ids for clause in real_kb.document(document).clauses}
    statuses = {None, *(status.value for status in Status)}
    wrong = [case.id for case in cases.load(ROOT / "eval" / name) for turn in case.turns
             if {*turn.expect.kinds, *turn.expect.offers} - set(real_kb.kinds) or set(turn.expect.status) - statuses
             or set(turn.expect.cites) - clauses or case.place and not real_divisions.exists(case.place)]

    assert wrong == []


def test_the_development_set_is_large_and_every_style_has_its_share():
    turns = Counter(case.style for case in cases.load(ROOT / "eval" / "development") for _ in case.turns)

    assert turns.total() >= 600 and STANDARD in turns and min(turns.values()) >= turns.total() / 20


def test_a_message_is_a_conversation_of_one_turn(tmp_path):
    (tmp_path / "a.yml").write_text('- {id: a, place: "441424", say: 问, expect: {status: null}}\n'
                                    "- {id: b, turns: [{say: 问, expect: {}}, {say: 答, expect: {status: [answered]}}]}\n", encoding="utf-8")
    one, two = cases.load(tmp_path)

    assert [turn.say for turn in one.turns] == ["问"] and one.turns[0].expect.status == (None,) and one.style == STANDARD
    assert len(two.turns) == 2 and two.place is None


def test_an_unknown_expectation_is_a_mistake(tmp_path):
    (tmp_path / "a.yml").write_text("- {id: a, say: 问, expect: {figure: [2000]}}\n", encoding="utf-8")

    with pytest.raises(ContentError):
        cases.load(tmp_path)


def test_no_sentence_of_the_sets_is_one_that_the_model_is_trained_on():
    """Named by id alone: nobody is to mend by the words of the held-out set."""
    rules = Rules(ROOT / "data" / "slips.yml")

    def bare(text: str) -> str:
        return "".join(character for character in mend(text, rules) if character.isalnum())

    trained = {bare(sentence) for sentence in (*_examples(), *_sayings())}
    asked = {f"{name}/{case.id}.{number}": bare(turn.say) for name in SETS for case in cases.load(ROOT / "eval" / name)
             for number, turn in enumerate(case.turns, 1)}
    asked |= {f"metamorphic/{number}.{name}": bare(getattr(question, name))
              for number, question in enumerate(metamorphic.load(ROOT / "eval" / "metamorphic.yml"), 1) for name in ("question", *metamorphic.REWRITES)}

    assert [name for name, sentence in asked.items() if len(sentence) >= LEAST_TO_TELL_APART and sentence in trained] == []


def _examples() -> list[str]:
    """Of data/nlu, without the marks of entities."""
    blocks = [block for file in _yaml("data/nlu") for block in file["nlu"]]
    lines = [line.strip().removeprefix("- ") for block in blocks for line in block.get("examples", "").splitlines()]
    return [re.sub(r"\[([^]]*)\](\([^)]*\)|\{[^}]*\})", r"\1", line) for line in lines]


def _sayings() -> list[str]:
    kinds = [kind for file in _yaml("policies_kb/schemes") for kind in file.values()]
    return [text for kind in kinds for text in (kind["name"], *kind.get("aliases", ()), *kind.get("sayings", ()))]


def _yaml(folder: str) -> list[dict]:
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(Path(ROOT / folder).glob("*.yml"))]
