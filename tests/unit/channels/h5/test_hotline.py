"""The telephone on the poster comes from the content, with its document, or not at all."""
from __future__ import annotations

from datetime import date

import pytest

from bot.channels.h5.hotline import hotline_of

CHAIN = ("441424", "441400", "440000")
PLACE = "441424_doc-a/place.yml"


def test_the_telephone_is_the_place_s_with_the_document_it_stands_in(small, a_day):
    found = hotline_of(small.kb, CHAIN, a_day)

    assert found is not None
    assert (found.name, found.number) == ("12317平台", "12317")
    assert (found.title, found.document_number, found.clause, found.standing) == ("五华县办法", "试字〔2024〕8号", "三", "in_force")


@pytest.mark.parametrize(("day", "standing"), [(date(2024, 12, 31), "in_force"), (date(2025, 1, 1), "period_ended")])
def test_a_telephone_of_a_document_whose_period_is_over_says_so(small, day, standing):
    found = hotline_of(small.kb, CHAIN, day)

    assert found is not None
    assert (found.standing, found.period) == (standing, "2024年度")


def test_a_repealed_document_gives_no_telephone(small, a_day):
    small.change("documents/doc-a.yml", "status: in_force", "status: repealed")

    assert hotline_of(small.kb, CHAIN, a_day) is None


def test_a_telephone_without_a_number_is_none(small, a_day):
    small.change(PLACE, 'value: "12317", ', "")

    assert hotline_of(small.kb, CHAIN, a_day) is None


def test_a_place_without_content_has_its_city_s_telephone_or_none(small, a_day):
    assert hotline_of(small.kb, ("445222", "445200"), a_day) is None
    assert hotline_of(small.kb, ("441424001", "441424"), a_day) == hotline_of(small.kb, CHAIN, a_day)
