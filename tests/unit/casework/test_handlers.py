"""The use cases on cases in memory: what each refuses, tells and writes down."""
from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from bot.casework.commands import Amend, Decide
from bot.casework.handlers import CaseClosed, Casework, KeyReused, NoSuchCase, NotEliminated, fingerprint_of
from bot.casework.model import Channel, Origin, Report, Risk, State
from bot.casework.ports import ConcurrentChange, KeyTaken
from bot.casework.receipt import is_valid
from bot.casework.states import IllegalMove, Move
from bot.casework.validation import InvalidReport
from tests.unit.casework.fakes import MOMENT, OPEN, SILENT, STRICT, FakeCases, FakeRules, FakeStore, registering
from tests.unit.casework.test_states import LEGAL

LATER = MOMENT + timedelta(days=1)
HELD = {"income_stable": True, "risk_gone": True}
WAYS = {State.RECEIVED: (), State.VERIFYING: (Move.VERIFY,), State.MONITORED: (Move.VERIFY, Move.INCLUDE), State.NOT_INCLUDED: (Move.VERIFY, Move.REFUSE),
        State.ASSISTED: (Move.VERIFY, Move.INCLUDE, Move.ASSIST), State.RISK_ELIMINATED: (Move.VERIFY, Move.INCLUDE, Move.ASSIST, Move.ELIMINATE),
        State.WITHDRAWN: (Move.WITHDRAW,)}


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.fixture
def casework(store) -> Casework:
    return Casework(store, FakeRules())


def case_in(casework: Casework, state: State, division: str = OPEN) -> str:
    receipt = casework.register(registering(f"{state} {division}", Report((Risk.WATER,), division))).case.receipt
    for move in WAYS[state]:
        casework.decide(Decide(receipt, move, "staff:li", MOMENT, "理由", HELD))
    return receipt


@pytest.mark.parametrize(("state", "move"), [*product(State, Move)])
def test_every_move_from_every_state_is_made_or_refused_as_the_table_says(casework, store, state, move):
    receipt = case_in(casework, state)
    before = store.rows
    command = Decide(receipt, move, "staff:li", LATER, "理由", HELD)
    if target := LEGAL.get((state.value, move.value)):
        case = casework.decide(command)
        step = store.rows.steps[-1][1]

        assert case.state is State(target) and case.changed_at == LATER
        assert (step.move, step.before, step.after, step.actor, step.reason, step.at) == (move.value, state, State(target), "staff:li", "理由", LATER)
    else:
        with pytest.raises(IllegalMove):
            casework.decide(command)

        assert store.rows is before


@pytest.mark.parametrize("state", State)
def test_details_are_taken_until_somebody_has_decided(casework, store, state):
    receipt = case_in(casework, state)
    before = store.rows
    command = Amend(receipt, Report(name="李四"), ("name",), LATER)
    if state in (State.RECEIVED, State.VERIFYING):
        assert casework.amend(command).report.name == "李四" and casework.amend(command).version == len(WAYS[state]) + 2
    else:
        with pytest.raises(CaseClosed) as closed:
            casework.amend(command)

        assert closed.value.state is state and store.rows is before


def test_a_report_becomes_a_case_with_receipt_consent_history_clock_and_news(casework, store):
    done = casework.register(registering("k", chat="telegram:1", actor="hotline:wang", channel=Channel.HOTLINE, origin=Origin.OFFICIAL_INSPECTION))
    case = done.case

    assert done.is_new and is_valid(case.receipt) and (case.state, case.version) == (State.RECEIVED, 1)
    assert (case.channel, case.origin, case.chat, case.registered_at) == (Channel.HOTLINE, Origin.OFFICIAL_INSPECTION, "telegram:1", MOMENT)
    ((_, step),), ((_, consent),) = store.rows.steps, store.rows.consents
    assert (step.move, step.before, step.after, step.actor) == ("register", None, State.RECEIVED, "hotline:wang")
    assert (consent.version, consent.given_at) == ("2026-11", MOMENT)
    assert [clock.clock for _, clock, _ in store.rows.clocks] == ["identification"]
    assert store.rows.letters == [(case.number, "case.received", {})]


