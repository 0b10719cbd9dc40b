"""Cases in real databases: one request is one case, nothing personal in clear, and all of a use case or none of it."""
from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.casework.commands import Amend, Decide
from bot.casework.handlers import Casework, KeyReused
from bot.casework.model import Report, Risk, State
from bot.casework.queries import CaseQueries
from bot.casework.states import Move
from bot.storage.cases import CaseStore, StoredCases, covers
from bot.storage.encryption import Keyring
from bot.storage.key_file import new_key
from bot.storage.tables import audit_log, case_history, cases, clocks, consents, outbox
from tests.integration.storage.case_rows import add_client, audit_of, count, counts, everything_written, number_of, of, rows
from tests.unit.casework.fakes import MOMENT, OPEN, SILENT, STRICT, FakeRules, registering
from tests.unit.casework.machine import CaseworkMachine

TOLD = Report((Risk.ILLNESS,), OPEN, "双龙村", True, "张秀英", "王大锤", "13812345678", "500230199909090213", "男人住院，没钱交了", 4, 5000)
LATER = MOMENT + timedelta(days=1)


@pytest.fixture
def keyring() -> Keyring:
    return Keyring((new_key("first"),))


@pytest.fixture
def store(engine, keyring) -> CaseStore:
    return CaseStore(engine, keyring)


@pytest.fixture
def casework(store) -> Casework:
    return Casework(store, FakeRules())


def test_a_case_is_read_as_it_was_registered(casework, store):
    registered = casework.register(registering("k", TOLD, chat="telegram:42")).case
    with store() as stored:
        assert stored.by_receipt(registered.receipt) == registered and [*stored.of_chat("telegram:42")] == [registered]
        assert stored.by_receipt("0000000000") is None and [*stored.of_chat("telegram:43")] == []
    assert registered.report == TOLD and registered.registered_at == MOMENT and registered.registered_at.tzinfo


def test_what_a_new_case_s_reporter_is_told_is_what_stands_in_the_database(casework, store):
    done = casework.register(registering("k", TOLD))
    stored = CaseQueries(store).of_receipt(done.case.receipt)

    assert done.standing and done.standing.case == stored.case and [*done.standing.history] == [*stored.history]
    assert [*done.standing.clocks] == [*stored.clocks] != []
    assert casework.register(registering("k", TOLD)).standing is None


def test_the_same_request_twice_is_one_case_and_writes_nothing_more(casework, engine):
    first = casework.register(registering("k", TOLD))
    before = counts(engine)
    again = casework.register(registering("k", TOLD, at=LATER))

    assert first.is_new and not again.is_new and again.case == first.case and counts(engine) == before


def test_a_key_that_comes_again_with_another_report_is_refused_and_writes_nothing(casework, engine):
    casework.register(registering("k", TOLD))
    before = counts(engine)
    with pytest.raises(KeyReused):
        casework.register(registering("k", Report((Risk.WATER,), OPEN)))

    assert counts(engine) == before


def test_a_key_belongs_to_its_client_and_its_channel(casework, engine):
    commands = [registering("k", TOLD, client="a"), registering("k", TOLD, client="b"), registering("k", TOLD)]

    assert len({casework.register(command).case.receipt for command in commands}) == count(engine, cases) == 3


def test_a_repeated_request_is_known_also_after_the_keys_were_changed(engine, keyring):
    command = registering("k", TOLD)
    first = Casework(CaseStore(engine, keyring), FakeRules()).register(command)
    rotated = Casework(CaseStore(engine, Keyring((new_key("second"), *keyring.keys))), FakeRules())
    other = rotated.register(registering("other", TOLD))

    assert rotated.register(command).case.receipt == first.case.receipt and [each.case for each in other.like] == [first.case.number]
    with pytest.raises(KeyReused):
        rotated.register(registering("k", Report()))


def test_the_same_telephone_and_identity_number_are_found_without_being_readable(casework, engine):
    first = casework.register(registering("1", TOLD))
    second = casework.register(registering("2", Report(division=SILENT, phone=TOLD.phone)))
    third = casework.register(registering("3", Report(identity_number=TOLD.identity_number, phone="13900139000")))
    fourth = casework.register(registering("4", Report(phone="13700137000")))

    assert [(each.case, each.by) for each in second.like] == [(first.case.number, ("phone",))]
    assert [(each.case, each.by) for each in third.like] == [(first.case.number, ("identity_number",))]
    assert first.like == fourth.like == ()
    assert audit_of(engine, second.case.number)[0].details["like"] == [first.case.number]
    row = rows(engine, cases)[0]
    assert all(len(value) == 64 and int(value, 16) for value in (row.phone_index, row.identity_index))


