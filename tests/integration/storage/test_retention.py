"""What has been kept long enough goes, exactly then, in batches, and a second run finds nothing."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from bot.casework.commands import Decide
from bot.casework.model import State
from bot.casework.states import CLOSED, Move
from bot.jobs.retention import retain
from bot.storage import retention
from bot.storage.answer_ledger import AnswerLedger
from bot.storage.cases import CaseStore
from bot.storage.conversations import events
from bot.storage.outbox import Outbox
from bot.storage.retention import Counts, Periods, due
from bot.storage.tables import answers, cases, consents, outbox
from tests.integration.storage.case_rows import add_client, audit_of, count, everything_written, of, rows
from tests.integration.storage.rows import answer
from tests.integration.storage.talking import events_of
from tests.unit.casework.fakes import MOMENT, registering

DAYS = Periods(cases=1095, conversations=180, answers=400, outbox=30)
FOR_EVER = Periods(0, 0, 0, 0)
MOMENT_LESS = timedelta(seconds=1)
ROADS = {State.RECEIVED: (), State.VERIFYING: (Move.VERIFY,), State.WITHDRAWN: (Move.WITHDRAW,), State.NOT_INCLUDED: (Move.VERIFY, Move.REFUSE),
         State.MONITORED: (Move.VERIFY, Move.INCLUDE), State.ASSISTED: (Move.VERIFY, Move.INCLUDE, Move.ASSIST),
         State.RISK_ELIMINATED: (Move.VERIFY, Move.INCLUDE, Move.ASSIST, Move.ELIMINATE)}


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)


def after(days: int) -> datetime:
    """The first moment at which the period of so many days is over."""
    return MOMENT + timedelta(days) + MOMENT_LESS


@pytest.fixture
def in_every_state(casework) -> dict[State, str]:
    receipts = {}
    for state, moves in ROADS.items():
        receipts[state] = casework.register(registering(state.value)).case.receipt
        for move in moves:
            casework.decide(Decide(receipts[state], move, "staff:li", MOMENT, "查实了"))
    return receipts


def test_the_people_of_closed_cases_are_forgotten_and_of_open_ones_never(engine, keyring, in_every_state):
    assert set(in_every_state) == set(State)
    assert retain(engine, keyring, DAYS, after(1095) - MOMENT_LESS) == Counts(messages=0)
    gone = retain(engine, keyring, DAYS, after(1095))

    assert gone.cases == len(CLOSED) and {row.state for row in rows(engine, cases) if row.erased_at} == {state.value for state in CLOSED}
    kept = CaseStore(engine, keyring)
    with kept() as stored:
        assert {state for state, receipt in in_every_state.items() if stored.by_receipt(receipt)} == set(State) - CLOSED


def test_it_is_audited_as_the_system_s_and_nobody_s_consent_is_taken_back(engine, keyring, in_every_state):
    taken_back = of(rows(engine, consents), "withdrawn_at")
    retain(engine, keyring, DAYS, after(1095))
    row = rows(engine, cases, receipt=in_every_state[State.WITHDRAWN])[0]
    act = audit_of(engine, row.id)[-1]

    assert (act.actor, act.action, act.reason) == ("system", "case_erase", "retention period over")
    assert of(rows(engine, consents), "withdrawn_at") == taken_back


def test_a_case_that_was_taken_up_again_is_kept_from_then_on(engine, keyring, casework, in_every_state):
    casework.decide(Decide(in_every_state[State.NOT_INCLUDED], Move.REVIEW, "staff:li", MOMENT + timedelta(10), "复核"))
    casework.decide(Decide(in_every_state[State.NOT_INCLUDED], Move.REFUSE, "staff:li", MOMENT + timedelta(20), "复核"))
    assert retain(engine, keyring, DAYS, after(1095)).cases == len(CLOSED) - 1
    assert retain(engine, keyring, DAYS, after(1095 + 20)).cases == 1


def test_old_conversations_go_and_newer_ones_stay_whole(engine, keyring, talking):
    for number in range(5):
        talking.say(f"old {number}", "早先说的", at=MOMENT)
    talking.say("new", "刚说的", at=MOMENT + timedelta(1))
    assert retain(engine, keyring, DAYS, after(180) - MOMENT_LESS).events == 0
    assert retain(engine, keyring, DAYS, after(180)).events == 10

    assert talking.said("new") == ["刚说的"] and not any(events_of(engine, f"old {number}") for number in range(5))


def test_of_a_conversation_that_goes_on_only_what_nobody_needs_any_more_goes(engine, keyring, talking):
    """Its session began before the period, and what it remembers stands there."""
    talking.say("chat", *[f"早{number}" for number in range(4)], division="500230")  # after the fourth a session begins
    talking.say("chat", "早5")
    with engine.begin() as connection:
        connection.execute(sa.update(events).values(timestamp=events.c.timestamp - 400 * 24 * 3600))
    talking.say("chat", "今天说的")
    now = datetime.now(timezone.utc)
    gone = retain(engine, keyring, DAYS, now)

    assert gone.events == 13 and talking.said("chat") == ["早5", "今天说的"] and talking.load("chat").get_slot("division") == "500230"
    talking.say("chat", "又说")
    assert talking.said("chat") == ["早5", "今天说的", "又说"] and retain(engine, keyring, DAYS, now) == Counts()


def test_old_answers_go(engine, keyring):
    with AnswerLedger(engine).page() as page:
        for number in range(5):
            page.add(replace(answer(), answered_at=MOMENT + timedelta(number)))

    assert retain(engine, keyring, DAYS, after(400 + 2)).answers == 3 and count(engine, answers) == 2


def test_messages_that_were_delivered_or_given_up_go_and_waiting_ones_stay(engine, keyring, casework):
    add_client(engine, "county", None)
    for number in range(3):
        casework.register(registering(str(number)))
    box = Outbox(engine, keyring)
    first, second, _ = box.claim("webhook", 3, MOMENT, MOMENT)
    box.delivered(first, MOMENT)
    box.died(second, "refused", MOMENT)
    assert retain(engine, keyring, DAYS, after(30) - MOMENT_LESS).messages == 0
    assert retain(engine, keyring, DAYS, after(30)).messages == 2 and of(rows(engine, outbox), "delivered_at") == [None]


@pytest.fixture
def full(engine, keyring, casework, talking, in_every_state):
    """Something of each kind that is over after ten years."""
    add_client(engine, "county", None)
    casework.register(registering("told"))
    Outbox(engine, keyring).delivered(Outbox(engine, keyring).claim("webhook", 1, MOMENT, MOMENT)[0], MOMENT)
    talking.say("chat", "一", "二", "三", at=MOMENT)
    with AnswerLedger(engine).page() as page:
        page.add(answer())


def test_counting_beforehand_tells_what_will_go_and_changes_nothing(engine, keyring, full):
    before = everything_written(engine)
    expected = due(engine, DAYS, after(3650))
    assert everything_written(engine) == before and all(expected.as_dict().values())

    assert retain(engine, keyring, DAYS, after(3650)) == expected


def test_a_second_run_finds_nothing(engine, keyring, full):
    retain(engine, keyring, DAYS, after(3650))
    before = everything_written(engine)

    assert retain(engine, keyring, DAYS, after(3650)) == due(engine, DAYS, after(3650)) == Counts() and everything_written(engine) == before


def test_zero_keeps_for_ever(engine, keyring, full):
    before = everything_written(engine)

    assert retain(engine, keyring, FOR_EVER, after(36_500)) == due(engine, FOR_EVER, after(36_500)) == Counts() and everything_written(engine) == before


def test_a_run_that_stops_half_way_is_gone_on_with_by_the_next(engine, keyring, full, monkeypatch):
    expected, delete, calls = due(engine, DAYS, after(3650)), retention._delete, []

    def fail(*given):
        calls.append(given)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return delete(*given)
    with monkeypatch.context() as patched:
        patched.setattr(retention, "_delete", fail)
        with pytest.raises(RuntimeError):
            retain(engine, keyring, DAYS, after(3650))
    rest = retain(engine, keyring, DAYS, after(3650))

    assert rest.cases == 0 and 0 < rest.events < expected.events and rest.messages == expected.messages
    assert due(engine, DAYS, after(3650)) == Counts()