def test_an_empty_report_is_a_case_too_and_its_details_come_later(casework):
    case = casework.register(registering("k", Report())).case
    for part, value in {"risks": (Risk.ILLNESS,), "division": OPEN, "name": "张三", "story": "房子塌了", "household_size": 4}.items():
        case = casework.amend(Amend(case.receipt, Report(**{part: value}), (part,), LATER))

    assert case.report == Report((Risk.ILLNESS,), OPEN, name="张三", story="房子塌了", household_size=4) and case.is_urgent and case.version == 6


def test_without_consent_nothing_is_registered(casework, store):
    with pytest.raises(InvalidReport) as refused:
        casework.register(registering("k", consent=""))

    assert [(each.part, each.problem) for each in refused.value.wrong] == [("consent", "missing")] and store.rows.cases == {}


def test_the_same_key_is_the_same_case_also_after_it_was_changed(casework, store):
    first = casework.register(registering("k")).case
    casework.amend(Amend(first.receipt, Report(name="李四"), ("name",), LATER))
    casework.decide(Decide(first.receipt, Move.WITHDRAW, "household", LATER))
    again = casework.register(registering("k", at=LATER))

    assert not again.is_new and again.case.receipt == first.receipt and again.case.state is State.WITHDRAWN and len(store.rows.cases) == 1


@pytest.mark.parametrize("changed", [{"report": Report((Risk.WATER,))}, {"consent": "2027-01"}, {"origin": Origin.OFFICIAL_INSPECTION}])
def test_the_same_key_with_something_else_is_refused(casework, changed):
    casework.register(registering("k"))
    with pytest.raises(KeyReused):
        casework.register(registering("k", **changed))


@pytest.mark.parametrize("changed", [{"channel": Channel.CHAT}, {"client": "other"}, {"key": "l"}])
def test_a_key_is_a_client_s_own(casework, changed):
    first = casework.register(registering("k")).case
    other = casework.register(registering(changed.pop("key", "k"), **changed)).case

    assert first.receipt != other.receipt


def test_a_fingerprint_is_of_what_was_told_and_not_of_when(casework):
    assert fingerprint_of(registering("a")) == fingerprint_of(registering("b", at=LATER)) != fingerprint_of(registering("a", Report()))


def test_others_with_the_same_telephone_are_told_and_nothing_is_decided(casework, store):
    first = casework.register(registering("1")).case
    second = casework.register(registering("2"))

    assert [(each.case, each.by) for each in second.like] == [(first.number, ("phone",))] and second.is_new
    assert store.rows.steps[-1][1].details == {"channel": "page", "urgent": [], "like": [first.number]}


def test_what_changes_nothing_leaves_no_trace(casework, store):
    receipt = casework.register(registering("k")).case.receipt
    casework.amend(Amend(receipt, Report(name="张三", phone="13800138000"), ("name", "phone"), LATER))

    assert len(store.rows.steps) == 1 and next(iter(store.rows.cases.values())).version == 1


def test_only_the_parts_named_are_changed_and_the_history_names_them_without_their_values(casework, store):
    receipt = casework.register(registering("k")).case.receipt
    case = casework.amend(Amend(receipt, Report(name="李四", story="房子塌了", phone=None), ("name", "story"), LATER))
    step = store.rows.steps[-1][1]

    assert (case.report.name, case.report.phone, case.urgent) == ("李四", "13800138000", ("homeless",))
    assert step.details == {"parts": ["name", "story"], "urgent": ["homeless"], "like": []} and "李四" not in repr(step)
    assert casework.amend(Amend(receipt, Report(), ("phone",), LATER)).report.phone is None


def running(store: FakeStore) -> dict[str, str]:
    return {clock.source: clock.started_on.isoformat() for _, clock, stopped in store.rows.clocks if stopped is None}


def test_no_message_and_no_detail_resets_a_clock(casework, store):
    receipt = case_in(casework, State.RECEIVED)
    first = running(store)
    for day in range(1, 20):
        casework.amend(Amend(receipt, Report(story=f"第{day}天"), ("story",), MOMENT + timedelta(days=day)))

    assert first == running(store) == {f"{OPEN} identification": "2026-11-22"}


def test_a_place_told_later_starts_its_clocks_from_when_the_report_came_also_if_somebody_has_begun_to_look(casework, store):
    receipt = casework.register(registering("k", Report((Risk.WATER,)))).case.receipt
    casework.decide(Decide(receipt, Move.VERIFY, "staff:li", MOMENT + timedelta(days=2)))
    assert running(store) == {}
    casework.amend(Amend(receipt, Report(division=STRICT), ("division",), MOMENT + timedelta(days=5)))

    assert running(store) == {f"{STRICT} identification": "2026-11-22", f"{STRICT} warning_verified": "2026-11-24"}


