"""Shapes: what they accept, and the standing of a document on a day."""
from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from bot.knowledge.model import Amount, Condition, Document, Figure, Scheme, Source, TimeLimit


def document(**changes) -> Document:
    return Document.parse_obj({
        "id": "doc-a", "title": "办法", "short_title": "办法", "issuer": "办公室", "division": "500230", "status": "in_force",
        "period": {"from": "2024-01-01", "until": "2024-12-31", "text": "2024年", "source": "doc-a 一", "proof": ["2024"]},
        "source_file": "a.txt", "clauses": [{"id": "一", "heading": "一", "starts": "第一条"}], **changes})


@pytest.mark.parametrize(("day", "standing"), [
    (date(2024, 12, 30), "in_force"), (date(2024, 12, 31), "in_force"), (date(2025, 1, 1), "period_ended"), (date(2030, 1, 1), "period_ended")])
def test_a_document_is_in_force_to_the_end_of_its_last_day(day, standing):
    assert document().standing(day) == standing


def test_a_document_without_an_end_stays_in_force():
    open_ended = document(period={"text": "长期", "source": "doc-a 一"})

    assert open_ended.standing(date(2099, 1, 1)) == "in_force"


@pytest.mark.parametrize("status", ["draft_for_comment", "repealed"])
@pytest.mark.parametrize("day", [date(2024, 6, 30), date(2024, 12, 31), date(2025, 1, 1), date(2099, 1, 1)])
def test_a_draft_stays_a_draft_and_a_repealed_document_repealed_whatever_the_day(status, day):
    assert document(status=status).standing(day) == status


@pytest.mark.parametrize(("written", "document_id", "clause"), [
    ("doc-a 二", "doc-a", "二"), ("fengdu-2024-8 二（十）", "fengdu-2024-8", "二（十）"), ("doc-a 附件 1", "doc-a", "附件 1")])
def test_a_source_is_a_document_and_a_clause(written, document_id, clause):
    source = Source.parse(written)

    assert (source.document, source.clause) == (document_id, clause)
    assert str(source) == written


@pytest.mark.parametrize("written", ["", "doc-a", "doc-a ", " 二", None, 3, ["doc-a", "二"]])
def test_anything_else_is_no_source(written):
    with pytest.raises(ValueError, match="source_form"):
        Source.parse(written)


@pytest.mark.parametrize("value", [True, "2000", None, "", [2000]])
def test_a_figure_is_a_number_and_nothing_like_one(value):
    with pytest.raises(ValidationError):
        Figure.parse_obj({"what": "奖补", "value": value, "unit": "CNY", "source": "doc-a 二"})


@pytest.mark.parametrize(("value", "kind"), [(2000, int), (0.5, float), (0, int)])
def test_a_figure_keeps_the_number_as_it_is_written(value, kind):
    figure = Figure.parse_obj({"what": "奖补", "value": value, "unit": "CNY", "source": "doc-a 二"})

    assert figure.value == value
    assert type(figure.value) is kind


@pytest.mark.parametrize("fields", [{"value": 15, "unit": "day"}, {"when": "每年3月"}])
def test_a_time_limit_is_a_clock_or_a_rhythm(fields):
    assert TimeLimit.parse_obj({"what": "办结", "source": "doc-a 二", **fields})


@pytest.mark.parametrize("fields", [{}, {"value": 15}, {"unit": "day"}, {"when": "每年", "unit": "day"}, {"value": 15, "unit": "day", "when": "每年"}])
def test_a_time_limit_is_not_neither_half_nor_both(fields):
    with pytest.raises(ValidationError, match="clock_or_rhythm"):
        TimeLimit.parse_obj({"what": "办结", "source": "doc-a 二", **fields})


@pytest.mark.parametrize("fields", [{"value": 2000, "unit": "CNY"}, {"value": 0, "unit": "CNY"}, {"in_words": "全额资助"}])
def test_an_amount_is_a_number_or_the_documents_words(fields):
    assert Amount.parse_obj({"what": "奖补", "source": "doc-a 二", **fields})


