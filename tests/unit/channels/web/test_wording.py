"""Every member of a closed list has its words; every word is used; no Chinese outside the wording."""
from __future__ import annotations

import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from bot.channels.web import wording
from bot.channels.web.lines import lines
from bot.knowledge.model import Document
from tests.unit.channels.fake_dialogue import GRANT

WEB = Path(wording.__file__).parent
CODE = [*WEB.glob("*.py"), *WEB.glob("static/*.js"), WEB.parent / "rasa_client.py"]
USERS = "".join(file.read_text("utf-8") for file in [*CODE, *WEB.glob("templates/*.html")])


def test_every_standing_of_a_document_has_its_badge() -> None:
    assert set(wording.words()["badges"]) == set(get_args(get_type_hints(Document.standing)["return"]))
    assert [name for name, badge in wording.words()["badges"].items() if not badge] == ["in_force"]


@pytest.mark.parametrize("part", ["page", "card", "notices"])
def test_every_text_is_used(part: str) -> None:
    unused = [key for key in wording.words()[part] if not re.search(rf'"{key}"|\.{key}\b', USERS)]
    assert unused == []


@pytest.mark.parametrize("file", CODE, ids=lambda file: file.name)
def test_no_chinese_stands_in_code(file: Path) -> None:
    assert not re.search(r"[\u4e00-\u9fff]", file.read_text("utf-8"))


@pytest.mark.parametrize("text", [GRANT, "", "没有标点", "甲；乙", "（甲；乙。丙", "）；。\n\n一：二；三：四；五。六"])
def test_lines_lose_nothing(text: str) -> None:
    assert "".join(lines(text)) == text


def test_each_condition_stands_on_its_own_line() -> None:
    assert lines(GRANT) == [
        "丰都县（2024年度的规定，已到期）到户产业奖补，脱贫户或监测对象，符合下面一条就行：",
        "（1）从外面返乡回流的、本人有劳动能力、自己愿意发展产业、没领过到户产业奖补；",
        "（2）年人均纯收入低于全市平均水平、正在发展产业项目；",
        "给这些人：脱贫户、监测对象；",
        "没有干的，不给奖补。",
        "现在还办不办、有没有新规定，请先问县乡村振兴局。",
    ]


def test_short_parts_of_a_list_share_a_line() -> None:
    assert lines("办理：县扶贫办；县民政局；县人社局；县教育局；县水务局。") == ["办理：", "县扶贫办；县民政局；县人社局；", "县教育局；县水务局。"]


def test_a_clause_stands_alone_though_it_is_brief() -> None:
    assert lines("条件：没有干的，不给奖补；标准是多少，文件没写。") == ["条件：", "没有干的，不给奖补；", "标准是多少，文件没写。"]


def test_brackets_titles_and_quotes_are_not_torn_apart() -> None:
    text = "见《甲；乙》（丙。丁）和“戊；己。”这一条。"
    assert lines(text) == [text]
