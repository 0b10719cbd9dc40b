"""Every word of the report pages is used; each step has its words; the JavaScript holds none and writes no markup."""
from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.channels.h5 import words as own
from bot.channels.h5.proof import Verdict
from bot.channels.h5.steps import STEPS
from bot.channels.web.services import STATIC

FOLDER = Path(own.__file__).parent
USERS = "".join(file.read_text("utf-8") for file in [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*.html")])
SCRIPT = (STATIC / "report.js").read_text("utf-8")


@pytest.mark.parametrize("section", [name for name in own.words() if name not in ("steps", "labels")])
def test_every_text_is_used(section: str) -> None:
    by_verdict = {verdict.value for verdict in Verdict} | {f"{verdict.value}_text" for verdict in Verdict} if section == "verify" else set()
    unused = [key for key in own.words()[section] if key not in by_verdict and not re.search(rf'"{key}"|\.{key}\b', USERS)]

    assert unused == []


def test_every_step_has_a_title_and_every_part_of_one_a_label() -> None:
    assert set(own.words()["steps"]) == set(STEPS)
    parts = {part for step in STEPS.values() for part in step.parts} - {"risks", "name"}
    assert set(own.words()["labels"]) == parts | {"own_name", "other_name"}


def test_the_templates_hold_no_chinese() -> None:
    found = [file.name for file in FOLDER.glob("templates/*.html") if re.search("[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]", file.read_text("utf-8"))]

    assert found == []


def test_the_javascript_never_writes_markup() -> None:
    assert "textContent" in SCRIPT and not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", SCRIPT)


def test_no_page_needs_what_the_site_s_policy_forbids() -> None:
    pages = "".join(file.read_text("utf-8") for file in FOLDER.glob("templates/*.html"))

    assert not re.search(r"<script(?! src=\"/static/)|\sstyle=|\son[a-z]+=|https?://", pages)