@pytest.mark.parametrize("fields", [{}, {"value": 2000}, {"unit": "CNY"}, {"in_words": "全额", "unit": "CNY"}, {"value": 1, "unit": "CNY", "in_words": "全额"}])
def test_an_amount_is_not_neither_half_nor_both(fields):
    with pytest.raises(ValidationError, match="number_or_words"):
        Amount.parse_obj({"what": "奖补", "source": "doc-a 二", **fields})


LEAF = {"fact": "able_to_work", "is": True, "text": "有劳动能力", "source": "doc-a 二"}


@pytest.mark.parametrize("node", [{}, {"all_of": []}, {**LEAF, "all_of": [LEAF]}, {"all_of": [LEAF], "any_of": [LEAF]}, {"not": LEAF, "any_of": [LEAF]}])
def test_a_condition_has_exactly_one_form(node):
    with pytest.raises(ValidationError, match="condition_form"):
        Condition.parse_obj(node)


@pytest.mark.parametrize("test", [{"is": False}, {"in": ["a"]}, {"at_least": 0}, {"at_most": 0}, {"above": 0}, {"below": 0}, {"is": 0}])
def test_a_leaf_has_one_test_even_when_it_tests_for_no_or_nought(test):
    assert Condition.parse_obj({"fact": "x", "text": "x", "source": "doc-a 二", **test})


@pytest.mark.parametrize("test", [{}, {"in": []}, {"is": True, "in": ["a"]}, {"above": 0, "below": 9}, {"at_least": 0, "is": False}])
def test_a_leaf_has_not_none_and_not_two_tests(test):
    with pytest.raises(ValidationError, match="condition_leaf"):
        Condition.parse_obj({"fact": "x", "text": "x", "source": "doc-a 二", **test})


def test_every_leaf_of_a_tree_is_found_in_order():
    tree = Condition.parse_obj({"all_of": [
        {**LEAF, "text": "甲"}, {"any_of": [{**LEAF, "text": "乙"}, {"all_of": [{**LEAF, "text": "丙"}, {"not": {**LEAF, "text": "丁"}}]}]}]})

    assert [leaf.text for leaf in tree.leaves()] == ["甲", "乙", "丙", "丁"]


def test_the_items_of_a_scheme_are_all_that_it_cites(small):
    scheme = small.kb.scheme("441424", "industry_grant")

    assert [item.words() for item in scheme.items()] == [
        "自家搞种养，多干多补，每户每年最多2000元", "脱贫户或监测对象", "有劳动能力", "人均纯收入在8300元以下", "每户每年奖补", "年人均纯收入",
        "县农业农村委", "申请后办结", "全县奖补资金"]


def test_items_leaves_out_no_list_of_cited_things():
    """A new field of a scheme that holds cited things must be in `items`, or nothing would prove it."""
    statement = {"text": "x", "source": "doc-a 二"}
    figure = {"what": "x", "value": 1, "unit": "CNY", "source": "doc-a 二"}
    samples = {"Statement": statement, "Figure": figure, "Amount": figure, "TimeLimit": {"what": "x", "when": "x", "source": "doc-a 二"},
               "Channel": {"kind": "app", "name": "x", "source": "doc-a 二"}, "Office": {"name": "x", "source": "doc-a 二"}}
    filled = {}
    for name, field in Scheme.__fields__.items():
        kind = getattr(field.type_, "__name__", "Figure")
        if kind in samples and name != "gist":
            filled[name] = [samples[kind]]
    filled.setdefault("targets", [figure])

    scheme = Scheme.parse_obj({"scheme": "x", "title": "x", "gist": statement, **filled})

    assert len(filled) >= 13
    assert len(list(scheme.items())) == len(filled) + 1


def test_a_shape_cannot_be_changed():
    source = Source.parse("doc-a 二")

    with pytest.raises(TypeError):
        source.clause = "三"