def test_another_place_s_clock_is_never_kept(casework, store):
    receipt = case_in(casework, State.RECEIVED)
    casework.amend(Amend(receipt, Report(division=STRICT), ("division",), LATER))
    assert running(store) == {f"{STRICT} identification": "2026-11-22"}
    casework.amend(Amend(receipt, Report(division=SILENT), ("division",), LATER))
    assert running(store) == {}


@pytest.mark.parametrize(("moves", "left"), [
    ((Move.VERIFY,), ["identification"]), ((Move.VERIFY, Move.INCLUDE), ["officer_named"]), ((Move.VERIFY, Move.REFUSE), []), ((Move.WITHDRAW,), []),
    ((Move.VERIFY, Move.INCLUDE, Move.ASSIST), []), ((Move.VERIFY, Move.REFUSE, Move.REVIEW), [])])
def test_a_clock_runs_until_a_state_that_ends_it_and_is_not_started_twice(casework, store, moves, left):
    receipt = case_in(casework, State.RECEIVED)
    for number, move in enumerate(moves):
        casework.decide(Decide(receipt, move, "staff:li", MOMENT + timedelta(days=number), "理由"))

    assert [clock.clock for _, clock, stopped in store.rows.clocks if stopped is None] == left


def test_every_change_of_state_is_news_with_its_reason(casework, store):
    receipt = casework.register(registering("k", chat="c")).case.receipt
    casework.decide(Decide(receipt, Move.VERIFY, "staff:li", LATER))
    casework.decide(Decide(receipt, Move.REFUSE, "staff:li", LATER, "收入超过"))

    assert [(event, details) for _, event, details in store.rows.letters] == [
        ("case.received", {}), ("case.verifying", {}), ("case.not_included", {"reason": "收入超过"})]


@pytest.mark.parametrize(("known", "missing"), [
    ({}, ("income_stable", "risk_gone")), ({"income_stable": True}, ("risk_gone",)), ({"income_stable": False, "risk_gone": True}, ("income_stable",)), (HELD, ())])
def test_a_risk_is_gone_only_when_all_of_the_place_s_conditions_hold(casework, store, known, missing):
    receipt = case_in(casework, State.ASSISTED, STRICT)
    command = Decide(receipt, Move.ELIMINATE, "staff:li", LATER, "理由", known)
    if missing:
        with pytest.raises(NotEliminated) as refused:
            casework.decide(command)
        assert refused.value.missing == missing
    else:
        assert casework.decide(command).state is State.RISK_ELIMINATED and store.rows.steps[-1][1].details == {"conditions": "held"}


def test_where_no_document_sets_conditions_the_staff_s_reason_decides(casework, store):
    casework.decide(Decide(case_in(casework, State.ASSISTED, SILENT), Move.ELIMINATE, "staff:li", LATER, "理由"))

    assert store.rows.steps[-1][1].details == {"conditions": "not stated"}


def test_a_receipt_that_nobody_has_finds_nothing(casework):
    with pytest.raises(NoSuchCase):
        casework.amend(Amend("4821093757", Report(), (), LATER))
    with pytest.raises(NoSuchCase):
        casework.decide(Decide("4821093757", Move.VERIFY, "staff:li", LATER))


@pytest.mark.parametrize(("error", "method"), [(KeyTaken, "add"), (ConcurrentChange, "save")])
@pytest.mark.parametrize("times", [1, 4, 5, 9])
def test_what_another_process_did_first_is_read_again_but_not_for_ever(casework, store, monkeypatch, error, method, times):
    receipt, left, real = casework.register(registering("k")).case.receipt, [times], getattr(FakeCases, method)

    def contested(self, *arguments):
        if left[0]:
            left[0] -= 1
            raise error("x")
        return real(self, *arguments)
    monkeypatch.setattr(FakeCases, method, contested)
    act = {"add": lambda: casework.register(registering("other")), "save": lambda: casework.amend(Amend(receipt, Report(name="李四"), ("name",), LATER))}[method]
    if times < 5:
        act()
        assert len(store.rows.steps) == 2 and left == [0]
    else:
        with pytest.raises(error):
            act()
        assert len(store.rows.steps) == 1 and left == [times - 5]
