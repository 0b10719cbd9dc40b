"""Every division of the table is found by its names."""
from __future__ import annotations

import pytest

from bot.knowledge.divisions import current_names


def test_every_full_name_finds_its_own_place(real_divisions):
    lost = []
    for code, name in current_names().items():
        if real_divisions.exists(code) and len(name) > 2:
            mentions = real_divisions.find(name)
            if len(mentions) != 1 or code not in mentions[0].codes:
                lost.append((code, name, mentions))

    assert lost == []


def test_every_full_name_with_its_parents_finds_its_own_place_alone(real_divisions):
    wrong = []
    for code, name in current_names().items():
        if real_divisions.exists(code) and len(name) > 2:
            full = real_divisions.full_name(code)
            mentions = real_divisions.find(full)
            if [mention.codes for mention in mentions] != [(code,)]:
                wrong.append((full, mentions))

    assert wrong == []


# where people say where they are from, over the whole table

COUNTIES = tuple(code for code in current_names() if not code.endswith("00"))
# Two characters that are a plain word: they only count right after their city or province (我是郊区的).
PLAIN_WORDS = {"城区", "矿区", "郊区", "东区", "西区"}


def named(real_divisions, name: str, parent: str | None = None) -> set[str]:
    """All the counties of this name, within their parent."""
    exist = [code for code in COUNTIES if real_divisions.exists(code) and current_names()[code] == name]
    return {code for code in exist if parent is None or parent in real_divisions.chain(code)}


def not_found(real_divisions, sentences: list[tuple[str, set[str]]]) -> list[tuple]:
    read = [(text, codes, real_divisions.find(text)) for text, codes in sentences]
    return [(text, mentions) for text, codes, mentions in read if len(mentions) != 1 or set(mentions[0].codes) != codes]


@pytest.mark.parametrize("sentence", ["{}", "我是{}的，我妈七十了", "{}的", "{}农村的老太太", "你好，{}的"])
def test_every_county_is_found_where_people_say_where_they_are_from(real_divisions, sentence):
    names = {current_names()[code] for code in COUNTIES if real_divisions.exists(code)} - PLAIN_WORDS

    assert not_found(real_divisions, [(sentence.format(name), named(real_divisions, name)) for name in names]) == []


@pytest.mark.parametrize("sentence", ["我是{}的", "听说{}办了"])
def test_every_county_is_found_after_the_full_or_short_name_of_its_city_or_province(real_divisions, sentence):
    sentences = []
    for code in filter(real_divisions.exists, COUNTIES):
        for parent in real_divisions.chain(code)[1:]:
            full = current_names()[parent]
            for spelled in {full, real_divisions._shortened(full)}:
                if len(spelled) > 1:  # 内蒙古自治区 shortened by rule is 内, which nobody says
                    name = current_names()[code]
                    sentences.append((sentence.format(spelled + name), named(real_divisions, name, parent)))

    assert not_found(real_divisions, sentences) == []
