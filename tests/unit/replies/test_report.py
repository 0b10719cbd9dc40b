"""Every closed list of casework has its words in report.yml, and no more than those."""
from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from bot.casework import model, states, validation
from bot.casework.model import DETAILS, Risk, State
from bot.casework.states import Move
from bot.casework.validation import InvalidReport, Wrong, read
from bot.knowledge.clocks import TimeUnit
from bot.replies.report import consent_missing, consent_version, problem, refusal
from bot.replies.wording import wording

ROOT = Path(model.__file__).parents[2]
WORDS = wording("report")
RAISED = [call.args[0] for call in ast.walk(ast.parse(Path(validation.__file__).read_text("utf-8")))
          if isinstance(call, ast.Call) and ast.unparse(call.func) == "_Problem"]
# the key of a problem is a text, or one of two texts
PROBLEMS = {each.value for key in RAISED for each in ([key.body, key.orelse] if isinstance(key, ast.IfExp) else [key])} | {"missing"}
USERS = "".join(file.read_text("utf-8") for folder in ("bot", "actions") for ending in ("*.py", "*.html") for file in (ROOT / folder).rglob(ending))


def test_the_problems_of_the_validation_are_found() -> None:
    assert {"phone_not_digits", "phone_unknown", "identity_checksum", "too_long", "unknown_division", "unknown_part"} <= PROBLEMS


@pytest.mark.parametrize(("section", "members"), [
    ("risks", {risk.value for risk in Risk}), ("states", {state.value for state in State}), ("parts", {*DETAILS, "consent"}),
    ("moves", {"register", "amend", *(move.value for move in Move)}), ("problems", PROBLEMS)])
def test_every_member_of_a_closed_list_has_its_words_and_nothing_else_has(section: str, members: set[str]) -> None:
    assert set(WORDS[section]) == members


def test_every_unit_of_a_clock_has_its_words() -> None:
    assert set(WORDS["clocks"]["units"]) == set(get_args(TimeUnit))


def test_every_state_says_what_it_means_to_the_household_in_a_sentence() -> None:
    assert all(state["name"] and state["text"].endswith("。") for state in WORDS["states"].values())
    assert {State(name) for name in WORDS["states"]} == set(states.TABLE)


@pytest.mark.parametrize("key", WORDS["refusals"])
def test_every_refusal_is_used(key: str) -> None:
    assert f'"{key}"' in USERS or f"refusals.{key} " in USERS


@pytest.mark.parametrize("told", [
    {"phone": "12"}, {"phone": "1380013800"}, {"phone": "x"}, {"identity_number": "1"}, {"identity_number": "110105194912310021"},
    {"story": "长" * 9_999}, {"name": "长" * 31}, {"village": "长" * 31}, {"household_size": "x"}, {"household_size": "99"}, {"income_per_head": "99999999999"},
    {"division": "999999"}, {"risks": ["x"]}, {"name": 5}, {"colour": "red"}])
def test_every_problem_that_can_be_made_has_a_sentence_without_blanks(told: dict) -> None:
    with pytest.raises(InvalidReport) as invalid:
        read(told, lambda code: code == "500230")

    for wrong in invalid.value.wrong:
        said = problem(wrong)
        assert said.endswith("。") and "{" not in said and all(str(value) not in said for value in told.values() if len(str(value)) > 3)


def test_a_problem_says_which_part_and_how_much() -> None:
    assert problem(Wrong("story", "too_long", {"most": 1800, "count": 2000})) == "具体情况写得太长了，最多1800个字，您写了2000个。请删掉一些再发。"


def test_the_words_agreed_to_have_a_version_that_is_a_day() -> None:
    assert date.fromisoformat(consent_version()) and consent_missing().startswith("还没有点“" + WORDS["consent"]["label"])
    said = "".join(WORDS["consent"]["text"])
    assert all(words in said for words in ("用来", "只有", "加密", "撤回"))


def test_a_refusal_takes_its_details() -> None:
    assert refusal("closed", state="撤回了", office="县乡村振兴局").count("撤回了") == 1


def test_no_sentence_asks_for_a_detail_nobody_gives() -> None:
    given = {"part", "most", "count", "state", "office", "maybe"}
    asked = {name for section in ("problems", "refusals") for text in WORDS[section].values() for _, name, *_ in Formatter().parse(text) if name}

    assert asked <= given
