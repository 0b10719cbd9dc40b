from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.casework.model import Case, Channel, Origin, Report, State
from bot.channels.api.case import without_personal

MOMENT = datetime(2026, 11, 22, tzinfo=timezone.utc)
REPORT = Report(name="欧阳铁蛋", reporter="李翠花", phone="13800138000", story="住院了")
CASE = Case("4821093757", State.NOT_INCLUDED, Origin.SELF_REPORT, Channel.API, REPORT, MOMENT, MOMENT)


@pytest.mark.parametrize(("reason", "shown"), [
    ("收入高于标准", "收入高于标准"),
    ("欧阳铁蛋家收入高于标准", "（略）家收入高于标准"),
    ("打13800138000核实过", "打（略）核实过"),
    ("李翠花说情况属实", "（略）说情况属实")])
def test_a_reason_is_shown_without_what_the_report_holds(reason, shown):
    assert without_personal(reason, CASE) == shown


def test_other_numbers_and_names_in_a_reason_are_masked():
    found = without_personal("邻居电话13912345678，我叫王大锤", CASE)

    assert "13912345678" not in found and "王大锤" not in found and found.startswith("邻居电话")
