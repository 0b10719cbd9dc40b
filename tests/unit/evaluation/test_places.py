"""Which figures belong to which place."""
from __future__ import annotations

import pytest

from bot.evaluation.places import figures
from bot.knowledge.problems import ContentError

COUNTY, OTHER_COUNTY = "441424", "500230"


@pytest.mark.parametrize(("text", "found"), [
    ("每户最高2000元，比例80%，15天以内", {"2000元", "80%", "15天"}), ("3.5%", {"3.5%"}), ("500万元", {"500万"}), ("没有数字", set()),
    ("1. 低保", set())])
def test_a_figure_is_a_number_with_its_unit(text, found):
    assert figures(text) == found


def test_a_figure_is_strange_where_only_another_place_has_it(places):
    assert places.strange_figures("最高3500元", COUNTY) == {"3500元"}
    assert places.strange_figures("最高3500元", OTHER_COUNTY) == frozenset()


def test_a_figure_that_no_document_has_is_none_of_another_place(places):
    assert places.strange_figures("打12356，家里4321人", COUNTY) == frozenset()


def test_the_dates_of_its_own_document_are_not_strange(places):
    assert places.strange_figures("2024年4月10日印发，2024年12月31日到期", COUNTY) == frozenset()


def test_places_are_apart_unless_one_lies_in_the_other(places):
    assert places.are_apart(COUNTY, OTHER_COUNTY)
    assert not places.are_apart(COUNTY, "441400") and not places.are_apart("440000", COUNTY) and not places.are_apart(COUNTY, COUNTY)


def test_a_document_is_at_home_in_its_division(places):
    assert places.home("doc-b") == OTHER_COUNTY
    with pytest.raises(ContentError):
        places.home("doc-c")


def test_places_are_found_in_what_people_type_in_whatever_characters(places):
    assert places.named_in("豐都的產業獎補") == (OTHER_COUNTY,) and places.named_in("产业奖补") == ()
