"""Which schemes fit what was told: order, what is left out, why, and what is still open."""
from __future__ import annotations

import pytest

from bot.knowledge.finder import MOST, Fit, find

COUNTY, CITY, OTHER = "441424", "441400", "500230"
LIFTED = {"household_category.lifted_household": True}
QUALIFIED = {**LIFTED, "able_to_work": True, "income_per_head": 5000}


@pytest.fixture
def fits(small):
    def found(*situations: str, before: tuple = (), known: dict | None = None, heard: dict | None = None, division: str = COUNTY) -> list[Fit]:
        return find(small.kb, small.divisions, division, situations, before, known or {}, heard or {})
    return found


def kinds(found: list[Fit]) -> list[str]:
    return [fit.kind for fit in found]


def test_what_a_situation_wants_comes_in_its_order(fits):
    assert kinds(fits("lifted")) == ["industry_grant", "self_report"]
    assert kinds(fits("monitored")) == ["self_report"]


def test_nothing_told_and_nothing_heard_finds_nothing(fits):
    assert fits() == [] and fits("fit") == []


def test_what_two_situations_want_comes_first(fits):
    assert kinds(fits("lifted", "monitored")) == ["self_report", "industry_grant"]
    assert fits("lifted", "monitored")[0].because == ("lifted", "monitored")


def test_what_is_told_now_counts_more_than_what_was_told_before(fits):
    assert kinds(fits("unfit", before=("wants_to_raise",))) == ["self_report", "industry_grant"]
    assert kinds(fits("wants_to_raise", before=("unfit",))) == ["industry_grant", "self_report"]


def test_what_was_heard_of_counts_besides(fits):
    assert kinds(fits(heard={"self_report": 0.7, "industry_grant": 0.3})) == ["self_report", "industry_grant"]
    assert kinds(fits("wants_to_raise", heard={"self_report": 1.0})) == ["self_report", "industry_grant"]


def test_what_the_household_does_not_qualify_for_is_left_out(fits):
    assert kinds(fits("lifted", known={"able_to_work": False})) == ["self_report"]
    assert kinds(fits("lifted", known={"able_to_work": True})) == ["industry_grant", "self_report"]


def test_what_the_household_qualifies_for_is_said_so_and_moves_up(fits):
    (first, *_) = fits("unfit", "wants_to_raise", known=QUALIFIED)

    assert first.kind == "industry_grant" and first.outcome is True
    assert [leaf.text for leaf in first.met] == ["脱贫户或监测对象", "有劳动能力", "人均纯收入在8300元以下"] and first.open == ()


def test_what_an_outcome_still_hangs_on_is_named(fits):
    (grant, report) = fits("lifted", known=LIFTED)

    assert grant.outcome is None
    assert ([leaf.fact for leaf in grant.met], [leaf.fact for leaf in grant.open]) == (["household_category"], ["able_to_work", "income_per_head"])
    assert (report.outcome, report.met, report.open) == (None, (), ())


def test_what_the_place_lacks_is_left_out(small, fits):
    (small.folder / "441424_doc-a/industry_grant.yml").unlink()

    assert kinds(fits("lifted")) == ["self_report"]
    assert fits("lifted", division=OTHER) == []


def test_what_the_city_has_is_found_for_its_county_with_its_place(small, fits):
    small.add_place(CITY, "梅州市", "doc-c")
    (small.folder / "441424_doc-a/industry_grant.yml").unlink()

    assert [(fit.kind, fit.place) for fit in fits("lifted")] == [("industry_grant", CITY), ("self_report", COUNTY)]


def test_what_concerns_officials_only_is_left_out(small, fits):
    small.change("schemes/all.yml", "  about: 遇到困难自己怎么报\n", "  about: 遇到困难自己怎么报\n  audience: staff\n")

    assert kinds(fits("lifted")) == ["industry_grant"]


def test_not_more_are_found_than_anybody_reads(real_kb, real_divisions):
    everything = dict.fromkeys(real_kb.kinds, 1.0)

    assert len(find(real_kb, real_divisions, "231181", (), (), {}, everything)) == MOST


def test_the_same_told_twice_gives_the_same(fits):
    assert fits("lifted", known=LIFTED) == fits("lifted", known=LIFTED)
