"""From a change of state to a receiver that fails, hangs up or never answers: at least once, in order, each worker at once."""
from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Callable, Iterator

import pytest

from bot.casework.commands import Decide
from bot.casework.handlers import Casework
from bot.casework.states import Move
from bot.jobs.outbox import AT_ONCE, FIRST_PAUSE, LEASE, MOST_ATTEMPTS, Counts, Deliverer, Undeliverable, Undelivered, deliver_due
from bot.jobs.webhooks import Webhooks
from bot.storage.api_clients import ApiClients
from bot.storage.cases import CaseStore
from bot.storage.encryption import Keyring
from bot.storage.key_file import new_key
from bot.storage.outbox import Outbox
from tests.integration.jobs.receiver import HANG_UP, NEVER, Receiver, is_signed
from tests.integration.storage.letters import add_case, add_letter
from tests.unit.casework.fakes import MOMENT, FakeRules, registering


class Office:
    """Casework, clients and outbox of one database, at a time of the test's own."""

    def __init__(self, engine) -> None:
        self.engine, self.keyring, self.time = engine, Keyring((new_key("first"),)), MOMENT
        self.clients, self.outbox = ApiClients(engine, self.keyring), Outbox(engine, self.keyring)
        self.casework = Casework(CaseStore(engine, self.keyring), FakeRules())
        self.webhooks: Deliverer = Webhooks(self.clients, self.now, is_production=False)

    def now(self) -> datetime:
        return self.time

    def wait(self, long: timedelta = timedelta(days=1)) -> None:
        self.time += long

    def deliver(self, **deliverers: Deliverer) -> Counts:
        return deliver_due(self.outbox, deliverers or {"webhook": self.webhooks}, self.now, chance=lambda: 1.0)

    def work_off(self) -> list[Counts]:
        """Again and again, with time in between, until nothing waits."""
        done = []
        while self.outbox.waiting():
            done.append(self.deliver())
            self.wait()
        return done


@pytest.fixture
def office(engine) -> Office:
    return Office(engine)


@pytest.fixture
def receiver() -> Iterator[Callable[..., Receiver]]:
    """Starts a receiver that gives these answers first."""
    started: list[Receiver] = []

    def start(*answers) -> Receiver:
        started.append(Receiver(*answers))
        return started[-1]

    yield start
    for each in started:
        each.close()


def verified_case(office: Office) -> str:
    """Three events: received, verifying, not included. Its receipt."""
    receipt = office.casework.register(registering("k")).case.receipt
    office.casework.decide(Decide(receipt, Move.VERIFY, "staff:li", MOMENT))
    office.casework.decide(Decide(receipt, Move.REFUSE, "staff:li", MOMENT, "张三家有车"))
    return receipt


EVENTS = ["case.received", "case.verifying", "case.not_included"]


def test_each_change_of_state_reaches_the_receiver_once_signed_and_in_order(office, receiver):
    hook = receiver()
    made = office.clients.add("fengdu", "500230", hook.url, "li", MOMENT)
    receipt = verified_case(office)

    assert office.work_off() == [Counts(1, 1)] * 3
    assert [(body["event"], body["receipt"], body["state"]) for body in hook.got] == [
        ("case.received", receipt, "received"), ("case.verifying", receipt, "verifying"), ("case.not_included", receipt, "not_included")]
    assert all(is_signed(headers, made.webhook) for headers in hook.headers)
    assert not is_signed({**hook.headers[0], "body": b"{}"}, made.webhook)
    assert [headers["webhook-id"] for headers in hook.headers] == [body["id"] for body in hook.got]
    assert "张三" not in repr(hook.got) and "有车" not in repr(hook.got)


@pytest.mark.parametrize("bad", [500, 503, 404, 301, 307, HANG_UP], ids=str)
def test_what_goes_wrong_is_tried_again_with_the_same_id_and_later_events_wait_for_it(office, receiver, bad):
    hook = receiver(bad, bad)
    office.clients.add("fengdu", "500230", hook.url, "li", MOMENT)
    verified_case(office)

    assert office.deliver() == Counts(1, 0, 1)
    assert office.deliver() == Counts(), "not before its time"
    office.work_off()
    assert [body["event"] for body in hook.got] == [EVENTS[0], EVENTS[0], *EVENTS]
    assert len({body["id"] for body in hook.got[:3]}) == 1
    assert [body["event"] for body in hook.handled()] == EVENTS


