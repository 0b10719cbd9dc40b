"""What a change of state says to the conversation that reported the case, and how it gets there."""
from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import httpx
import pytest

from bot.casework.commands import Decide, Register
from bot.casework.handlers import Casework
from bot.casework.model import Channel, Report
from bot.casework.queries import CaseQueries
from bot.casework.receipt import spaced
from bot.casework.states import Move
from bot.jobs.chat_messages import CaseMessages, ChatMessages
from bot.jobs.outbox import Undeliverable, Undelivered
from bot.storage.cases import CaseStore
from bot.storage.encryption import Keyring
from bot.storage.engine import make_engine
from bot.storage.key_file import new_key
from bot.storage.migrations import upgrade
from bot.storage.outbox import Letter, Outbox
from tests.unit.dialogue.reports import PlaceRules, calendar_of_the_real_content

NOW = datetime(2026, 11, 20, 2, tzinfo=timezone.utc)


class Office:
    """A case reported from the chat web-1, and the letters that its moves wrote."""

    def __init__(self, engine, kb, divisions) -> None:
        keyring = Keyring((new_key("first"),))
        store = CaseStore(engine, keyring)
        self.casework = Casework(store, PlaceRules(kb, divisions, calendar_of_the_real_content(kb)))
        self.messages = CaseMessages(CaseQueries(store), kb, divisions, lambda: date(2026, 11, 21))
        self.outbox = Outbox(engine, keyring)
        report = Report(division="500230", name="张三丰", phone="13812345678")
        self.receipt = self.casework.register(Register("1", report, Channel.CHAT, "v1", NOW, chat="web-1")).case.receipt
        self.at = NOW

    def decide(self, move: Move, actor: str = "staff:li", reason: str = "收入在线以上") -> None:
        self.at += timedelta(minutes=1)
        self.casework.decide(Decide(self.receipt, move, actor, self.at, reason))

    def letter(self) -> Letter:
        """The next one; the one before is taken for delivered."""
        claim = self.outbox.claim("chat", 1, self.at, self.at + timedelta(minutes=2))[0]
        self.outbox.delivered(claim, self.at)
        return self.outbox.read(claim)


@pytest.fixture
def office(tmp_path, real_kb, real_divisions):
    upgrade(f"sqlite:///{tmp_path}/cases.db")
    engine = make_engine(f"sqlite:///{tmp_path}/cases.db")
    yield Office(engine, real_kb, real_divisions)
    engine.dispose()


class Dialogue:
    """A dialogue process that answers with `status` and keeps what it was sent."""

    def __init__(self, status: int = 200, error: Exception | None = None) -> None:
        self.status, self.error, self.sent = status, error, []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.error:
            raise self.error
        self.sent.append((request.url.path, json.loads(request.content)))
        return httpx.Response(self.status, json={})


def deliver(office: Office, dialogue: Dialogue, letter: Letter) -> None:
    ChatMessages("http://127.0.0.1:5005", office.messages, httpx.MockTransport(dialogue))(letter)


# what is said

def test_a_change_of_state_is_told_with_the_receipt_its_meaning_and_its_clocks(office):
    office.letter()
    office.decide(Move.VERIFY)
    reply = office.messages(office.letter())

    assert spaced(office.receipt) in reply.text and "正在核实您家的情况" in reply.text and "最晚2026年12月5日" in reply.text
    assert reply.citation and [button.text for button in reply.buttons] == ["查进度"] and "13812345678" not in reply.plain()


def test_a_refusal_tells_its_reason(office):
    office.letter()
    office.decide(Move.VERIFY)
    office.letter()
    office.decide(Move.REFUSE)

    assert "原因：收入在线以上" in office.messages(office.letter()).text


def test_a_letter_on_a_state_that_is_over_says_nothing_the_next_one_does(office):
    office.decide(Move.VERIFY)
    letters = [office.letter(), office.letter()]

    assert [office.messages(letter) is None for letter in letters] == [True, False]


def test_nobody_is_told_of_having_withdrawn_by_themselves_but_of_staff_s_withdrawing(office):
    office.letter()
    office.decide(Move.WITHDRAW, actor="household")

    assert office.messages(office.letter()) is None


def test_a_case_that_is_no_more_has_nothing_to_tell(office):
    letter = office.letter()

    with pytest.raises(Undeliverable):
        office.messages(replace(letter, payload={**letter.payload, "receipt": "4821093753"}))


# how it gets there

def test_the_message_is_posted_with_its_key_to_the_conversation(office):
    office.letter()
    office.decide(Move.VERIFY)
    letter, dialogue = office.letter(), Dialogue()
    deliver(office, dialogue, letter)
    (path, body), = dialogue.sent

    assert (path, body["sender"], body["key"]) == ("/webhooks/rest/notify", "web-1", letter.key)
    assert body["reply"]["text"] and body["text"].startswith(body["reply"]["text"]) and "unless" not in body


def test_the_receipt_is_told_unless_the_conversation_has_it(office):
    dialogue = Dialogue()
    deliver(office, dialogue, office.letter())

    assert dialogue.sent[0][1]["unless"] == spaced(office.receipt)


@pytest.mark.parametrize(("dialogue", "outcome"), [
    (Dialogue(404), Undeliverable), (Dialogue(500), Undelivered), (Dialogue(400), Undelivered), (Dialogue(error=httpx.ConnectError("down")), Undelivered)])
def test_a_conversation_that_is_gone_ends_it_and_a_process_that_is_down_is_tried_again(office, dialogue, outcome):
    with pytest.raises(outcome) as raised:
        deliver(office, dialogue, office.letter())

    assert office.receipt not in str(raised.value) and "web-1" not in str(raised.value)


def test_what_has_nothing_to_say_is_not_posted(office):
    office.decide(Move.VERIFY)
    dialogue = Dialogue(500)
    deliver(office, dialogue, office.letter())

    assert dialogue.sent == []
