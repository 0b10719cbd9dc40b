"""Views of the whole content. Single mistakes are in tests/content/test_content_mistakes.py."""
from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge.survey import cited_clauses, clause_uses, gaps, stale


def test_each_cited_clause_knows_the_schemes_that_cite_it(small):
    assert cited_clauses(small.kb) == {
        ("doc-a", "二"): {"441424/industry_grant"},
        ("doc-a", "三"): {"441424/self_report", "441424/place"},
        ("doc-a", "标题"): {"period"},
    }


def test_coverage_of_each_document_is_checked(small):
    small.add_place("500230", "丰都县", "doc-b")
    small.change("coverage.yml", "doc-b: {总则: 制定办法的缘由}", "doc-b: {}")

    (problem,) = small.check()

    assert "doc-b 总则" in str(problem)


def test_a_document_without_any_excuse_needs_none_when_every_clause_is_cited(small):
    small.change("documents/doc-a.yml", "  - {id: 总则, heading: 总则, starts: 第一条}\n", "")
    small.write("coverage.yml", "{}\n")

    assert small.check() == []


def test_coverage_is_not_judged_while_something_is_wrong(small):
    small.change("coverage.yml", "{总则: 制定办法的缘由}", "{}")
    small.change("441424_doc-a/industry_grant.yml", "unit: day", "unit: dey")

    assert [problem.code for problem in small.check()] == ["unknown_unit"]


@pytest.mark.parametrize(("day", "found"), [
    (date(2024, 12, 31), []), (date(2025, 1, 1), [("doc-a", "period_ended", date(2024, 12, 31))])])
def test_a_document_is_stale_from_the_day_after_its_period(small, day, found):
    assert stale(small.kb, day) == found


def test_a_draft_is_stale_on_any_day(small):
    small.change("documents/doc-a.yml", "status: in_force", "status: draft_for_comment")

    assert [entry[:2] for entry in stale(small.kb, date(2024, 6, 30))] == [("doc-a", "draft_for_comment")]


def test_every_clause_is_listed_in_order_with_who_cites_it_or_why_nobody_does(small):
    uses = {use.clause: use for use in clause_uses(small.kb)}

    assert list(uses) == ["标题", "总则", "二", "三"]
    assert (uses["总则"].schemes, uses["总则"].reason, uses["总则"].is_accounted) == ((), "制定办法的缘由", True)
    assert (uses["二"].schemes, uses["二"].reason, uses["二"].is_accounted) == (("441424/industry_grant",), None, True)


def test_a_clause_that_nobody_cites_and_nothing_excuses_is_not_accounted_for(small):
    small.change("coverage.yml", "{总则: 制定办法的缘由}", "{}")

    assert [use.clause for use in clause_uses(small.kb) if not use.is_accounted] == ["总则"]


def test_a_gap_is_an_aspect_that_the_place_leaves_open_or_a_kind_that_only_others_have(small):
    small.add_place("500230", "丰都县", "doc-b")
    (small.folder / "441424_doc-a/self_report.yml").unlink()

    open_aspects, missing = gaps(small.kb, "441424")

    assert open_aspects == {"how_to_apply": 1, "materials": 1}
    assert missing == ["self_report"]
    assert gaps(small.kb, "500230")[1] == []
