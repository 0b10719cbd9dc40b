"""Content mistakes, each with its file, line, what is wrong and how to mend it (wording in problems.yml)."""
from __future__ import annotations

from dataclasses import dataclass
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
}
_OWN_ERRORS = {"bad_date", "source_form", "clock_or_rhythm", "condition_form", "condition_leaf"}


@dataclass(frozen=True)
class Problem:
    """One mistake. `code` is a key of problems.yml; `details` fill its wording."""

    file: str
    line: int
    code: str
    details: tuple[tuple[str, str], ...] = ()

    @classmethod
    def at(cls, file: Path | str, line: int, code: str, **details: Any) -> "Problem":
        return cls(str(file), line, code, tuple((key, str(value)) for key, value in details.items()))

    def __str__(self) -> str:
        wording = _wordings()[self.code]
        details = dict(self.details)
        return f"{self.file}:{self.line}: [{self.code}] {wording['what'].format(**details)}。→ {wording['mend'].format(**details)}"


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
    problems: dict[tuple, Problem] = {}
    for entry in error.errors():
        location = tuple(step for step in entry["loc"] if step != "__root__")
        key = str(location[-1]) if location else ""
        message = entry["msg"]
        code = message if message in _OWN_ERRORS else _BY_ERROR_TYPE.get(entry["type"], "wrong_value")
        # a union reports each member's complaint about the same place: the first one is enough
        problems.setdefault(location, Problem.at(file, line_of(tree, location), code, key=key, detail=message))
    return list(problems.values())
