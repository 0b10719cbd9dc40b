"""Reading the content folder: each place when it is asked for."""
from __future__ import annotations

import pytest

from bot.knowledge.problems import ContentError

COUNTY, OTHER = "441424", "500230"


def test_a_broken_county_does_not_break_another(small):
    small.add_place(OTHER, "丰都县", "doc-b")
    small.write("441424_doc-a/industry_grant.yml", "title: [")
    small.write("441424_doc-a/place.yml", "- x")
    kb = small.kb

    assert kb.scheme(OTHER, "industry_grant").title == "产业奖补"
    assert kb.place(OTHER).ask_office.name == "县乡村振兴局"
    assert kb.schemes(OTHER) == ("industry_grant", "self_report")
    with pytest.raises(ContentError, match="not_yaml"):
        kb.scheme(COUNTY, "industry_grant")
    with pytest.raises(ContentError, match="not_a_mapping"):
        kb.place(COUNTY)


def test_a_broken_scheme_does_not_break_its_neighbour(small):
    small.write("441424_doc-a/industry_grant.yml", "title: [")

    assert small.kb.scheme(COUNTY, "self_report").title == "自主申报"


def test_a_broken_document_does_not_break_another(small):
    small.add_place(OTHER, "丰都县", "doc-b")
    small.write("documents/doc-a.yml", "id: [")
    kb = small.kb

    assert kb.document_ids == ["doc-a", "doc-b"]
    assert kb.document("doc-b").division == OTHER
    with pytest.raises(ContentError):
        kb.document("doc-a")


def test_nothing_is_read_before_it_is_asked_for(small):
    for file in small.folder.rglob("*.yml"):
        file.write_text("a: [", encoding="utf-8")

    kb = small.kb

    assert set(kb.folders) == {COUNTY}
    assert kb.schemes(COUNTY) == ("industry_grant", "self_report")


def test_a_place_is_read_once(small):
    kb = small.kb
    first = kb.scheme(COUNTY, "industry_grant")
    small.write("441424_doc-a/industry_grant.yml", "title: [")

    assert kb.scheme(COUNTY, "industry_grant") is first


def test_a_place_that_is_not_covered_has_no_schemes(small):
    assert small.kb.schemes(OTHER) == ()
    assert small.kb.scheme(OTHER, "industry_grant") is None


def test_a_kind_that_a_place_has_no_file_for_is_none(small):
    assert small.kb.scheme(COUNTY, "visits") is None


def test_the_place_file_is_no_scheme(small):
    assert "place" not in small.kb.schemes(COUNTY)


def test_other_folders_are_no_places(small):
    small.write("coverage/doc-a.yml", "{}")
    small.write("12_short/place.yml", "{}")

    assert set(small.kb.folders) == {COUNTY}


def test_the_catalogue_is_all_its_files_in_their_order(small):
    small.write("schemes/village.yml", "visits: {name: 走访, about: 走访}\n")
    kb = small.kb

    assert list(kb.kinds) == ["industry_grant", "self_report", "visits"]
    assert kb.groups == {"industry_grant": "all", "self_report": "all", "visits": "village"}


def test_the_version_changes_with_any_file_that_an_answer_rests_on_and_only_then(small):
    small.add_place("500230", "丰都县", "doc-b")
    chain = ("441424", "441400", "440000")
    before = small.kb.version(chain)

    assert small.kb.version(chain) == before
    small.change("441424_doc-a/industry_grant.yml", "value: 2000,", "value: 2001,")
    assert small.kb.version(chain) != before
    small.change("441424_doc-a/industry_grant.yml", "value: 2001,", "value: 2000,")
    assert small.kb.version(chain) == before
    small.change("500230_doc-b/industry_grant.yml", "value: 2000,", "value: 2001,")
    assert small.kb.version(chain) == before  # another place's rule
    small.change("units.yml", "day: {label: 天}", "day: {label: 日}")
    assert small.kb.version(chain) != before


def test_a_renamed_file_is_another_version(small):
    before = small.kb.version(("441424",))
    (small.folder / "441424_doc-a/self_report.yml").rename(small.folder / "441424_doc-a/self_reports.yml")

    assert small.kb.version(("441424",)) != before


def test_the_version_is_twelve_hexadecimal_digits(small):
    for chain in ((), ("441424",), ("231181",)):
        assert len(small.kb.version(chain)) == 12 and int(small.kb.version(chain), 16) >= 0


@pytest.mark.parametrize(("most", "is_read"), [(0, False), (1, True)])
def test_few_places_are_read_at_once_and_many_when_they_are_asked_for(small, most, is_read):
    kb = small.kb
    kb.preload(most)

    assert (kb.scheme.cache_info().currsize > 0) is is_read
