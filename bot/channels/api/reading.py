"""From the body of a request to a report, or to what is wrong with it, part by part."""
from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Callable, Iterator, NoReturn

from jsonschema import ValidationError

from bot.casework.model import DETAILS, Origin, Report
from bot.casework.validation import InvalidReport, Wrong, read
from bot.channels.api.contract import report_shape
from bot.channels.api.problems import Flaw, Refused, pointer
from bot.channels.api.wording import words
from bot.replies import report as said

_NUMBERS = ("household_size", "income_per_head")


@dataclass(frozen=True)
class Submission:
    report: Report
    consent: str
    origin: Origin


def parse(body: bytes) -> Any:
    """The JSON of a body. Raises Refused; refuses what JSON readers disagree about: names given twice, NaN."""
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused("malformed") from None


def submission(told: Any, is_known: Callable[[str], bool]) -> Submission:
    """`is_known` tells whether a six-digit code is a division. Raises Refused with every flaw at once."""
    errors = list(report_shape().iter_errors(told))
    flaws = [flaw for error in errors for flaw in _flaws(error)]
    misshapen = {error.absolute_path[0] for error in errors if error.absolute_path}
    sound = {part: value for part, value in told.items() if part not in misshapen} if isinstance(told, dict) else {}
    if sound.get("consent", said.consent_version()) != said.consent_version():
        flaws.append(Flaw(pointer("consent"), words()["parts"]["consent_outdated"]))
    try:
        report = read({part: _whole(sound[part]) for part in DETAILS if part in sound}, is_known)
    except InvalidReport as error:
        flaws += [Flaw(pointer(wrong.part), said.problem(wrong)) for wrong in error.wrong]
    else:
        if "division" in sound and not report.division:  # blanks
            flaws.append(Flaw(pointer("division"), _missing("division")))
        if not flaws:
            return Submission(report, sound["consent"], Origin(sound.get("origin") or Origin.SELF_REPORT))
    raise Refused("invalid_report", flaws)


def _flaws(error: ValidationError) -> Iterator[Flaw]:
    """What the wording says to one violation of the schema."""
    at = tuple(error.absolute_path)
    if error.validator == "required":
        yield from (Flaw(pointer(part), _missing(part)) for part in error.validator_value if part not in error.instance)
    elif error.validator == "additionalProperties":
        for name in sorted(set(error.instance) - set(error.schema["properties"])):
            yield Flaw(pointer(name), said.problem(Wrong(name, "unknown_part", {})))
    elif not at:
        yield Flaw(pointer(), words()["parts"]["body"])
    else:
        yield Flaw(pointer(*at), _about(str(at[0]), error, len(at) > 1))


def _missing(part: str) -> str:
    if part == "division":
        return words()["parts"]["division_missing"]
    return said.refusal("risks_missing") if part == "risks" else said.problem(Wrong(part, "missing", {}))


def _about(part: str, error: ValidationError, is_inner: bool) -> str:
    if part == "risks" and is_inner:
        return said.problem(Wrong(part, "unknown_risk", {}))
    if part == "risks" and error.validator == "type" and error.instance is not None:
        return words()["parts"]["risks_type"]
    if part == "risks" or error.validator == "minLength" or error.instance is None:
        return _missing(part)
    if part == "for_other":
        return words()["parts"]["for_other_type"]
    if part == "origin":
        return words()["parts"]["origin_unknown"]
    if error.validator == "maximum":
        return said.problem(Wrong(part, "too_much", {"most": error.validator_value}))
    if part in _NUMBERS:
        return said.problem(Wrong(part, "not_a_number", {}))
    if error.validator == "maxLength":
        return said.problem(Wrong(part, "too_long", {"most": error.validator_value, "count": len(error.instance)}))
    return said.problem(Wrong(part, "not_a_text", {}))


def _whole(value: Any) -> Any:
    """In JSON 4.0 is as whole as 4."""
    return int(value) if isinstance(value, float) else value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_number(constant: str) -> NoReturn:
    raise ValueError(constant)