def test_an_answer_that_never_comes_is_given_up_and_tried_again(office, receiver):
    hook = receiver(NEVER)
    office.clients.add("fengdu", "500230", hook.url, "li", MOMENT)
    office.webhooks = Webhooks(office.clients, office.now, is_production=False, patience=0.3)
    office.casework.register(registering("k"))

    assert office.deliver() == Counts(1, 0, 1)
    assert [entry.error for entry in office.outbox.waiting()] == ["no answer in time"]
    office.wait(FIRST_PAUSE)
    office.webhooks = Webhooks(office.clients, office.now, is_production=False)
    assert office.deliver() == Counts(1, 1)
    assert len(hook.got) == 2 and len(hook.handled()) == 1


def test_a_receiver_that_is_not_there_is_tried_again(office, receiver):
    hook = receiver()
    office.clients.add("fengdu", "500230", hook.url, "li", MOMENT)
    hook.close()
    office.casework.register(registering("k"))

    assert office.deliver() == Counts(1, 0, 1)
    assert [entry.error for entry in office.outbox.waiting()] == ["ConnectError"]


def test_a_worker_killed_after_the_receiver_had_it_sends_it_again_and_the_receiver_handles_it_once(office, receiver):
    hook = receiver()
    office.clients.add("fengdu", "500230", hook.url, "li", MOMENT)
    office.casework.register(registering("k"))
    [claim] = office.outbox.claim("webhook", 1, MOMENT, MOMENT + LEASE)
    office.webhooks(office.outbox.read(claim))  # and here the worker is killed

    assert office.deliver() == Counts()
    office.wait(LEASE)
    assert office.deliver() == Counts(1, 1)
    assert len(hook.got) == 2 and len(hook.handled()) == 1


def test_a_receiver_that_is_gone_for_good_loses_its_webhook_and_is_told_nothing_more(office, receiver):
    hook = receiver(410)
    made = office.clients.add("fengdu", "500230", hook.url, "li", MOMENT)
    verified_case(office)
    office.work_off()

    assert [body["event"] for body in hook.got] == EVENTS[:1]
    assert [entry.error for entry in office.outbox.dead()] == ["HTTP 410", *["the client has ended or its webhook was dropped"] * 2]
    assert office.clients.of_key(made.key).webhook_url is None
    office.casework.register(registering("later"))
    assert office.outbox.waiting() == []


def test_after_the_last_attempt_a_letter_is_dead_and_the_next_one_goes(office, receiver, caplog):
    hook = receiver(*[500] * MOST_ATTEMPTS)
    office.clients.add("fengdu", "500230", hook.url, "li", MOMENT)
    receipt = office.casework.register(registering("k")).case.receipt
    office.casework.decide(Decide(receipt, Move.VERIFY, "staff:li", MOMENT))
    with caplog.at_level(logging.ERROR, "huinong.outbox"):
        done = office.work_off()

    assert [counts.failed for counts in done[:MOST_ATTEMPTS]] == [1] * (MOST_ATTEMPTS - 1) + [0]
    assert done[MOST_ATTEMPTS - 1:] == [Counts(1, 0, 0, 1), Counts(1, 1)]
    assert [(entry.event, entry.attempts, entry.error) for entry in office.outbox.dead()] == [("case.received", MOST_ATTEMPTS, "HTTP 500")]
    assert hook.got[-1]["event"] == "case.verifying"
    assert "letter dead" in caplog.text and receipt not in caplog.text


def test_a_dead_letter_that_is_retried_arrives_with_the_id_it_had(office, receiver):
    hook = receiver(*[500] * MOST_ATTEMPTS)
    office.clients.add("fengdu", "500230", hook.url, "li", MOMENT)
    office.casework.register(registering("k"))
    office.work_off()
    [dead] = office.outbox.dead()
    office.outbox.retry(dead.id, "li", office.time)

    assert office.deliver() == Counts(1, 1)
    assert len({body["id"] for body in hook.got}) == 1 and list(office.outbox.dead()) == []


def test_a_letter_that_kills_every_worker_is_given_up_at_last(office):
    office.clients.add("fengdu", "500230", "http://127.0.0.1:1/", "li", MOMENT)
    office.casework.register(registering("k"))
    for _ in range(MOST_ATTEMPTS):  # nobody says how it went
        assert len(office.outbox.claim("webhook", 1, office.time, office.time + LEASE)) == 1
        office.wait()

    assert office.deliver() == Counts(1, 0, 0, 1)
    assert [entry.error for entry in office.outbox.dead()] == ["no attempt came to an end"]


