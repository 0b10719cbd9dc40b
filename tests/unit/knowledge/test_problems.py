"""Content problems: every code has its wording."""
from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter

import pytest
import yaml

from bot.knowledge import problems
from bot.knowledge.problems import ContentError, Problem

KNOWLEDGE = Path(problems.__file__).parent
WORDING = yaml.safe_load((KNOWLEDGE / "problems.yml").read_text(encoding="utf-8"))


def raised() -> dict[str, set[str]]:
    """Code → the details it is raised with, from every Problem.at(…) and YamlProblem(…) of the package."""
    found: dict[str, set[str]] = {code: {"key", "detail"} for code in problems._OWN_ERRORS | set(problems._BY_ERROR_TYPE.values()) | {"wrong_value"}}
    for file in KNOWLEDGE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            position = {"Problem.at": 2, "YamlProblem": 0}.get(called)
            if position is None or not isinstance(node.args[position], ast.Constant):
                continue
            details = {keyword.arg for keyword in node.keywords}
            found.setdefault(node.args[position].value, details)
            found[node.args[position].value] &= details
    return found


RAISED = raised()


def test_every_problem_has_its_wording_and_every_wording_its_problem():
    assert set(RAISED) == set(WORDING)


@pytest.mark.parametrize("code", sorted(WORDING))
def test_each_wording_says_what_and_how_to_mend_with_the_details_there_are(code):
    assert set(WORDING[code]) == {"what", "mend"}
    blanks = {name for text in WORDING[code].values() for _, name, _, _ in Formatter().parse(text) if name}

    assert blanks <= RAISED[code]


def test_an_error_says_all_that_is_wrong():
    error = ContentError([Problem.at("a.yml", 3, "unknown_fact", fact="x"), Problem.at("b.yml", 4, "unknown_unit", unit="y")])

    assert [line.split(" ")[0] for line in str(error).splitlines()] == ["a.yml:3:", "b.yml:4:"]


def test_problems_with_the_same_words_are_the_same():
    assert Problem.at("a.yml", 3, "unknown_fact", fact="x") == Problem.at("a.yml", 3, "unknown_fact", fact="x")
    assert Problem.at("a.yml", 3, "unknown_fact", fact="x") != Problem.at("a.yml", 4, "unknown_fact", fact="x")