def test_a_telephone_that_is_corrected_is_found_by_the_new_one_only(casework, store):
    receipt = casework.register(registering("1", TOLD)).case.receipt
    casework.amend(Amend(receipt, Report(phone="13900139000"), ("phone",), LATER))
    with store() as stored:
        assert [case.receipt for case in stored.of_person("13900139000", None)] == [receipt] and not stored.of_person(TOLD.phone, None)
        assert [case.receipt for case in stored.of_person(None, TOLD.identity_number)] == [receipt] and not stored.of_person(None, None)


def test_nothing_personal_stands_in_clear_in_any_column(casework, engine):
    add_client(engine, "county", None)
    case = casework.register(registering("k", TOLD, chat="telegram:4242424242")).case
    casework.amend(Amend(case.receipt, Report(story="娃也病了", name="张秀兰", phone="13987654321"), ("story", "name", "phone"), LATER))
    casework.decide(Decide(case.receipt, Move.VERIFY, "staff:li", LATER))
    written = everything_written(engine)
    personal = [TOLD.name, TOLD.reporter, TOLD.phone, TOLD.identity_number, TOLD.story, "娃也病了", "张秀兰", "13987654321", TOLD.village, "4242424242"]

    assert case.receipt in written and count(engine, outbox) == 4  # it was looked at, and there is something to look at
    for value in personal:
        assert value and value not in written and json.dumps(value).strip('"') not in written
        assert value.encode().hex() not in written


class Failing:
    """A connection on which one table cannot be written."""

    def __init__(self, connection, table) -> None:
        self._connection, self._table = connection, table

    def execute(self, statement, *rest):
        if getattr(statement, "is_insert", False) and statement.table is self._table:
            raise RuntimeError(self._table.name)
        return self._connection.execute(statement, *rest)


@pytest.mark.parametrize(("use_case", "table"), [("register", case_history), ("register", audit_log), ("register", consents), ("register", clocks),
                                                 ("register", outbox), ("amend", case_history), ("amend", audit_log), ("decide", case_history),
                                                 ("decide", audit_log), ("decide", outbox)], ids=str)
def test_if_any_row_cannot_be_written_none_is(casework, store, engine, keyring, use_case, table):
    add_client(engine, "county", None)
    case = casework.register(registering("before", TOLD)).case

    @contextmanager
    def failing():
        with store() as stored:
            yield StoredCases(Failing(stored.connection, table), keyring)

    def act(through: Casework) -> None:
        if use_case == "register":
            through.register(registering("k", TOLD))
        elif use_case == "amend":
            through.amend(Amend(case.receipt, Report(name="李四"), ("name",), LATER))
        else:
            through.decide(Decide(case.receipt, Move.VERIFY, "staff:li", LATER))
    before = everything_written(engine)
    with pytest.raises(RuntimeError, match=table.name):
        act(Casework(failing, FakeRules()))
    after = everything_written(engine)
    act(casework)

    assert before == after != everything_written(engine)  # and the same is kept where nothing fails


def test_history_and_audit_say_the_same_of_every_step(casework, engine, store):
    case = casework.register(registering("k", TOLD)).case
    casework.amend(Amend(case.receipt, Report(household_size=5), ("household_size",), LATER, "hotline:wang"))
    for move in (Move.VERIFY, Move.INCLUDE, Move.ASSIST, Move.ELIMINATE):
        casework.decide(Decide(case.receipt, move, "staff:li", LATER, "查实了"))
    with store() as stored:
        history = stored.history(case.number)
    audit = audit_of(engine, case.number)

    assert [f"case_{step.move}" for step in history] == of(audit, "action") and [step.actor for step in history] == of(audit, "actor")
    assert [step.at for step in history] == of(audit, "at") and [step.reason for step in history] == of(audit, "reason")
    assert [dict(step.details) for step in history] == of(audit, "details")
    assert [step.after for step in history] == [State.RECEIVED, State.RECEIVED, State.VERIFYING, State.MONITORED, State.ASSISTED, State.RISK_ELIMINATED]
    assert history[1].details["parts"] == ["household_size"] and history[-1].details == {"conditions": "not stated"}


