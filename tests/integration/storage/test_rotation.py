"""A new key, and everything comes under it: at any moment all is found and read, however often it is stopped."""
from __future__ import annotations

import random
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.casework.commands import Amend, Decide
from bot.casework.handlers import Casework, KeyReused
from bot.casework.model import Report, Risk
from bot.casework.states import Move
from bot.storage import rotation
from bot.storage.api_clients import ApiClients
from bot.storage.cases import CaseStore
from bot.storage.encryption import Unreadable, key_of
from bot.storage.key_file import keys_of, new_key, write_keys
from bot.storage.outbox import Outbox
from bot.storage.rotation import VAULTS, remaining, reseal, users_of
from bot.storage.tables import case_photos, cases, metadata, outbox, telegram_chats, telegram_messages, telegram_updates
from tests.integration.processes import ROOT
from tests.integration.storage.case_rows import of, rows
from tests.integration.storage.talking import Talking, add_plain, events_of
from tests.unit.casework.fakes import MOMENT, OPEN, FakeRules, registering

MANY = 24
CHILD = """
import sys
from dataclasses import replace
from pathlib import Path
from bot.storage import rotation
from bot.storage.engine import make_engine
from bot.storage.key_file import keys_of
rotation.VAULTS = tuple(replace(vault, batch=3) for vault in rotation.VAULTS)
for progress in rotation.reseal(make_engine(sys.argv[1]), keys_of(Path(sys.argv[2]), False)):
    print(progress.table, progress.done, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys"


@pytest.fixture
def keyring(file):
    return keys_of(file, may_make=True)


@pytest.fixture
def store(engine, keyring) -> CaseStore:
    return CaseStore(engine, keyring)


@pytest.fixture
def talking(engine, empty_url, keyring) -> Talking:
    return Talking(empty_url, keyring)


def told(number: int) -> Report:
    return Report((Risk.ILLNESS,), OPEN, name=f"张{number}", phone=f"138000{number:05}", identity_number=f"identity {number}", story=f"故事{number}")


@pytest.fixture
def receipts(engine, keyring, store, talking) -> dict[int, str]:
    """Number of a report → its receipt: reports from chats, their messages in the outbox, their conversations, a client with a webhook."""
    ApiClients(engine, keyring).add("county", OPEN, "https://h.example.cn/", "test", MOMENT)
    casework = Casework(store, FakeRules())
    for number in range(MANY):
        talking.say(f"chat {number}", f"我叫张{number}")
    return {number: casework.register(registering(f"key {number}", told(number), chat=f"chat {number}")).case.receipt for number in range(MANY)}


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(rotation, "VAULTS", tuple(replace(vault, batch=5) for vault in VAULTS))


def add_key(file, keyring, name: str) -> None:
    write_keys(file, (new_key(name), *keyring.keys), replacing=True)


def run(engine, keyring) -> None:
    for _ in reseal(engine, keyring):
        pass


def assert_all_is_found_and_read(store, talking, receipts) -> None:
    for number, receipt in receipts.items():
        with store() as stored:
            assert stored.by_receipt(receipt).report == told(number)
            assert [case.receipt for case in stored.of_person(told(number).phone, None)] == [receipt]
            assert [case.receipt for case in stored.of_person(None, told(number).identity_number)] == [receipt]
            assert [case.receipt for case in stored.of_chat(f"chat {number}")] == [receipt]
        assert talking.said(f"chat {number}") == [f"我叫张{number}"]


@pytest.fixture
def of_other_channels(engine, keyring, receipts) -> dict[str, int]:
    """A row in each sealed table that the reports do not reach; one of them has nothing to seal any more."""
    seal = keyring.seal
    with engine.begin() as connection:
        for table, values in (
                (case_photos, {"case_id": 1, "digest": "d", "kind": "png", "size": 3, "sealed": seal("photo"), "received_at": MOMENT}),
                (telegram_chats, {"chat_index": keyring.index("telegram", "42"), "sender": "telegram-1", "address": seal("42"), "keyboard": "", "tapped": ""}),
                (telegram_updates, {"id": 7, "payload": seal("{}"), "state": "waiting", "attempts": 0, "received_at": MOMENT}),
                (telegram_updates, {"id": 8, "payload": "", "state": "done", "attempts": 0, "received_at": MOMENT}),
                (telegram_messages, {"chat_id": 1, "key": "7.0", "body": seal("hello"), "state": "waiting", "written_at": MOMENT})):
            connection.execute(sa.insert(table).values(**values))
    return {"case_photos": 1, "telegram_chats": 1, "telegram_updates": 1, "telegram_messages": 1}


def columns_with_a_key(engine) -> set[tuple[str, str]]:
    """Every column of every table in which anything is sealed, as it is found in the rows."""
    found = set()
    with engine.connect() as connection:
        for name in [*(table.name for table in metadata.sorted_tables), "events"]:
            for row in connection.execute(sa.text(f"SELECT * FROM {name}")).mappings():
                found |= {(name, column) for column, value in row.items() if isinstance(value, str) and key_of(value)}
    return found


def test_no_sealed_column_is_forgotten(engine, receipts, of_other_channels):
    assert columns_with_a_key(engine) == {(vault.table.name, name) for vault in VAULTS for name in vault.sealed}


def test_after_a_rotation_nothing_needs_the_old_key_any_more(engine, file, keyring, store, talking, receipts, of_other_channels):
    add_key(file, keyring, "second")
    assert remaining(engine, keyring) == users_of(engine, "first") == {"cases": MANY, "outbox": 2 * MANY, "api_clients": 1, "events": 2 * MANY, **of_other_channels}
    run(engine, keyring)
    assert not any(remaining(engine, keyring).values()) and not any(users_of(engine, "first").values())
    assert of(rows(engine, telegram_updates), "payload")[1] == ""

    write_keys(file, keyring.keys[:1], replacing=True)
    assert_all_is_found_and_read(store, talking, receipts)
    assert [case.is_new for case in [Casework(store, FakeRules()).register(registering("key 3", told(3), chat="chat 3"))]] == [False]
    with pytest.raises(KeyReused):
        Casework(store, FakeRules()).register(registering("key 3", told(4)))
    claimed = Outbox(engine, keyring).claim("webhook", 100, MOMENT, MOMENT)
    assert len(claimed) == MANY and Outbox(engine, keyring).read(claimed[0]).payload["receipt"] in receipts.values()
    assert ApiClients(engine, keyring).webhook(1).secret.startswith("whsec_")


def test_messages_keep_their_order_over_a_rotation(engine, file, keyring, store, receipts):
    add_key(file, keyring, "second")
    casework = Casework(store, FakeRules())
    casework.amend(Amend(receipts[0], Report(name="李"), ("name",), MOMENT))
    casework.decide(Decide(receipts[0], Move.VERIFY, "staff:li", MOMENT))
    letters = [row for row in rows(engine, outbox) if row.case_id == 1 and row.recipient == "chat"]

    assert len(letters) == 2 and len({letter.queue for letter in letters}) == 1 and {key_of(letter.target) for letter in letters} == {"first", "second"}


def test_a_second_run_changes_nothing(engine, file, keyring, receipts):
    add_key(file, keyring, "second")
    run(engine, keyring)
    before = [tuple(row) for row in rows(engine, cases)]

    assert list(reseal(engine, keyring)) == [] and [tuple(row) for row in rows(engine, cases)] == before


def test_plain_rows_of_an_earlier_version_are_sealed(engine, keyring, talking):
    for number in range(12):
        add_plain(engine, "chat", f"说{number}", MOMENT)
    assert remaining(engine, keyring)["events"] == 12
    run(engine, keyring)

    assert {key_of(row.data) for row in events_of(engine, "chat")} == {"first"} and talking.said("chat") == [f"说{number}" for number in range(12)]


def test_what_is_changed_in_the_middle_of_a_batch_is_not_overwritten(engine, file, keyring, store, receipts, monkeypatch):
    add_key(file, keyring, "second")
    write, amended = rotation._write, []

    def meanwhile(engine, vault, renewed):
        if not amended:
            amended.append(Casework(store, FakeRules()).amend(Amend(receipts[1], Report(phone="13999999999"), ("phone",), MOMENT)))
        return write(engine, vault, renewed)
    monkeypatch.setattr(rotation, "_write", meanwhile)
    done = [progress.done for progress in reseal(engine, keyring) if progress.table == "cases"]

    assert done == [4, 9, 14, 19, 23, 24] and not any(remaining(engine, keyring).values())  # the next pass took the one passed over
    with store() as stored:
        assert [case.receipt for case in stored.of_person("13999999999", None)] == [receipts[1]] and stored.by_receipt(receipts[1]).version == 2


def test_a_key_that_is_missing_is_told_and_what_it_sealed_is_left_alone(engine, file, keyring, receipts):
    before = [tuple(row) for row in rows(engine, cases)]
    write_keys(file, (new_key("other"),), replacing=True)
    with pytest.raises(Unreadable, match="first"):
        run(engine, keyring)

    assert [tuple(row) for row in rows(engine, cases)] == before


def test_killed_again_and_again_it_comes_to_its_end_and_all_is_read_at_every_moment(engine, empty_url, file, keyring, store, talking, receipts):
    add_key(file, keyring, "second")
    chance, left, kills = random.Random(4), [sum(remaining(engine, keyring).values())], 0
    while left[-1]:
        child = subprocess.Popen([sys.executable, "-c", CHILD, empty_url, str(file)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(chance.randint(4, 12)):
            if not child.stdout.readline():
                break
            child.stdin.write("\n")
            child.stdin.flush()
        kills += child.poll() is None
        child.kill()
        child.communicate()
        assert_all_is_found_and_read(store, talking, receipts)
        left.append(sum(remaining(engine, keyring).values()))

    assert kills >= 2 and left == sorted(left, reverse=True)


def test_who_reads_and_writes_all_the_time_misses_nothing_and_needs_no_restart(engine, file, keyring, store, talking, receipts):
    """Each reader has a keyring of its own, as each process has; a new key comes five times."""
    stop, wrong, reads = threading.Event(), [], []

    def work(start: int) -> None:
        own = CaseStore(engine, keys_of(file, may_make=False))
        casework, number = Casework(own, FakeRules()), start
        while not stop.is_set():
            number = (number + 1) % MANY
            try:
                with own() as stored:
                    found = [case.receipt for case in stored.of_chat(f"chat {number}")]
                if found != [receipts[number]]:
                    wrong.append((number, found))
                if number % 6 == start:
                    casework.amend(Amend(receipts[number], Report(village=f"村{len(reads)}"), ("village",), MOMENT))
                reads.append(number)
            except Exception as error:
                wrong.append(error)
    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 3)]
    for thread in threads:
        thread.start()
    for name in ("second", "third", "fourth", "fifth", "sixth"):
        add_key(file, keyring, name)
        stop.wait(.3)  # as the command does: what was begun under the old key comes to its end
        run(engine, keyring)
    stop.set()
    for thread in threads:
        thread.join()

    assert wrong == [] and len(reads) > MANY
    run(engine, keyring)
    assert not any(remaining(engine, keyring).values()) and {row.sealed.split(":")[0] for row in rows(engine, cases)} == {"sixth"}
