"""Stops hold for every process at once, and each change of them is audited with it."""
from __future__ import annotations

import pytest

from bot.storage import audit_log
from bot.storage.answer_ledger import AnswerLedger
from bot.storage.kill_switch import KillSwitch, NoSuchStop, Stop
from tests.integration.storage.rows import MOMENT

COUNTY = ("500230", "500200", "500000")


@pytest.fixture
def switch(engine) -> KillSwitch:
    return KillSwitch(engine)


def acts(engine) -> list[tuple]:
    with engine.connect() as connection:
        return [(act.actor, act.action, act.subject, act.reason, act.details, act.at) for act in audit_log.acts(connection)]


def test_a_stop_is_seen_by_the_next_page_of_the_ledger_and_gone_after_resuming(switch, engine):
    number = switch.stop("500230", "industry_grant", "figure is wrong", "editor", MOMENT)
    with AnswerLedger(engine).page() as page:
        assert page.stops() == switch.stops() == (Stop(number, "500230", "industry_grant", "figure is wrong", MOMENT, "editor"),)
    switch.resume(number, "mended", "editor", MOMENT)

    assert switch.stops() == ()


def test_each_change_is_audited_with_who_when_and_why(switch, engine):
    number = switch.stop(None, None, "all wrong", "zhang", MOMENT)
    switch.resume(number, "all right", "li", MOMENT)

    assert acts(engine) == [("zhang", "stop_answers", f"notice {number}", "all wrong", {"place": None, "kind": None}, MOMENT),
                            ("li", "resume_answers", f"notice {number}", "all right", {}, MOMENT)]


def test_what_is_over_cannot_be_ended_again_and_leaves_no_trace(switch, engine):
    number = switch.stop(None, None, "r", "a", MOMENT)
    switch.resume(number, "r", "a", MOMENT)
    before = acts(engine)
    for missing in (number, 99):
        with pytest.raises(NoSuchStop):
            switch.resume(missing, "r", "a", MOMENT)

    assert acts(engine) == before


def test_a_stop_that_cannot_be_audited_does_not_hold(switch, monkeypatch):
    def fail(*_):
        raise RuntimeError
    monkeypatch.setattr(audit_log, "record", fail)
    with pytest.raises(RuntimeError):
        switch.stop(None, None, "r", "a", MOMENT)

    assert switch.stops() == ()


@pytest.mark.parametrize(("place", "kind", "chain", "kinds", "covered"), [
    (None, None, (), (), True), ("500230", None, COUNTY, (), True), ("500000", None, COUNTY, ("a",), True), ("500230", None, ("500000",), ("a",), False),
    ("500230", None, (), ("a",), False), (None, "a", (), ("b", "a"), True), (None, "a", COUNTY, ("b",), False), (None, "a", COUNTY, (), False),
    ("500230", "a", COUNTY, ("a",), True), ("500230", "a", ("441424",), ("a",), False)])
def test_a_stop_covers_its_place_with_all_in_it_and_its_kind(place, kind, chain, kinds, covered):
    assert Stop(1, place, kind, "r", MOMENT, "a").covers(chain, kinds) is covered
