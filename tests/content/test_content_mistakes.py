"""Each mistake an editor can make gives exactly one problem, and it says file, line, what and how to mend."""
from __future__ import annotations

import pytest

from tests.content.mistakes import CLOCK, DOCUMENT, GRANT, MISTAKES, PLACE, REPORT, clocks


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.name.replace(" ", "_") for mistake in MISTAKES])
def test_one_mistake_gives_one_problem_that_says_where_what_and_how_to_mend(small, mistake):
    changed = small.change(mistake.file, mistake.old, mistake.new)

    problems = small.check()

    assert [problem.code for problem in problems] == [mistake.code], "\n".join(map(str, problems))
    (problem,) = problems
    assert problem.file == str(changed)
    assert problem.line == small.line_of(mistake.file, mistake.at)
    said = str(problem)
    assert said.startswith(f"{changed}:{problem.line}: [{mistake.code}] ")
    assert mistake.says in said
    assert "。→ " in said and "{" not in said.removeprefix(str(changed))


def test_the_small_content_itself_is_right(small):
    assert small.check() == []
    assert small.check(with_sources=False) == []


def test_a_citation_of_another_countys_document_is_one_problem(small):
    small.add_place("500230", "丰都县", "doc-b")
    small.change(GRANT, "bound: max, source: doc-a 二, proof: [不高于2000元]", "bound: max, source: doc-b 二, proof: [不高于2000元]")

    (problem,) = small.check()

    assert (problem.code, problem.line) == ("foreign_document", small.line_of(GRANT, "doc-b"))
    assert "500230" in str(problem)


def test_clocks_that_follow_each_other_or_differ_in_origin_are_right(small):
    after = CLOCK.replace("what: 认定", "what: 以后认定").replace('"2024-01-01", until: "2024-12-31"', '"2025-01-01", until: "2025-12-31"')
    by_origin = [CLOCK.replace("identification", "officer_named").replace("what:", f"origin: {origin}, what:") for origin in ("self_report", "official_inspection")]
    small.change(PLACE, "hotline:", clocks(CLOCK, after, *by_origin) + "hotline:")

    assert small.check() == []
    assert [clock.value for clock in small.kb.place("441424").clocks] == [15] * 4


def test_a_clock_of_a_draft_binds_nobody(small):
    small.change(DOCUMENT, "status: in_force", "status: draft_for_comment")
    small.change(PLACE, "hotline:", clocks(CLOCK) + "hotline:")

    (problem,) = small.check()

    assert (problem.code, problem.line) == ("clock_of_a_draft", small.line_of(PLACE, "identification"))


def test_a_clock_of_another_countys_document_is_one_problem(small):
    small.add_place("500230", "丰都县", "doc-b")
    small.change(PLACE, "hotline:", clocks(CLOCK.replace("doc-a 二", "doc-b 二")) + "hotline:")

    (problem,) = small.check()

    assert (problem.code, problem.line) == ("foreign_document", small.line_of(PLACE, "identification"))


def test_a_clause_cited_only_by_a_clock_is_accounted_for(small):
    small.change(DOCUMENT, "  - {id: 三,", "  - {id: 时限, heading: 时限, starts: 申请后１５天, ends: 第三条, anywhere: true}\n  - {id: 三,")
    small.change(PLACE, "hotline:", clocks(CLOCK.replace("doc-a 二", "doc-a 时限")) + "hotline:")

    assert small.check() == []


def test_a_citation_of_the_provinces_document_is_right(small):
    small.add_place("440000", "广东省", "doc-p")
    small.change(GRANT, "bound: max, source: doc-a 二, proof: [不高于2000元]", "bound: max, source: doc-p 二, proof: [不高于2000元]")

    assert small.check() == []


