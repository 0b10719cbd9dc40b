"""A county is added with YAML alone: the files that docs/adding-a-county.md shows, an unchanged model, a new answer."""
from __future__ import annotations

import re
import shutil
import uuid
from pathlib import Path
from typing import Any, Callable, NamedTuple

import pytest

from bot.knowledge.check import check
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from tests.integration.processes import ROOT, Talk, same

GUIDE = (ROOT / "docs" / "adding-a-county.md").read_text(encoding="utf-8")
# A block that is a file says in its first line which one; (add) stands for: at the end of the file that is there.
FILE_BLOCK = re.compile(r"^```\w+\n(# (\S+)( \(add\))?\n.*?)^```$", re.DOTALL | re.MULTILINE)
QUESTION = "自己养猪有没有奖补，给多少钱"
ELSEWHERE = ["我是丰都的", QUESTION, "雨露计划怎么办", "低保怎么申请", "小额信贷最多能贷多少", "找谁"]


class Followed(NamedTuple):
    """The content and the official text after the steps of the guide, and the files that it named."""

    content: Path
    sources: Path
    files: list[str]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    folder = tmp_path_factory.mktemp("new_county")
    shutil.copytree(ROOT / "policies_kb", folder / "policies_kb")
    files = []
    for text, name, add in FILE_BLOCK.findall(GUIDE):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((file.read_text(encoding="utf-8") if add else "") + text, encoding="utf-8")
        files.append(name)
    return Followed(folder / "policies_kb", folder / "sources", files)


@pytest.fixture(scope="module")
def extended_url(followed: Followed, start_dialogue: Callable[..., str]) -> str:
    """The dialogue process of this checkout and its model, with the extended content."""
    return start_dialogue(HUINONG_CONTENT=str(followed.content))


@pytest.fixture
def extended(extended_url: str) -> Talk:
    return Talk(extended_url, uuid.uuid4().hex)


def problems(content: Path, sources: Path | None = None) -> list[str]:
    return [str(problem) for problem in check(KnowledgeBase(content), Divisions(content / "divisions.yml"), sources)]


def first_sentence(reply: dict[str, Any]) -> str:
    return reply["text"].split("。")[0]


def test_the_guide_shows_every_file_that_a_county_needs(followed):
    assert followed.files == [
        "sources/lankao-example.txt", "policies_kb/documents/lankao-example.yml", "policies_kb/410225_lankao/place.yml",
        "policies_kb/410225_lankao/household_industry_grant.yml", "policies_kb/coverage.yml"]


def test_the_check_finds_nothing_wrong_with_the_files_of_the_guide(followed):
    assert problems(followed.content) == []


def test_every_citation_of_the_guide_is_proved_by_its_official_text(followed):
    """Only the texts of the other documents are missing, which are not part of the project."""
    own = [problem for problem in problems(followed.content, followed.sources) if "lankao" in problem]

    assert own == []


def test_a_figure_that_the_official_text_lacks_would_be_found(followed, tmp_path):
    spoilt = shutil.copytree(followed.content, tmp_path / "policies_kb")
    scheme = spoilt / "410225_lankao" / "household_industry_grant.yml"
    scheme.write_text(scheme.read_text(encoding="utf-8").replace("value: 1234", "value: 1235"), encoding="utf-8")

    (own,) = [problem for problem in problems(spoilt, followed.sources) if "lankao" in problem]

    assert "figure_missing" in own and "1235" in own


def test_nothing_that_the_model_is_trained_on_is_touched(followed):
    """tools/train.py trains when the catalogue changes, and the guide leaves the catalogue as it is."""
    assert not [name for name in followed.files if name.startswith("policies_kb/schemes/")]


def test_before_the_county_is_not_covered(talk):
    talk.say("我是河南兰考的")
    reply = talk.say(QUESTION)

    assert reply["status"] == "not_in_your_area" and not reply["references"]
    assert first_sentence(reply) in GUIDE


def test_afterwards_it_is_answered_with_its_own_figure_and_clause_as_the_guide_shows(extended):
    assert "开封市兰考县" in extended.say("我是河南兰考的")["text"]
    reply = extended.say(QUESTION)

    assert reply["status"] == "answered" and "1234元" in reply["text"]
    assert [(ref["document"], ref["clauses"]) for ref in reply["references"]] == [("lankao-example", ["第二条"])]
    assert first_sentence(reply) in GUIDE and reply["citation"] in GUIDE


def test_the_new_county_is_offered_and_can_be_tapped(extended):
    reply = extended.tap(extended.say(QUESTION), "兰考县")

    assert reply["status"] == "answered" and reply["about"]["division"] == "410225"


def test_what_its_document_leaves_open_is_not_borrowed_from_another_county(extended):
    extended.say("我是兰考县的")

    assert extended.say("到户产业奖补：要什么材料")["status"] == "not_stated"
    assert extended.say("农村低保：怎么办理")["status"] == "nothing_found"


def test_the_answers_of_the_other_counties_stay_as_they_were(talk, extended):
    for message in ELSEWHERE:
        before, after = talk.say(message), extended.say(message)
        assert after["about"].pop("knowledge_base", "new") != before["about"].pop("knowledge_base", "old")
        assert same(after) == same(before), message
