"""data/slips.yml: what is rewritten, and that nothing right is."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.knowledge.divisions import current_names
from bot.nlu.alphabet import clean
from bot.nlu.normalize import Rules, _to_simplified

FILE = Path(__file__).resolve().parents[3] / "data" / "slips.yml"
TREE = yaml.safe_load(FILE.read_text(encoding="utf-8"))
RULES = Rules(FILE)
SLIPS = {rule["wrong"]: rule["right"] for rule in TREE["slips"]}
DIALECT = {rule["word"]: rule["plain"] for rule in TREE["dialect"]}
FILLERS = TREE["fillers"]


def as_it_arrives(text: str) -> str:
    """What the rules are applied to."""
    return _to_simplified().convert(clean(text)).lower()


@pytest.fixture(scope="module")
def terms(real_kb) -> dict[str, str]:
    """Names of policies as the catalogue and the places write them → where."""
    found = {}
    for kind_id, kind in real_kb.kinds.items():
        found |= dict.fromkeys((kind.name, *kind.aliases), kind_id)
    for place in real_kb.folders:
        for kind_id in real_kb.schemes(place):
            scheme = real_kb.scheme(place, kind_id)
            found |= dict.fromkeys((scheme.title, *scheme.audience, *(office.name for office in scheme.offices)), f"{place}/{kind_id}")
    return found


@pytest.fixture(scope="module")
def sentences(real_kb) -> dict[str, str]:
    """Sentences of the content, which are all written right → where."""
    found = {kind.about: kind_id for kind_id, kind in real_kb.kinds.items()}
    for place in real_kb.folders:
        for kind_id in real_kb.schemes(place):
            found |= {item.words(): f"{place}/{kind_id}" for item in real_kb.scheme(place, kind_id).items()}
    return found


@pytest.fixture(scope="module")
def official_text(official_texts) -> str:
    return re.sub(r"\s+", "", "\n".join(file.read_text(encoding="utf-8") for file in sorted(official_texts.glob("*.txt"))))


def changed(texts: dict[str, str], table: dict[str, str]) -> list[str]:
    pattern = re.compile("|".join(map(re.escape, table)))
    return [f"{where}: {text} has {hit}" for text, where in texts.items() for hit in pattern.findall(as_it_arrives(text))]


def test_no_rule_of_any_kind_changes_the_name_of_a_policy_or_an_office(terms):
    assert changed(terms, {**SLIPS, **DIALECT, **dict.fromkeys(FILLERS, "")}) == []


def test_no_slip_stands_in_a_sentence_of_the_content(sentences):
    assert changed(sentences, SLIPS) == []


def test_no_dialect_word_stands_in_a_sentence_of_the_content(sentences):
    assert changed(sentences, DIALECT) == []


def test_no_slip_and_no_dialect_word_stands_in_the_official_texts(official_text):
    """Their scanning errors apart: 特囚 is one."""
    scanned_wrong = {"特囚"}
    found = {wrong: official_text[max(0, official_text.find(wrong) - 6):][:16] for wrong in (*SLIPS, *DIALECT)
             if wrong in official_text and wrong not in scanned_wrong}

    assert found == {}


@pytest.mark.parametrize("text", [
    "兜底保障", "到底保多少", "就医报销", "帮扶品牌", "安危放在心上", "反贫困", "两侧所有", "没得到", "早点解决", "海边度假", "而家里",
    "说哈尔滨", "甚至", "花了好多钱", "检测饮用水", "水质检测", "核酸检测", "打护照相片", "申请临时救助金", "兜底保障金", "补贴标准", "厕所革命",
    "抵押担保贷款", "农业保险费", "系统里查", "关系不好", "联系谁", "海底保温", "家底保得住", "路边个体户", "示范点样板",
    "想学点知识", "早点知道结果", "种杜仲有补贴吗", "依托贫困村建车间", "要多少前期投入",
    "房屋下沉开裂", "这么个情况怎么申请", "怎么个申请法", "要精细人工管护", "办个老豆腐作坊", "我喜爱去村里",
])
def test_right_sentences_that_look_like_slips_are_left_alone(text):
    assert RULES.apply(text) == text


def test_a_mended_word_needs_no_mending():
    mended = {**SLIPS, **DIALECT}

    assert {wrong: right for wrong, right in mended.items() if RULES.apply(right) != right} == {}


def test_each_rule_can_meet_what_it_mends():
    """The message is simplified and half width before the rules are applied: a rule for 幾多錢 alone never meets it."""
    words = {*SLIPS, *DIALECT, *FILLERS}

    assert [word for word in (*SLIPS, *DIALECT, *FILLERS) if as_it_arrives(word) not in words] == []


def test_no_rule_changes_the_name_of_a_place():
    names = {name: code for code, name in current_names().items()}

    assert changed(names, {**SLIPS, **DIALECT, **dict.fromkeys(FILLERS, "")}) == []


def test_no_word_is_given_twice():
    words = [rule["wrong"] for rule in TREE["slips"]] + [rule["word"] for rule in TREE["dialect"]] + FILLERS

    assert sorted(word for word in set(words) if words.count(word) > 1) == []


def test_the_longest_rule_wins():
    assert RULES.apply("咋个办") == "怎么办"
    assert RULES.apply("咋办") == "怎么办"
    assert RULES.apply("请问一下低保") == "低保"


def test_sentences_are_mended_once_and_stay(sentences):
    unstable = [text for text in sentences if RULES.apply(RULES.apply(as_it_arrives(text))) != RULES.apply(as_it_arrives(text))]

    assert unstable == []


def test_sayings_are_mended_once_and_stay(real_kb):
    sayings = [as_it_arrives(saying) for kind in real_kb.kinds.values() for saying in kind.sayings]
    unstable = [saying for saying in sayings if RULES.apply(RULES.apply(saying)) != RULES.apply(saying)]

    assert unstable == []