def test_a_change_of_state_writes_to_the_chat_and_to_every_listener_of_the_place(casework, engine, keyring):
    county, province, everywhere = add_client(engine, "fengdu", OPEN), add_client(engine, "chongqing", "500000"), add_client(engine, "all", None)
    add_client(engine, "beian", STRICT), add_client(engine, "silent", OPEN, None), add_client(engine, "gone", OPEN, ended_at=MOMENT)
    case = casework.register(registering("k", TOLD, chat="telegram:42")).case
    casework.amend(Amend(case.receipt, Report(name="李四"), ("name",), LATER))
    casework.decide(Decide(case.receipt, Move.WITHDRAW, "household", LATER, "不用了"))
    letters = rows(engine, outbox, case_id=case.number)
    opened = [(letter.event, letter.recipient, keyring.open(letter.target)) for letter in letters]
    to = [("chat", "telegram:42"), *(("webhook", str(client)) for client in (county, province, everywhere))]

    assert opened == [(event, *each) for event in ("case.received", "case.withdrawn") for each in to]  # details are nobody's news
    assert len({letter.key for letter in letters}) == 8 and len({letter.queue for letter in letters}) == 4
    assert all(letter.attempts == 0 and letter.delivered_at is letter.dead_at is None and letter.next_at == letter.written_at for letter in letters)
    told = json.loads(keyring.open(letters[-1].payload))
    assert (told["receipt"], told["state"], told["division"], told["reason"]) == (case.receipt, "withdrawn", OPEN, "不用了")
    assert not any(value in str(told) for value in (TOLD.name, TOLD.phone, TOLD.story))


def test_a_case_without_a_place_is_told_only_to_those_who_listen_everywhere(casework, engine, keyring):
    add_client(engine, "fengdu", OPEN)
    everywhere = add_client(engine, "all", None)
    casework.register(registering("k", Report((Risk.WATER,))))

    assert [keyring.open(letter.target) for letter in rows(engine, outbox)] == [str(everywhere)]


@pytest.mark.parametrize(("wider", "division", "covered"), [
    (None, "500230", True), (None, None, True), ("500230", "500230", True), ("500230", "500231", False), ("500000", "500230", True), ("500000", "510101", False),
    ("441400", "441424", True), ("441400", "441300", False), ("441424", "441400", False), ("440000", "441424", True), ("500230", None, False), ("500000", "", False)])
def test_a_division_covers_itself_and_what_lies_in_it(wider, division, covered):
    assert covers(wider, division) is covered


def test_wrong_tries_are_counted_for_each_receipt_and_forgotten_after_a_day(store):
    day = timedelta(days=1)
    with store() as cases:
        for moment in (MOMENT, MOMENT, MOMENT + day):
            cases.note_wrong_try("4821093757", moment)
        assert (cases.wrong_tries("4821093757", MOMENT - day), cases.wrong_tries("1000000009", MOMENT - day)) == (3, 0)
        assert cases.wrong_tries("4821093757", MOMENT) == 1 and cases.wrong_tries("4821093757", MOMENT - day) == 1


def test_consent_is_kept_with_its_version_and_time(casework, engine):
    case = casework.register(registering("k", TOLD)).case
    (consent,) = rows(engine, consents)

    assert (consent.case_id, consent.version, consent.given_at, consent.withdrawn_at) == (case.number, "2026-11", MOMENT, None)

    casework.decide(Decide(case.receipt, Move.WITHDRAW, "household", LATER))
    (consent,) = rows(engine, consents)

    assert consent.withdrawn_at == LATER


def test_a_place_that_was_mistaken_and_put_right_has_the_clocks_it_had(casework, store):
    receipt = casework.register(registering("k", TOLD)).case.receipt

    def running() -> list[tuple[str, str]]:
        with store() as stored:
            case = stored.by_receipt(receipt)
            return [(clock.source, clock.due_on.isoformat()) for clock, stopped in stored.clocks(case.number) if stopped is None]
    first = running()
    casework.amend(Amend(receipt, Report(division=STRICT), ("division",), LATER))
    other = running()
    casework.amend(Amend(receipt, Report(division=OPEN), ("division",), LATER))

    assert first == running() == [(f"{OPEN} identification", "2026-12-07")] and other == [(f"{STRICT} identification", "2026-11-29")]
    casework.amend(Amend(receipt, Report(division=SILENT), ("division",), LATER))
    assert running() == []


def test_whatever_is_done_in_whatever_order_a_case_is_what_its_history_says(store, engine):
    run_state_machine_as_test(
        lambda: CaseworkMachine(store, lambda number: len(audit_of(engine, number))),
        settings=settings(max_examples=25, stateful_step_count=20, suppress_health_check=list(HealthCheck)))
    assert count(engine, case_history) == count(engine, audit_log) >= count(engine, cases) > 0
    assert number_of(engine, rows(engine, cases)[-1].receipt)
