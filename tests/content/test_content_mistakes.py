"""Each mistake an editor can make gives exactly one problem, and it says file, line, what and how to mend."""
from __future__ import annotations

from typing import NamedTuple

import pytest

GRANT, REPORT, PLACE, DOCUMENT = (
    "441424_doc-a/industry_grant.yml", "441424_doc-a/self_report.yml", "441424_doc-a/place.yml", "documents/doc-a.yml")


CLOCK = ('{clock: identification, what: 认定, starts: received, ends: [monitored, not_included], value: 15, unit: day, '
         'from: "2024-01-01", until: "2024-12-31", source: doc-a 二, proof: [15天以内办结]}')


def clocks(*clocks: str) -> str:
    """The block of a place.yml, one clock a line."""
    return "clocks:\n" + "".join(f"  - {clock}\n" for clock in clocks)


class Mistake(NamedTuple):
    """`old` becomes `new` in `file`; the problem `code` is then at the line with `at`, and its wording has `says`."""

    name: str
    file: str
    old: str
    new: str
    code: str
    at: str
    says: str


MISTAKES = [
    Mistake("an unknown key of a scheme", GRANT, "amounts:", "amonts:", "unknown_key", "amonts:", "amonts"),
    Mistake("an unknown key of an item", GRANT, "role: lead", "rolle: lead", "unknown_key", "县农业农村委", "rolle"),
    Mistake("an unknown key of a target", GRANT, 'by: "2024-12-31"', 'til: "2024-12-31"', "unknown_key", "全县奖补资金", "til"),
    Mistake("an unknown key of a condition", GRANT, "below: 8300", "beneath: 8300", "unknown_key", "beneath", "beneath"),
    Mistake("an unknown key of a document", DOCUMENT, "issuer:", "isuer:", "unknown_key", "isuer", "isuer"),
    Mistake("an unknown key of a place", PLACE, "hotline:", "hotlines:", "unknown_key", "hotlines", "hotlines"),
    Mistake("an unknown key of a kind", "schemes/all.yml", "  aliases: [一键申报]", "  alias: [一键申报]", "unknown_key", "alias: ", "alias"),
    Mistake("an unknown key of a fact", "facts.yml", "type: bool, scope: person", "type: bool, scop: person", "unknown_key", "scop:", "scop"),
    Mistake("an unknown key of a unit", "units.yml", "day: {label: 天}", "day: {label: 天, plural: 天}", "unknown_key", "plural", "plural"),
    Mistake("a key written twice", GRANT, "not_stated:", "title: 又一个\nnot_stated:", "duplicate_key", "title: 又一个", "第 2 行"),
    Mistake("a key of an item written twice", GRANT, "role: lead", "role: lead, role: support", "duplicate_key", "县农业农村委", "role"),
    Mistake("an item without its source", GRANT, "bound: max, source: doc-a 二, proof: [不高于2000元]", "bound: max, proof: [不高于2000元]",
            "missing_key", "每户每年奖补", "source"),
    Mistake("a target without its source", GRANT, 'by: "2024-12-31", source: doc-a 二', 'by: "2024-12-31"', "missing_key", "全县奖补资金", "source"),
    Mistake("a rhythm without its source", REPORT, "when: 每年3月、8月, source: doc-a 三", "when: 每年3月、8月", "missing_key", "集中走访", "source"),
    Mistake("a sentence without its source", REPORT, "可以自己打电话申报, source: doc-a 三", "可以自己打电话申报", "missing_key", "gist", "source"),
    Mistake("a scheme without a title", GRANT, "title: 产业奖补\n", "", "missing_key", "scheme:", "title"),
    Mistake("a source without its clause", GRANT, "bound: max, source: doc-a 二, proof: [不高于2000元]",
            "bound: max, source: doc-a, proof: [不高于2000元]", "source_form", "每户每年奖补", "条款号"),
    Mistake("an unquoted code of a document", DOCUMENT, 'division: "441424"', "division: 441424", "unquoted", "division", "division"),
    Mistake("an unquoted code of a place", PLACE, 'division: "441424"', "division: 441424", "unquoted", "division", "引号"),
    Mistake("an unquoted phone number", REPORT, 'value: "12317"', "value: 12317", "unquoted", "kind: hotline", "value"),
    Mistake("a day that does not exist", DOCUMENT, 'until: "2024-12-31"', 'until: "2024-02-30"', "bad_date", "period", "until"),
    Mistake("a date in words", DOCUMENT, 'issued_on: "2024-04-10"', "issued_on: 2024年4月10日", "bad_date", "issued_on", "2024-12-31"),
    Mistake("a date that is a number", GRANT, 'by: "2024-12-31"', "by: 2024", "bad_date", "全县奖补资金", "by"),
    Mistake("a period that ends before it begins", DOCUMENT, 'until: "2024-12-31"', 'until: "2023-12-31"', "period_backwards", "period", "until"),
    Mistake("a figure in quotes", GRANT, "value: 2000,", 'value: "2000",', "not_a_number", "每户每年奖补", "value"),
    Mistake("a bound that is none", GRANT, "bound: max, source: doc-a 二, proof: [不高于2000元]",
            "bound: most, source: doc-a 二, proof: [不高于2000元]", "wrong_value", "每户每年奖补", "bound"),
    Mistake("an aspect that is none", GRANT, "not_stated: [how_to_apply, materials]", "not_stated: [how_to_apply, materials, dedline]",
            "wrong_value", "not_stated", "not_stated"),
    Mistake("an unknown fact", GRANT, "fact: able_to_work", "fact: able_to_werk", "unknown_fact", "able_to_werk", "able_to_werk"),
    Mistake("an unknown choice", GRANT, "in: [lifted_household, ", "in: [rich_household, ", "unknown_choice", "rich_household", "rich_household"),
    Mistake("a yes-or-no fact tested with a word", GRANT, "is: true", "is: yes", "wrong_test", "is: yes", "able_to_work"),
    Mistake("a number tested with a choice", GRANT, "below: 8300", "in: [low]", "wrong_test", "in: [low]", "income_per_head"),
    Mistake("a choice tested with a number", GRANT, "in: [lifted_household, monitored_household]", "at_least: 15", "wrong_test", "at_least: 15",
            "household_category"),
    Mistake("an unknown key of a situation", "situations.yml", "name: 脱贫户, says", "name: 脱贫户, sayings", "unknown_key", "name: 脱贫户", "sayings"),
    Mistake("a situation that tells an unknown fact", "situations.yml", "told: {able_to_work: true}", "told: {able_to_werk: true}", "unknown_fact",
            "able_to_werk", "able_to_werk"),
    Mistake("a situation that tells an unknown choice", "situations.yml", "told: {household_category: lifted_household}",
            "told: {household_category: rich_household}", "unknown_choice", "rich_household", "rich_household"),
    Mistake("a situation that wants an unknown scheme", "situations.yml", "kinds: [industry_grant, self_report]", "kinds: [industry_grant, self_reprot]",
            "unknown_scheme", "self_reprot", "self_reprot"),
    Mistake("a fact that follows and is unknown", "facts.yml", "weak: {able_to_work: true}", "weak: {able_to_werk: true}", "unknown_fact",
            "able_to_werk", "able_to_werk"),
    Mistake("a choice that follows and is unknown", "facts.yml", "weak: {able_to_work: true}", "weak: {household_category.rich: true}", "unknown_choice",
            "household_category.rich", "rich"),
    Mistake("an unknown unit", GRANT, "unit: day", "unit: dey", "unknown_unit", "dey", "dey"),
    Mistake("an unknown unit of a fact", "facts.yml", "unit: CNY/person/year", "unit: CNY/head", "unknown_unit", "CNY/head", "CNY/head"),
    Mistake("an unknown related scheme", GRANT, "related: [self_report]", "related: [self_reprot]", "unknown_scheme", "related", "self_reprot"),
    Mistake("a scheme that says it is another", REPORT, "scheme: self_report", "scheme: industry_grant", "wrong_file_name", "scheme:",
            "industry_grant.yml"),
    Mistake("a scheme with a slip in its own id", REPORT, "scheme: self_report", "scheme: self_reprot", "wrong_file_name", "scheme:", "self_reprot"),
    Mistake("a document that says it is another", DOCUMENT, "id: doc-a\n", "id: doc-b\n", "wrong_file_name", "id: doc-b", "doc-b.yml"),
    Mistake("an unknown document", GRANT, "bound: max, source: doc-a 二, proof: [不高于2000元]",
            "bound: max, source: dok-a 二, proof: [不高于2000元]", "unknown_document", "dok-a", "dok-a"),
    Mistake("an unknown clause", GRANT, "bound: max, source: doc-a 二, proof: [不高于2000元]",
            "bound: max, source: doc-a 九, proof: [不高于2000元]", "unknown_clause", "doc-a 九", "九"),
    Mistake("an unknown clause of a condition", GRANT, "text: 有劳动能力, source: doc-a 二", "text: 有劳动能力, source: doc-a 九",
            "unknown_clause", "doc-a 九", "九"),
    Mistake("an unknown clause of a place", PLACE, "name: 县乡村振兴局, source: doc-a 三", "name: 县乡村振兴局, source: doc-a 九",
            "unknown_clause", "ask_office", "九"),
    Mistake("an unknown clause of damage", GRANT, "related:", "damaged:\n  - {text: 缺一行, source: doc-a 九}\nrelated:", "unknown_clause",
            "缺一行", "九"),
    Mistake("a code that no place has", DOCUMENT, 'division: "441424"', 'division: "999999"', "unknown_division", "division", "999999"),
    Mistake("a place whose code is not its folder's", PLACE, 'division: "441424"', 'division: "441423"', "wrong_folder", "division", "441423"),
    Mistake("a figure that the clause does not have", GRANT, "value: 2000,", "value: 3000,", "figure_missing", "每户每年奖补", "3000"),
    Mistake("a figure in words that the clause does not have", GRANT, "每户每年最多2000元", "每户每年最多2500元", "figure_missing", "gist", "2500"),
    Mistake("a limit of a condition that the clause does not have", GRANT, "below: 8300", "below: 8400", "figure_missing", "below", "8400"),
    Mistake("a year to be reached by that the clause does not have", GRANT, 'by: "2024-12-31"', 'by: "2035-12-31"', "figure_missing",
            "全县奖补资金", "2035"),
    Mistake("a proof term that the clause does not have", GRANT, "proof: [不高于2000元]", "proof: [不低于2000元]", "proof_missing",
            "每户每年奖补", "不低于2000元"),
    Mistake("a proof term of a condition that the clause does not have", GRANT, "proof: [有劳动能力]", "proof: [有劳动力]", "proof_missing",
            "able_to_work", "有劳动力"),
    Mistake("a proof term of a period that the clause does not have", DOCUMENT, "proof: [2024年度]", "proof: [2025年度]", "proof_missing",
            "period", "2025年度"),
    Mistake("an item without proof", GRANT, ", proof: [不高于2000元]", "", "no_proof", "每户每年奖补", "每户每年奖补"),
    Mistake("an aspect that is neither answered nor named", GRANT, "not_stated: [how_to_apply, materials]", "not_stated: [how_to_apply]",
            "silent_aspect", "scheme:", "materials"),
    Mistake("a service that is silent on what it pays", REPORT, "not_stated: [amount]\n", "", "silent_aspect", "scheme:", "amount"),
    Mistake("a file that is no YAML", GRANT, "for: [脱贫户, 监测对象]", "for: [脱贫户, 监测对象", "not_yaml", "amounts:", "缩进"),
    Mistake("a control character", GRANT, "for: [脱贫户, 监测对象]", "for: [脱贫户, \x07监测对象]", "not_yaml", "for:", "缩进"),
    Mistake("a list for a key", GRANT, "not_stated: [how", "[a, b]: c\nnot_stated: [how", "not_yaml", "[a, b]", "YAML"),
    Mistake("a condition with two tests", GRANT, "is: true", "is: true, at_least: 1", "condition_leaf", "is: true", "判断"),
    Mistake("a condition without a test", GRANT, "is: true, ", "", "condition_leaf", "able_to_work", "判断"),
    Mistake("a condition that is both a leaf and a branch", GRANT, "is: true", "is: true, any_of: [{fact: able_to_work, is: true, text: x, source: doc-a 二}]",
            "condition_form", "able_to_work", "拆成"),
    Mistake("a clock that is also a rhythm", GRANT, "value: 15, unit: day", "value: 15, unit: day, when: 每年", "clock_or_rhythm", "申请后办结", "when"),
    Mistake("a clock without its unit", GRANT, "value: 15, unit: day", "value: 15", "clock_or_rhythm", "申请后办结", "unit"),
    Mistake("an amount that is a number and words", GRANT, "bound: max, source: doc-a 二, proof: [不高于2000元]",
            "bound: max, in_words: 全额, source: doc-a 二, proof: [不高于2000元]", "number_or_words", "每户每年奖补", "in_words"),
    Mistake("an amount without its unit", GRANT, "value: 2000, unit: CNY/household/year", "value: 2000", "number_or_words", "每户每年奖补", "unit"),
    Mistake("an unknown unit of an amount", GRANT, "unit: CNY/household/year", "unit: CNY/family", "unknown_unit", "CNY/family", "CNY/family"),
    Mistake("a clause that is neither cited nor excused", "coverage.yml", "{总则: 制定办法的缘由}", "{}", "clause_unaccounted", "doc-a", "总则"),
    Mistake("a clause both cited and excused", "coverage.yml", "{总则: 制定办法的缘由}", "{总则: 缘由, 二: 无关}", "clause_both", "二: 无关",
            "441424/industry_grant"),
    Mistake("an excuse for a clause that does not exist", "coverage.yml", "{总则: 制定办法的缘由}", "{总则: 缘由, 九: 无关}", "unknown_clause",
            "九: 无关", "九"),
    Mistake("an excuse for a document that does not exist", "coverage.yml", "doc-a: ", "doc-z: {总则: 缘由}\ndoc-a: ", "unknown_document",
            "doc-z", "doc-z"),
    Mistake("an anchor that the official text does not have", DOCUMENT, "starts: 第二条", "starts: 第２２条", "anchor_missing", "第２２条", "starts"),
    Mistake("an official text that is not there", DOCUMENT, "source_file: doc-a.txt", "source_file: doc-b.txt", "source_file_missing",
            "source_file", "doc-b.txt"),
    Mistake("a clause listed twice", DOCUMENT, "id: 总则, heading: 总则", "id: 二, heading: 总则", "clause_twice", "heading: 奖补", "二"),
    Mistake("a short name of a place that does not exist", "divisions.yml", '  丰都: "500230"', '  丰都: "500999"', "unknown_division", "  丰都:", "500999"),
    Mistake("a short name with an unquoted code", "divisions.yml", '  丰都: "500230"', "  丰都: 500230", "unquoted", "  丰都:", "丰都"),
    Mistake("a shared name with a code that does not exist", "divisions.yml", '  五华: ["441424", "530102"]', '  五华: ["441424", "530999"]',
            "unknown_division", "  五华:", "530999"),
    Mistake("an unknown key of a clock", PLACE, "hotline:", clocks(CLOCK.replace("what:", "whot:")) + "hotline:", "unknown_key", "whot", "whot"),
    Mistake("a clock that casework does not know", PLACE, "hotline:", clocks(CLOCK.replace("identification", "coffee")) + "hotline:", "wrong_value",
            "coffee", "clock"),
    Mistake("a clock that starts at no state", PLACE, "hotline:", clocks(CLOCK.replace("starts: received", "starts: arrived")) + "hotline:",
            "wrong_value", "arrived", "starts"),
    Mistake("a clock in months", PLACE, "hotline:", clocks(CLOCK.replace("unit: day", "unit: month")) + "hotline:", "wrong_value", "month", "unit"),
    Mistake("a clock for no origin there is", PLACE, "hotline:", clocks(CLOCK.replace("what:", "origin: rumour, what:")) + "hotline:", "wrong_value",
            "rumour", "origin"),
    Mistake("a clock without its first day", PLACE, "hotline:", clocks(CLOCK.replace('from: "2024-01-01", ', "")) + "hotline:", "missing_key",
            "identification", "from"),
    Mistake("a clock without its start", PLACE, "hotline:", clocks(CLOCK.replace("starts: received, ", "")) + "hotline:", "missing_key",
            "identification", "starts"),
    Mistake("a clock without its source", PLACE, "hotline:", clocks(CLOCK.replace("source: doc-a 二, ", "")) + "hotline:", "missing_key",
            "identification", "source"),
    Mistake("a clock without proof", PLACE, "hotline:", clocks(CLOCK.replace(", proof: [15天以内办结]", "")) + "hotline:", "no_proof", "identification",
            "认定"),
    Mistake("a clock that ends before it begins", PLACE, "hotline:", clocks(CLOCK.replace('until: "2024', 'until: "2023')) + "hotline:",
            "period_backwards", "identification", "until"),
    Mistake("a clock with an unquoted date that is none", PLACE, "hotline:", clocks(CLOCK.replace('"2024-12-31"', "2024年底")) + "hotline:", "bad_date",
            "identification", "until"),
    Mistake("a clock of no days", PLACE, "hotline:", clocks(CLOCK.replace("value: 15", "value: 0")) + "hotline:", "clock_value", "identification", "大于"),
    Mistake("a clock that nothing ends", PLACE, "hotline:", clocks(CLOCK.replace("[monitored, not_included]", "[]")) + "hotline:", "clock_ends",
            "identification", "ends"),
    Mistake("a clock that ends where it starts", PLACE, "hotline:", clocks(CLOCK.replace("[monitored,", "[received,")) + "hotline:", "clock_ends",
            "identification", "starts"),
    Mistake("a clock whose days the clause does not have", PLACE, "hotline:", clocks(CLOCK.replace("value: 15", "value: 20")) + "hotline:",
            "figure_missing", "identification", "20"),
    Mistake("a clock whose words have a figure that the clause does not have", PLACE, "hotline:", clocks(CLOCK.replace("what: 认定", "what: 30天认定")) + "hotline:",
            "figure_missing", "identification", "30"),
    Mistake("a proof term of a clock that the clause does not have", PLACE, "hotline:", clocks(CLOCK.replace("[15天以内办结]", "[15天之内]")) + "hotline:",
            "proof_missing", "identification", "15天之内"),
    Mistake("an unknown clause of a clock", PLACE, "hotline:", clocks(CLOCK.replace("doc-a 二", "doc-a 九")) + "hotline:", "unknown_clause",
            "identification", "九"),
    Mistake("an unknown document of a clock", PLACE, "hotline:", clocks(CLOCK.replace("doc-a 二", "dok-a 二")) + "hotline:", "unknown_document",
            "identification", "dok-a"),
    Mistake("a clock without the end that its document has", PLACE, "hotline:", clocks(CLOCK.replace('until: "2024-12-31", ', "")) + "hotline:",
            "clock_without_end", "identification", "2024-12-31"),
    Mistake("one clock twice", PLACE, "hotline:", clocks(CLOCK, CLOCK.replace("what: 认定", "what: 再认定")) + "hotline:", "clock_twice", "再认定",
            "第 4 行"),
    Mistake("a clock of one origin beside the same for all", PLACE, "hotline:",
            clocks(CLOCK, CLOCK.replace("what: 认定", "origin: self_report, what: 再认定")) + "hotline:", "clock_twice", "再认定", "identification"),
    Mistake("one saying of two kinds", "schemes/all.yml", "家里出事了找谁报", "养鸡有没有钱补", "said_twice", "  sayings: [养鸡有没有钱补]", "industry_grant"),
]


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