def test_a_kind_of_recipient_without_a_deliverer_waits_untouched(office):
    office.casework.register(registering("k", chat="telegram-7"))

    assert office.deliver(webhook=office.webhooks) == Counts()
    sent = []
    assert office.deliver(chat=sent.append) == Counts(1, 1)
    assert [(letter.recipient, letter.target, letter.payload["event"]) for letter in sent] == [("chat", "telegram-7", "case.received")]


def failing(error: Exception) -> Deliverer:
    def deliver(_) -> None:
        raise error
    return deliver


@pytest.mark.parametrize(("error", "counts", "next_in", "why"), [
    (Undelivered("busy"), Counts(1, 0, 1), FIRST_PAUSE, "busy"),
    (Undelivered("busy", timedelta(hours=1)), Counts(1, 0, 1), timedelta(hours=1), "busy"),
    (Undelivered("busy", timedelta(seconds=1)), Counts(1, 0, 1), FIRST_PAUSE, "busy"),
    (KeyError("13800138000"), Counts(1, 0, 1), FIRST_PAUSE, "KeyError"),
    (Undeliverable("blocked"), Counts(1, 0, 0, 1), None, "blocked")], ids=str)
def test_a_deliverer_says_how_to_go_on_and_an_error_of_its_own_is_kept_by_its_type_only(office, error, counts, next_in, why):
    office.casework.register(registering("k", chat="telegram-7"))

    assert office.deliver(chat=failing(error)) == counts
    [entry] = [*office.outbox.waiting(), *office.outbox.dead()]
    assert entry.error == why
    assert (entry.dead_at if next_in is None else entry.next_at - MOMENT) == (MOMENT if next_in is None else next_in)


def test_a_letter_sealed_with_a_lost_key_fails_alone(office, engine):
    case = add_case(engine)
    add_letter(engine, Keyring((new_key("lost"),)), case, "a", "chat")
    add_letter(engine, office.keyring, case, "b", "chat")

    assert office.deliver(chat=lambda letter: None) == Counts(2, 1, 1)
    assert [entry.error for entry in office.outbox.waiting()] == ["sealed with a key that is not at hand"]


def test_a_bad_receiver_does_not_keep_the_others_waiting(office, receiver):
    bad, good = receiver(*[500] * 9), receiver()
    office.clients.add("bad", None, bad.url, "li", MOMENT)
    office.clients.add("good", "500230", good.url, "li", MOMENT)
    verified_case(office)
    for _ in range(3):
        office.deliver()

    assert [body["event"] for body in good.got] == EVENTS
    assert len(bad.got) == 1


def test_workers_at_once_deliver_every_event_once_and_in_order(office, receiver, engine):
    hook = receiver()
    office.clients.add("fengdu", None, hook.url, "li", MOMENT)
    receipts = [office.casework.register(registering(f"k{number}")).case.receipt for number in range(3 * AT_ONCE)]
    for receipt in receipts:
        office.casework.decide(Decide(receipt, Move.VERIFY, "staff:li", MOMENT))

    def work() -> Counts:
        total = Counts()
        while office.outbox.waiting():
            counts = office.deliver()
            total = Counts(*(one + other for one, other in zip(vars(total).values(), vars(counts).values(), strict=True)))
        return total

    with ThreadPoolExecutor(3) as pool:
        totals = [worker.result() for worker in [pool.submit(work) for _ in range(3)]]

    assert sum(counts.delivered for counts in totals) == len(hook.got) == 2 * len(receipts)
    for receipt in receipts:
        assert [body["event"] for body in hook.got if body["receipt"] == receipt] == EVENTS[:2]


def test_nothing_personal_and_no_receipt_is_logged(office, receiver, caplog):
    hook = receiver(500, HANG_UP)
    office.clients.add("fengdu", "500230", hook.url, "li", MOMENT)
    receipt = verified_case(office)
    with caplog.at_level(logging.DEBUG, "huinong"):
        office.work_off()

    told = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("huinong"))
    assert "letter not delivered" in told
    assert not any(word in told for word in (receipt, "张三", "13800138000", hook.url))
