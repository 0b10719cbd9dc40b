"""From a question to the rule of its place."""
from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge.lookup import Question, Status, available_kinds, covered_place, look_up
from bot.knowledge.model import Aspect

COUNTY, CITY, PROVINCE, OTHER, SIBLING = "441424", "441400", "440000", "500230", "441423"
DAY = date(2024, 6, 30)


@pytest.fixture
def ask(small):
    """Look up an aspect of the grant, for the county unless another place is given."""
    def look(aspect: Aspect = Aspect.AMOUNT, kind: str = "industry_grant", division: str = COUNTY):
        return look_up(small.kb, small.divisions, Question(aspect, kind, division, DAY))
    return look


def without(small, file: str, *fields: str) -> None:
    """Take top-level fields out of a scheme's file."""
    kept, dropping = [], False
    for line in (small.folder / file).read_text(encoding="utf-8").splitlines():
        if not line.startswith((" ", "-")):
            dropping = line.split(":")[0] in fields
        if not dropping:
            kept.append(line)
    small.write(file, "\n".join(kept) + "\n")


def test_a_countys_own_rule_answers(ask):
    finding = ask()

    assert (finding.status, finding.place, finding.scheme_place) == (Status.ANSWERED, COUNTY, COUNTY)
    assert finding.scheme.amounts[0].value == 2000


def test_the_nearest_rule_wins(small, ask):
    small.add_place(CITY, "梅州市", "doc-c")
    small.add_place(PROVINCE, "广东省", "doc-p")

    assert ask().scheme_place == COUNTY
    assert ask(division=CITY).scheme_place == CITY
    assert ask(division=PROVINCE).scheme_place == PROVINCE


def test_a_wider_rule_fills_what_the_nearer_one_leaves_open(small, ask):
    small.add_place(CITY, "梅州市", "doc-c")
    without(small, "441424_doc-a/industry_grant.yml", "amounts", "thresholds")

    finding = ask()

    assert (finding.status, finding.place, finding.scheme_place) == (Status.ANSWERED, COUNTY, CITY)
    assert finding.scheme.gist.source.document == "doc-c"


def test_the_nearest_of_the_wider_rules_fills_it(small, ask):
    small.add_place(CITY, "梅州市", "doc-c")
    small.add_place(PROVINCE, "广东省", "doc-p")
    without(small, "441424_doc-a/industry_grant.yml", "amounts", "thresholds")
    without(small, "441400_doc-c/industry_grant.yml", "amounts", "thresholds")

    assert ask().scheme_place == PROVINCE


def test_a_wider_place_speaks_for_a_county_that_is_not_covered_itself(small, ask):
    small.add_place(CITY, "梅州市", "doc-c")

    finding = ask(division=SIBLING)

    assert (finding.status, finding.place, finding.scheme_place) == (Status.ANSWERED, CITY, CITY)


def test_a_kind_that_only_the_wider_place_has_is_answered_from_it(small, ask):
    small.add_place(CITY, "梅州市", "doc-c")
    (small.folder / "441424_doc-a/industry_grant.yml").unlink()

    finding = ask()

    assert (finding.status, finding.place, finding.scheme_place) == (Status.ANSWERED, COUNTY, CITY)


@pytest.mark.parametrize("aspect", list(Aspect))
def test_another_countys_rule_is_never_borrowed(small, ask, aspect):
    small.add_place(OTHER, "丰都县", "doc-b")
    (small.folder / "441424_doc-a/industry_grant.yml").unlink()

    finding = ask(aspect)

    assert (finding.status, finding.scheme) == (Status.NOTHING_FOUND, None)


@pytest.mark.parametrize("aspect", list(Aspect))
def test_a_neighbouring_countys_rule_is_never_borrowed(small, ask, aspect):
    finding = ask(aspect, division=SIBLING)

    assert (finding.status, finding.place, finding.scheme) == (Status.NOT_IN_YOUR_AREA, None, None)


@pytest.mark.parametrize("aspect", list(Aspect))
def test_a_countys_rule_does_not_speak_for_its_city(ask, aspect):
    assert ask(aspect, division=CITY).status is Status.NOT_IN_YOUR_AREA


def test_a_place_without_content_is_not_in_your_area(ask):
    assert ask(division="110105").status is Status.NOT_IN_YOUR_AREA


def test_a_kind_that_the_place_does_not_have_is_nothing_found_with_kinds_of_its_group(small, ask):
    small.write("schemes/all.yml", (small.folder / "schemes/all.yml").read_text(encoding="utf-8") + "visits: {name: 走访, about: 走访}\n")
    small.write("schemes/other.yml", "water: {name: 饮水, about: 饮水}\n")

    assert ask(kind="visits").near == ("industry_grant", "self_report")
    assert ask(kind="visits").status is Status.NOTHING_FOUND
    assert ask(kind="water").near == ()


@pytest.mark.parametrize(("aspect", "status"), [
    (Aspect.OVERVIEW, Status.ANSWERED), (Aspect.AMOUNT, Status.ANSWERED), (Aspect.ELIGIBILITY, Status.ANSWERED),
    (Aspect.HOW_TO_APPLY, Status.PARTLY_ANSWERED),  # offices alone are a part of the way to apply
    (Aspect.WHERE, Status.ANSWERED), (Aspect.DEADLINE, Status.ANSWERED), (Aspect.MATERIALS, Status.NOT_STATED), (Aspect.EXIT, Status.NOT_STATED),
    (Aspect.TARGETS, Status.ANSWERED), (Aspect.VALIDITY, Status.ANSWERED), (Aspect.SOURCE, Status.ANSWERED)])
def test_the_status_says_how_much_of_an_aspect_the_document_answers(ask, aspect, status):
    assert ask(aspect).status is status


def test_thresholds_alone_are_a_part_of_the_amount(small, ask):
    without(small, "441424_doc-a/industry_grant.yml", "amounts")

    assert ask().status is Status.PARTLY_ANSWERED


def test_a_full_answer_of_a_wider_place_beats_a_part_of_the_nearer_one(small, ask):
    small.add_place(CITY, "梅州市", "doc-c")
    without(small, "441424_doc-a/industry_grant.yml", "amounts")

    finding = ask()

    assert (finding.status, finding.scheme_place) == (Status.ANSWERED, CITY)


def test_what_nobody_states_is_not_stated_by_the_nearest(small, ask):
    small.add_place(CITY, "梅州市", "doc-c")

    finding = ask(Aspect.MATERIALS)

    assert (finding.status, finding.scheme_place) == (Status.NOT_STATED, COUNTY)


@pytest.mark.parametrize(("division", "place"), [(COUNTY, COUNTY), (SIBLING, None), (CITY, None), (OTHER, None), ("999999", None)])
def test_the_covered_place_is_the_nearest_one_above(small, division, place):
    assert covered_place(small.kb, small.divisions, division) == place


def test_the_kinds_of_a_place_are_its_own_and_those_of_what_it_belongs_to(small):
    small.add_place(CITY, "梅州市", "doc-c")
    (small.folder / "441424_doc-a/industry_grant.yml").unlink()
    kb, divisions = small.kb, small.divisions

    assert available_kinds(kb, divisions, COUNTY) == {"industry_grant", "self_report"}
    assert available_kinds(kb, divisions, OTHER) == frozenset()
