"""Content mistakes, each with its file, line, what is wrong and how to mend it (wording in problems.yml)."""
from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.knowledge.strict_yaml import line_of

_BY_ERROR_TYPE = {
    "value_error.extra": "unknown_key",
    "value_error.missing": "missing_key",
    "type_error.str": "unquoted",
    "type_error.integer": "not_a_number",
    "type_error.float": "not_a_number",
}
_OWN_ERRORS = {
    "bad_date", "period_backwards", "source_form", "clock_or_rhythm", "number_or_words", "condition_form", "condition_leaf",
    "clock_value", "clock_ends", "shifted_workday", "year_without_festivals", "festival_of_another_year",
}


@dataclass(frozen=True)
class Problem:
    """One mistake. `code` is a key of problems.yml; `details` fill its wording."""

    file: str
    line: int
    code: str
    details: tuple[tuple[str, str], ...] = ()

    @classmethod
    def at(cls, file: Path | str, line: int, code: str, /, **details: Any) -> "Problem":
        return cls(str(file), line, code, tuple((key, str(value)) for key, value in details.items()))

    def __str__(self) -> str:
        wording = _wordings()[self.code]
        details = dict(self.details)
        what, mend = (wording[part].format(**details) for part in ("what", "mend"))
        return f"{self.file}:{self.line}: [{self.code}] {what}\u3002\u2192 {mend}"


class ContentError(Exception):
    """Content that cannot be used. `problems` says all that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@lru_cache(maxsize=1)
def _wordings() -> dict[str, dict[str, str]]:
    return yaml.safe_load((Path(__file__).parent / "problems.yml").read_text(encoding="utf-8"))


def from_validation(file: Path, tree: Any, error: ValidationError) -> list[Problem]:
    """Turn pydantic's errors into ours, one per place in the file."""
    problems: dict[tuple[Any, ...], Problem] = {}
    for entry in error.errors():
        location = tuple(step for step in entry["loc"] if step != "__root__")
        key = next((step for step in reversed(location) if isinstance(step, str)), "")
        message = entry["msg"]
        code = message if message in _OWN_ERRORS else _BY_ERROR_TYPE.get(entry["type"], "wrong_value")
        # a union reports each member's complaint about the same place: the first one is enough
        problems.setdefault(location, Problem.at(file, line_of(tree, location), code, key=key, detail=message))
    misspelt = {location for location, problem in problems.items() if problem.code == "unknown_key"}
    return [problem for location, problem in problems.items()
            if not (problem.code == "missing_key" and _is_misspelt(location, misspelt))]


def _is_misspelt(location: tuple[Any, ...], unknown: set[tuple[Any, ...]]) -> bool:
    """Whether a missing key stands there with a slip in it, so that the unknown key says enough."""
    beside = [key[-1] for key in unknown if key[:-1] == location[:-1]]
    return bool(get_close_matches(location[-1], beside))
