"""The words of a report that every channel shares: wording/report.yml."""
from __future__ import annotations

from typing import Any

from bot.casework.validation import Wrong
from bot.replies.wording import wording


def problem(wrong: Wrong) -> str:
    """What is wrong with a part and how to mend it."""
    words = wording("report")
    return words["problems"][wrong.problem].format(part=words["parts"].get(wrong.part, wrong.part), **wrong.details)


def refusal(key: str, **details: Any) -> str:
    """Why something else could not be done."""
    return wording("report")["refusals"][key].format(**details)


def consent_version() -> str:
    """Of the words that are agreed to now."""
    return wording("report")["consent"]["version"]


def consent_missing() -> str:
    return problem(Wrong("consent", "missing", {}))
