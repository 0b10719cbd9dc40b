"""A report goes into a dictionary and comes back."""
from __future__ import annotations

import json

import pytest
from hypothesis import given

from bot.casework.model import DETAILS, PERSONAL, Report, Risk
from tests.unit.casework.machine import REPORTS


@given(REPORTS)
def test_a_report_survives_json(report):
    assert Report.from_dict(json.loads(json.dumps(report.as_dict()))) == report


def test_what_is_missing_is_left_out_and_zero_is_not_missing():
    assert Report().as_dict() == {} and Report((Risk.WATER,), income_per_head=0).as_dict() == {"risks": ["water"], "income_per_head": 0}


@pytest.mark.parametrize(("tree", "error"), [({"risks": ["poverty"]}, ValueError), ({"nonsense": 1}, TypeError)])
def test_what_is_no_report_is_an_error(tree, error):
    with pytest.raises(error):
        Report.from_dict(tree)


def test_personal_parts_are_parts():
    assert set(PERSONAL) <= set(DETAILS)
