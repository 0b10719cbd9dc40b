"""One person's data: told whole, and erased so that nothing personal is left and everything countable stays."""
from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.casework.commands import Amend, Decide
from bot.casework.handlers import KeyReused, NoSuchCase
from bot.casework.model import Report, Risk
from bot.casework.ports import ConcurrentChange
from bot.casework.queries import CaseQueries, NotFound
from bot.casework.states import Move
from bot.storage import erasure
from bot.storage.cases import CaseStore
from bot.storage.outbox import Outbox
from bot.storage.people import Erased, People, Person
from bot.storage.tables import audit_log, case_history, case_photos, cases, clocks, consents, outbox, telegram_chats
from tests.integration.storage.case_rows import add_client, audit_of, everything_written, number_of, of, rows
from tests.integration.storage.talking import events_of
from tests.unit.casework.fakes import MOMENT, OPEN, registering

PHONE, IDENTITY = "13812345678", "500230199909090213"
TOLD = Report((Risk.ILLNESS,), OPEN, "双龙村", True, "张秀英", "王大锤", PHONE, IDENTITY, "房子塌了，男人住院", 4, 5000)
LATER = MOMENT + timedelta(days=1)
WISH = ("staff:li", "asked by letter", LATER)


@pytest.fixture
def people(engine, keyring) -> People:
    return People(engine, keyring)


@pytest.fixture
def receipt(engine, keyring, casework, talking) -> str:
    """A case with everything: a chat with its conversation, details, a decision whose reason names people, letters, a running clock."""
    add_client(engine, "county", None)
    talking.say("telegram:42", "家里出事了，我叫张秀英", f"电话{PHONE}", division=OPEN)
    case = casework.register(registering("k", TOLD, chat="telegram:42")).case
    casework.decide(Decide(case.receipt, Move.VERIFY, "staff:wang", MOMENT, f"去双龙村看了张秀英家，打{PHONE}"))
    casework.amend(Amend(case.receipt, Report(household_size=5), ("household_size",), MOMENT))
    with engine.begin() as connection:
        photo = {"case_id": case.number, "digest": "d", "kind": "png", "size": 5, "sealed": keyring.seal("cGhvdG8="), "received_at": MOMENT}
        connection.execute(sa.insert(case_photos).values(**photo))
        chat = {"chat_index": "i", "sender": "telegram:42", "address": keyring.seal("4242"), "keyboard": "", "tapped": ""}
        connection.execute(sa.insert(telegram_chats).values(**chat))
    return case.receipt


@pytest.fixture
def neighbour(casework, talking) -> str:
    talking.say("web-9", "我是邻居")
    return casework.register(registering("n", Report((Risk.WATER,), OPEN, name="李四", phone="13900000000"), chat="web-9")).case.receipt


BY = [Person(phone=PHONE), Person(identity_number=IDENTITY), Person(chat="telegram:42")]


@pytest.mark.parametrize("person", BY, ids=["phone", "identity number", "chat"])
def test_a_person_is_found_by_each_and_told_everything_and_nothing_of_others(people, receipt, neighbour, person):
    told = people.export(person, *WISH)
    (case,) = told["cases"]

    assert case["receipt"] == receipt and Report.from_dict(case["report"]).story == TOLD.story and case["report"]["household_size"] == 5
    assert [step["move"] for step in case["history"]] == ["register", "verify", "amend"] and case["history"][0]["at"] == MOMENT.isoformat()
    assert case["consents"] == [{"version": "2026-11", "given_at": MOMENT.isoformat(), "withdrawn_at": None}]
    assert [clock["clock"] for clock in case["clocks"]] == ["identification"] and {each["event"] for each in case["messages"]} == {"case.received", "case.verifying"}
    assert case["photos"] == [{"kind": "png", "received_at": MOMENT.isoformat(), "base64": "cGhvdG8="}]
    (conversation,) = told["conversations"]
    assert conversation["chat"] == "telegram:42" and conversation["telegram"] == ["4242"]
    assert [each["text"] for each in conversation["said"] if each["who"] == "user"] == ["家里出事了，我叫张秀英", f"电话{PHONE}"]
    assert conversation["remembered"] == {"division": OPEN} and neighbour not in json.dumps(told)
    assert "李四" not in json.dumps(told, ensure_ascii=False) and json.loads(json.dumps(told)) == told


def test_the_receipt_finds_its_case(people, receipt, neighbour):
    assert [case.receipt for case in people.find(Person(receipt=receipt)).cases] == [receipt]
    assert people.find(Person(receipt="1234567890")).cases == () and people.find(Person(phone="13700000000")).cases == ()


def test_an_export_is_audited_without_naming_anybody(people, engine, receipt):
    people.export(Person(phone=PHONE), *WISH)
    act = rows(engine, audit_log)[-1]

    assert (act.actor, act.action, act.subject, act.reason, act.at) == ("staff:li", "export_person", f"case {number_of(engine, receipt)}", "asked by letter", LATER)
    assert PHONE not in everything_written(engine).replace(f"打{PHONE}", "")


def test_a_conversation_in_which_others_were_reported_too_is_not_told_but_erased(people, casework, talking, engine, receipt):
    other = casework.register(registering("o", Report((Risk.WATER,), OPEN, name="赵六", phone="13600000000"), chat="telegram:42")).case.receipt
    told = people.export(Person(phone=PHONE), *WISH)
    assert told["conversations"] == [] and told["conversations_with_others"] == 1
    people.erase(Person(phone=PHONE), *WISH)

    assert events_of(engine, "telegram:42") == [] and [case.receipt for case in people.find(Person(chat="telegram:42")).cases] == [other]


