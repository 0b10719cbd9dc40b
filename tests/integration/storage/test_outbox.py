"""The outbox in real databases: order within a queue, claims that run out, dead letters, workers at once."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from bot.storage import audit_log
from bot.storage.encryption import Keyring, Unreadable
from bot.storage.key_file import new_key
from bot.storage.outbox import NoSuchLetter, Outbox
from bot.storage.tables import outbox as table
from tests.integration.storage.case_rows import rows
from tests.integration.storage.letters import add_case, add_letter
from tests.unit.casework.fakes import MOMENT

UNTIL = MOMENT + timedelta(minutes=2)
LATER = MOMENT + timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def keyring() -> Keyring:
    return Keyring((new_key("first"),))


@pytest.fixture
def outbox(engine, keyring) -> Outbox:
    return Outbox(engine, keyring)


@pytest.fixture
def write(engine, keyring):
    """Puts a letter into the outbox; its number."""
    case = add_case(engine)
    return lambda queue="q", **changed: add_letter(engine, keyring, case, queue, **changed)


def ids(claims) -> list[int]:
    return [claim.id for claim in claims]


def test_of_each_queue_only_the_oldest_letter_is_claimed(outbox, write):
    first, _, other = write("a"), write("a"), write("b")

    assert ids(outbox.claim("webhook", 10, MOMENT, UNTIL)) == [first, other]


def test_a_later_letter_goes_only_when_the_one_before_it_is_delivered(outbox, write):
    first, second = write(), write()
    [claim] = outbox.claim("webhook", 10, MOMENT, UNTIL)
    assert outbox.claim("webhook", 10, MOMENT, UNTIL) == []
    outbox.failed(claim, "HTTP 500", LATER)
    assert outbox.claim("webhook", 10, LATER - SECOND, UNTIL) == [], "it waits for the letter that failed"
    [claim] = outbox.claim("webhook", 10, LATER, LATER + SECOND)
    assert (claim.id, claim.attempt) == (first, 2)
    outbox.delivered(claim, LATER)

    assert ids(outbox.claim("webhook", 10, LATER, LATER + SECOND)) == [second]


def test_a_dead_letter_is_passed_over_and_can_be_seen(outbox, write):
    first, second = write(), write()
    [claim] = outbox.claim("webhook", 10, MOMENT, UNTIL)
    outbox.died(claim, "HTTP 410", MOMENT)

    assert ids(outbox.claim("webhook", 10, MOMENT, UNTIL)) == [second]
    assert [(entry.id, entry.error, entry.dead_at, entry.attempts) for entry in outbox.dead()] == [(first, "HTTP 410", MOMENT, 1)]
    assert [entry.id for entry in outbox.waiting()] == [second]


def test_what_a_killed_worker_held_comes_back_when_its_claim_runs_out(outbox, write):
    first = write()
    outbox.claim("webhook", 10, MOMENT, UNTIL)

    assert outbox.claim("webhook", 10, UNTIL - SECOND, LATER) == []
    assert [(claim.id, claim.attempt) for claim in outbox.claim("webhook", 10, UNTIL, LATER)] == [(first, 2)]


def test_a_worker_whose_claim_ran_out_cannot_put_off_or_kill_what_another_holds(outbox, write, engine):
    write()
    [lost] = outbox.claim("webhook", 10, MOMENT, UNTIL)
    outbox.claim("webhook", 10, UNTIL, LATER)
    outbox.failed(lost, "HTTP 500", LATER + timedelta(days=9))
    outbox.died(lost, "HTTP 500", LATER)

    [row] = rows(engine, table)
    assert (row.next_at, row.dead_at, row.error) == (LATER, None, "")


def test_a_delivery_counts_also_when_its_claim_ran_out(outbox, write):
    write()
    [lost] = outbox.claim("webhook", 10, MOMENT, UNTIL)
    [held] = outbox.claim("webhook", 10, UNTIL, LATER)
    outbox.delivered(lost, UNTIL)
    outbox.died(held, "HTTP 410", UNTIL)

    assert (list(outbox.waiting()), list(outbox.dead())) == ([], [])
    assert outbox.claim("webhook", 10, LATER, LATER) == []


def test_letters_to_other_kinds_of_recipients_are_left_alone(outbox, write, engine):
    write("a", recipient="staff")

    assert outbox.claim("webhook", 10, LATER, LATER) == []
    assert [row.attempts for row in rows(engine, table)] == [0]


def test_a_letter_is_not_due_before_its_time_and_no_more_are_claimed_than_asked_for(outbox, write):
    late, early, third = write("a", at=LATER), write("b", at=MOMENT), write("c", at=MOMENT)

    assert outbox.claim("webhook", 10, MOMENT - SECOND, UNTIL) == []
    assert ids(outbox.claim("webhook", 1, LATER, LATER + SECOND)) == [early]
    assert ids(outbox.claim("webhook", 2, LATER, LATER + SECOND)) == [third, late]


def test_a_claim_is_read_with_the_key_that_sealed_it_only(outbox, write, engine):
    write(target="17", state="verifying")
    [claim] = outbox.claim("webhook", 1, MOMENT, UNTIL)

    letter = outbox.read(claim)
    assert (letter.key, letter.target, letter.payload["state"]) == (claim.key, "17", "verifying")
    with pytest.raises(Unreadable):
        Outbox(engine, Keyring((new_key("other"),))).read(claim)


def test_a_dead_letter_is_sent_again_on_demand_and_it_is_audited(outbox, write, engine):
    first = write()
    [claim] = outbox.claim("webhook", 1, MOMENT, UNTIL)
    outbox.died(claim, "HTTP 404", MOMENT)
    outbox.retry(first, "li", LATER)

    assert [(claim.id, claim.attempt) for claim in outbox.claim("webhook", 1, LATER, LATER)] == [(first, 1)]
    with engine.connect() as connection:
        assert [(act.actor, act.action, act.subject) for act in audit_log.acts(connection)] == [("li", "retry_letter", f"outbox {first}")]


@pytest.mark.parametrize("end", ["waits", "delivered", "missing"])
def test_only_a_dead_letter_is_sent_again(outbox, write, engine, end):
    number = write()
    if end == "delivered":
        outbox.delivered(outbox.claim("webhook", 1, MOMENT, UNTIL)[0], MOMENT)
    with pytest.raises(NoSuchLetter):
        outbox.retry(number + (end == "missing"), "li", LATER)
    with engine.connect() as connection:
        assert audit_log.acts(connection) == []


def test_a_long_error_is_cut_to_its_column(outbox, write):
    write()
    [claim] = outbox.claim("webhook", 1, MOMENT, UNTIL)
    outbox.failed(claim, "x" * 300, LATER)

    assert [entry.error for entry in outbox.waiting()] == ["x" * 200]


def test_workers_at_once_never_claim_the_same_letter(outbox, write):
    written = [write(f"queue {number}") for number in range(60)]
    start = Barrier(4)

    def work() -> list[int]:
        start.wait()
        mine: list[int] = []
        while claims := outbox.claim("webhook", 5, MOMENT, UNTIL):
            mine += ids(claims)
        return mine

    with ThreadPoolExecutor(4) as pool:
        found = [number for worker in [pool.submit(work) for _ in range(4)] for number in worker.result()]

    # who finds all that it read taken may leave early; what is left comes to the next
    found += ids(outbox.claim("webhook", 60, MOMENT, UNTIL))
    assert sorted(found) == written


def test_workers_at_once_keep_the_order_of_every_queue(outbox, write):
    queue_of = {write(f"queue {number % 6}"): number % 6 for number in range(60)}
    order: list[int] = []  # appending is atomic

    def work() -> None:
        while outbox.waiting():
            for claim in outbox.claim("webhook", 3, MOMENT, UNTIL):
                order.append(claim.id)
                outbox.delivered(claim, MOMENT)

    with ThreadPoolExecutor(4) as pool:
        for worker in [pool.submit(work) for _ in range(4)]:
            worker.result()

    assert sorted(order) == sorted(queue_of)
    for queue in range(6):
        of_queue = [number for number in order if queue_of[number] == queue]
        assert of_queue == sorted(of_queue)