def test_the_citys_scheme_may_not_cite_its_countys_document(small):
    small.add_place("441400", "梅州市", "doc-c")
    small.change("441400_doc-c/industry_grant.yml", "bound: max, source: doc-c 二, proof: [不高于2000元]",
                 "bound: max, source: doc-a 二, proof: [不高于2000元]")

    assert [problem.code for problem in small.check()] == ["foreign_document"]


@pytest.mark.parametrize("name", ["facts.yml", "situations.yml", "units.yml", "coverage.yml", PLACE])
def test_a_missing_file_is_one_problem(small, name):
    (small.folder / name).unlink()

    (problem,) = small.check()

    assert (problem.file, problem.line, problem.code) == (str(small.folder / name), 1, "file_missing")


def test_a_file_of_a_kind_that_the_catalogue_does_not_have_is_one_problem(small):
    text = (small.folder / REPORT).read_text(encoding="utf-8").replace("scheme: self_report", "scheme: visits")
    small.write("441424_doc-a/visits.yml", text)

    (problem,) = small.check()

    assert (problem.code, problem.line) == ("unknown_scheme", 1)
    assert "visits" in str(problem)


def test_a_file_that_is_not_utf8_is_one_problem(small):
    (small.folder / GRANT).write_bytes("title: 产业奖补".encode("gbk"))

    assert [problem.code for problem in small.check()] == ["not_utf8"]


@pytest.mark.parametrize("name", [GRANT, PLACE, DOCUMENT, "facts.yml", "situations.yml", "coverage.yml", "schemes/all.yml"])
def test_a_file_that_is_a_list_is_one_problem(small, name):
    small.write(name, "- a\n- b\n")

    assert [(problem.file, problem.code) for problem in small.check()] == [(str(small.folder / name), "not_a_mapping")]


def test_an_empty_file_is_one_problem(small):
    small.write(GRANT, "")

    assert [problem.code for problem in small.check()] == ["not_a_mapping"]


def test_a_kind_that_is_no_mapping_is_a_problem_at_its_own_line(small):
    small.write("schemes/more.yml", "visits: {name: 走访, about: 走访}\nnothing: 走访\n")

    (problem,) = small.check()

    assert (problem.code, problem.line) == ("not_a_mapping", 2)


def test_a_kind_that_stands_in_two_files_of_the_catalogue_is_one_problem(small):
    small.write("schemes/more.yml", "visits: {name: 走访, about: 走访}\nself_report: {name: 报困难, about: 报困难}\n")

    (problem,) = small.check()

    assert (problem.code, problem.line) == ("kind_twice", 2)
    assert problem.file.endswith("more.yml") and "self_report" in str(problem)


def test_two_mistakes_in_two_files_are_both_told(small):
    small.change(GRANT, "unit: day", "unit: dey")
    small.change(REPORT, "scheme: self_report", "scheme: industry_grant")

    assert {problem.code for problem in small.check()} == {"unknown_unit", "wrong_file_name"}


def test_two_mistakes_in_one_file_are_both_told(small):
    small.change(GRANT, "related: [self_report]", "related: [self_reprot]")
    small.change(GRANT, "value: 2000,", "value: 3000,")

    assert sorted(problem.code for problem in small.check()) == ["figure_missing", "unknown_scheme"]


def test_without_the_official_texts_citations_are_only_followed(small):
    small.change(GRANT, "value: 2000,", "value: 3000,")
    small.change(GRANT, "text: 有劳动能力, source: doc-a 二", "text: 有劳动能力, source: doc-a 九")

    assert [problem.code for problem in small.check(with_sources=False)] == ["unknown_clause"]


def test_a_clause_cited_only_by_the_hotline_of_a_place_is_accounted_for(small):
    small.change(DOCUMENT, "  - {id: 三,", "  - {id: 电话, heading: 电话, starts: 拨打12317, anywhere: true}\n  - {id: 三,")
    small.change(PLACE, 'value: "12317", source: doc-a 三', 'value: "12317", source: doc-a 电话')

    assert small.check() == []