PERSONAL = [PHONE, IDENTITY, "张秀英", "王大锤", "双龙村", "塌", "telegram:", "4242", "cGhvdG8="]


def opened(engine, keyring) -> str:
    """Everything in the database, with what is sealed opened."""
    text = everything_written(engine)
    with engine.connect() as connection:
        text += repr([tuple(row) for row in connection.execute(sa.text("SELECT * FROM events"))])
    text = re.sub(r"first:gAAAA[\w=-]+", lambda found: keyring.open(found.group()), text)
    return re.sub(r"\\+u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


@pytest.mark.parametrize("person", [*BY, None], ids=["phone", "identity number", "chat", "receipt"])
def test_after_an_erasure_nothing_personal_is_left_even_for_who_has_the_key(people, engine, keyring, casework, receipt, neighbour, person):
    assert all(value in opened(engine, keyring) for value in PERSONAL)
    gone = people.erase(person or Person(receipt=receipt), *WISH)

    assert gone.cases == 1 and gone.events == 6
    left = opened(engine, keyring)
    assert [value for value in PERSONAL if value in left] == [] and "李四" in left and "我是邻居" in left


def test_what_is_counted_stays(people, engine, receipt):
    before = rows(engine, cases)[0]
    people.erase(Person(phone=PHONE), *WISH)
    after = rows(engine, cases)[0]

    for column in ("receipt", "state", "origin", "channel", "division", "risks", "registered_at", "changed_at", "idempotency_key"):
        assert getattr(after, column) == getattr(before, column)
    assert after.erased_at == LATER and after.chat is after.chat_index is after.phone_index is after.identity_index is None
    moves = rows(engine, case_history, case_id=before.id)
    assert of(moves, "move") == ["register", "verify", "amend", "erase"] and of(moves, "actor")[-1] == "staff:li"
    assert of(moves, "reason") == of(audit_of(engine, before.id), "reason") == ["", "…", "", "asked by letter"]  # people wrote them
    assert of(audit_of(engine, before.id), "action") == ["case_register", "case_verify", "case_amend", "case_erase"]


def test_consent_is_taken_back_clocks_stop_and_nobody_is_told_any_more(people, engine, keyring, casework, receipt):
    delivered = Outbox(engine, keyring).claim("webhook", 1, MOMENT, MOMENT)[0]
    Outbox(engine, keyring).delivered(delivered, MOMENT)
    people.erase(Person(phone=PHONE), *WISH)

    assert of(rows(engine, consents), "withdrawn_at") == [LATER] and of(rows(engine, clocks), "stopped_at") == [LATER]
    letters = rows(engine, outbox)
    assert len(letters) == 3 and set(of(letters, "dead_at")) == {LATER} and set(of(letters, "error")) == {"erased"}
    assert [Outbox(engine, keyring).claim(who, 10, LATER, LATER) for who in ("chat", "webhook")] == [[], []]


def test_an_erased_case_is_no_case_any_more(people, engine, casework, keyring, receipt):
    people.erase(Person(phone=PHONE), *WISH)

    with pytest.raises(NotFound):
        CaseQueries(casework.unit).by_receipt(receipt, PHONE[-4:], LATER)
    for change in (lambda: casework.amend(Amend(receipt, TOLD, ("phone",), LATER)), lambda: casework.decide(Decide(receipt, Move.INCLUDE, "staff:li", LATER))):
        with pytest.raises(NoSuchCase):
            change()
    with pytest.raises(KeyReused):  # the same request, sent again late, does not bring it back
        casework.register(registering("k", TOLD, chat="telegram:42"))
    assert people.find(Person(phone=PHONE)).cases == () and people.erase(Person(receipt=receipt), *WISH) == Erased(0, 0)


def test_who_was_erased_may_report_again(people, casework, receipt):
    people.erase(Person(phone=PHONE), *WISH)
    again = casework.register(registering("k2", TOLD, chat="telegram:42"))

    assert again.is_new and again.like == () and again.case.receipt != receipt


def test_who_works_on_the_case_at_the_same_moment_does_not_bring_it_back(people, casework, engine, keyring, receipt):
    """Staff read the case, the person is erased, staff save."""
    store = CaseStore(engine, keyring)
    with store() as stored:
        read = stored.by_receipt(receipt)
    people.erase(Person(phone=PHONE), *WISH)
    with pytest.raises(ConcurrentChange), store() as stored:
        stored.save(read)

    assert "张秀" not in opened(engine, keyring)


def test_a_case_that_is_changed_while_it_is_erased_is_read_again(people, casework, engine, keyring, receipt, monkeypatch):
    erase, changed = erasure.forgotten, []

    def meanwhile(case):
        if not changed and engine.dialect.name == "postgresql":  # SQLite has one writer at a time
            changed.append(casework.amend(Amend(receipt, Report(name="张秀兰"), ("name",), LATER)))
        return erase(case)
    monkeypatch.setattr(erasure, "forgotten", meanwhile)
    people.erase(Person(phone=PHONE), *WISH)

    assert "张秀" not in opened(engine, keyring) and of(audit_of(engine, 1), "action").count("case_erase") == 1


def test_an_erasure_that_stops_half_way_has_not_begun(people, engine, receipt, monkeypatch):
    def fail(*_):
        raise RuntimeError("disk")
    before = everything_written(engine), len(events_of(engine, "telegram:42"))
    with monkeypatch.context() as patched:
        patched.setattr(erasure, "_silence", fail)
        with pytest.raises(RuntimeError):
            people.erase(Person(phone=PHONE), *WISH)
    assert (everything_written(engine), len(events_of(engine, "telegram:42"))) == before
    people.erase(Person(phone=PHONE), *WISH)
    assert rows(engine, cases)[0].erased_at
