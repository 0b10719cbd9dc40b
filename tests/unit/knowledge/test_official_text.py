"""Official texts: folded, cut into clauses, searched for figures."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.model import Document
from bot.knowledge.official_text import cut, fold, has_number, numbers


def document(*clauses: dict) -> Document:
    return Document.parse_obj({
        "id": "doc-a", "title": "办法", "short_title": "办法", "issuer": "办公室", "division": "500230", "status": "in_force",
        "period": {"text": "2024年", "source": "doc-a 一", "proof": ["2024"]}, "source_file": "a.txt",
        "clauses": [{"heading": "x", **clause} for clause in clauses]})


@pytest.mark.parametrize(("written", "folded"), [
    ("一 二\n三\t四\u3000五\u00a0六", "一二三四五六"),
    ("<p>每户</p>\n<p>2000元</p>", "每户2000元"),
    ("１５天（含）以内：ＡＢ", "15天(含)以内:AB"),
    ("〔2024〕8号", "〔2024〕8号"),
    ("a < b > c", "a<b>c"),
])
def test_folding_drops_space_and_tags_and_makes_full_width_half(written, folded):
    assert fold(written) == folded


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("<p>/ ０１５（）＜ｐ＞／\n\u3000\ufdfa一二三"))))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_a_clause_runs_to_the_start_of_the_next_one():
    clauses, lost = cut(document({"id": "一", "starts": "第一条"}, {"id": "二", "starts": "第二条"}), "序 第一条 甲 乙\n第 二条 丙")

    assert clauses == {"一": "第一条甲乙", "二": "第二条丙"}
    assert lost == []


def test_a_start_is_searched_after_the_start_before_it():
    clauses, lost = cut(document({"id": "一", "starts": "第一条"}, {"id": "二", "starts": "办结"}), "办结 第一条 甲 办结 乙")

    assert clauses == {"一": "第一条甲", "二": "办结乙"}


def test_a_start_that_comes_too_early_is_lost():
    clauses, lost = cut(document({"id": "二", "starts": "第二条"}, {"id": "一", "starts": "第一条"}), "第一条 甲 第二条 乙")

    assert lost == ["一"]
    assert clauses == {"二": "第二条乙"}


def test_two_clauses_with_the_same_start_are_found_one_after_the_other():
    clauses, lost = cut(document({"id": "一", "starts": "（一）"}, {"id": "二", "starts": "（一）"}), "（一）甲（一）乙")

    assert clauses == {"一": "(一)甲", "二": "(一)乙"}


def test_a_clause_may_end_before_the_next_one_starts():
    clauses, lost = cut(document({"id": "一", "starts": "第一条", "ends": "附则"}, {"id": "二", "starts": "第二条"}), "第一条甲附则乙第二条丙")

    assert clauses == {"一": "第一条甲", "二": "第二条丙"}


def test_a_clause_may_end_after_the_next_one_has_started():
    clauses, lost = cut(document({"id": "一", "starts": "第一条", "ends": "丙"}, {"id": "二", "starts": "第二条"}), "第一条甲第二条乙丙")

    assert clauses == {"一": "第一条甲第二条乙", "二": "第二条乙丙"}


def test_an_end_that_is_not_there_loses_the_clause():
    clauses, lost = cut(document({"id": "一", "starts": "第一条", "ends": "附则"}), "第一条甲")

    assert (clauses, lost) == ({}, ["一"])


def test_anywhere_is_searched_from_the_top_and_cuts_no_other_clause():
    clauses, lost = cut(document({"id": "一", "starts": "第一条"}, {"id": "表", "starts": "乙", "ends": "丙", "anywhere": True},
                                 {"id": "二", "starts": "第二条"}), "第一条甲乙丁丙戊第二条己")

    assert clauses == {"一": "第一条甲乙丁丙戊", "表": "乙丁", "二": "第二条己"}
    assert lost == []


@pytest.mark.parametrize(("text", "found"), [
    ("2000元", {2000}), ("200万元", {200, 2_000_000}), ("2.5亿元", {2.5, 250_000_000}), ("98.5%", {98.5}),
    ("3月、8月", {3, 8}), ("2024年1月", {2024, 1}), ("没有数字", set()), ("万", set()), ("8300元", {8300})])
def test_numbers_are_found_as_written_and_with_their_scale(text, found):
    assert numbers(text) == found


@pytest.mark.parametrize(("text", "value"), [
    ("15天以内", 15), ("十五天以内", 15), ("十天", 10), ("二十天", 20), ("一百二十户", 120), ("百万元", 1_000_000), ("百万千瓦", 1_000_000), ("200万元", 2_000_000),
    ("两次", 2), ("二次", 2), ("三个", 3), ("2.5亿", 250_000_000), ("0.3%", 0.3), ("一万元", 10_000), ("五千元", 5000)])
def test_a_number_stands_in_a_text_in_digits_or_in_words(text, value):
    assert has_number(text, value)


@pytest.mark.parametrize(("text", "value"), [
    ("2000元", 200), ("2000元", 20), ("15天", 1), ("15天", 5), ("12317平台", 123), ("200万元", 20), ("98.5%", 98), ("98.5%", 5), ("三天", 2),
    ("没有", 0), ("三天", 0.5), ("十五天", 16), ("", 3)])
def test_a_part_of_a_number_is_not_the_number(text, value):
    assert not has_number(text, value)


@pytest.mark.parametrize(("text", "value"), [("十五天", 10), ("十五天", 5), ("二十天", 10), ("二百元", 2), ("三十户", 3), ("十二个月", 2), ("一百二十户", 20), ("200万元", 10_000), ("十四五", 5), ("十四五", 14), ("双月", 2)])
def test_a_part_of_a_number_in_words_is_not_the_number(text, value):
    assert not has_number(text, value)
