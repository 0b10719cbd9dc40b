"""Conversations at rest: sealed, read as before, and what was erased stays erased."""
from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import BotUttered, UserUttered

from bot.dialogue.tracker_store import TURNS_IN_A_SESSION
from bot.storage import conversations
from bot.storage.encryption import Keyring, Unreadable, key_of
from bot.storage.key_file import new_key
from tests.integration.storage.rows import MOMENT
from tests.integration.storage.talking import DOMAIN, Talking, add_plain, events_of

SECRET = "我叫张三丰，电话13912345678打我"


@pytest.fixture
def keyring() -> Keyring:
    return Keyring((new_key("first"),))


@pytest.fixture
def talking(engine, empty_url, keyring) -> Talking:
    return Talking(empty_url, keyring)


def test_nothing_that_was_said_stands_in_clear_in_any_column(talking, engine):
    talking.say("chat", SECRET, division="500230")
    rows = events_of(engine, "chat")

    assert len(rows) == 3 and all(key_of(row.data) == "first" for row in rows)
    for part in ("张三丰", "13912345678", "500230", json.dumps("张三丰").strip('"')):
        assert part not in repr([tuple(row) for row in rows])


def test_a_conversation_goes_on_where_it_stopped_with_its_slots_over_many_sessions(talking):
    texts = [f"第{number}句" for number in range(3 * TURNS_IN_A_SESSION)]
    talking.say("chat", *texts, division="500230")
    tracker = talking.load("chat")

    assert talking.said("chat") == texts and tracker.get_slot("division") == "500230"
    assert sum(isinstance(event, UserUttered) for event in tracker.events) <= TURNS_IN_A_SESSION


def test_what_an_earlier_version_left_plain_is_read_and_gone_on_with(talking, engine):
    add_plain(engine, "chat", "从前说的", MOMENT)
    talking.say("chat", "现在说的")

    assert talking.said("chat") == ["从前说的", "现在说的"]
    assert [key_of(row.data) for row in events_of(engine, "chat") if row.type_name == "user"] == [None, "first"]


def test_a_conversation_whose_key_is_lost_is_not_read_as_something_else(talking, engine, empty_url):
    talking.say("chat", SECRET)
    with pytest.raises(Unreadable, match="first"):
        Talking(empty_url, Keyring((new_key("other"),))).load("chat")


def test_what_was_erased_while_a_turn_was_taken_is_not_stored_again(talking, engine):
    talking.say("chat", SECRET)
    tracker = talking.load("chat")  # a turn begins
    with engine.begin() as connection:
        assert conversations.delete(connection, "chat") == 2
    tracker.update(UserUttered("下一句", {"name": "tell"}))
    tracker.update(BotUttered("答"))
    talking.save(tracker)

    assert talking.said("chat") == ["下一句"] and len(events_of(engine, "chat")) == 2


def test_a_conversation_is_read_out_with_what_was_remembered(talking, engine, keyring):
    talking.say("chat", "第一句", "第二句", division="500230")
    talking.say("other", "别人的")
    with engine.connect() as connection:
        found = conversations.conversation(connection, keyring, "chat")

    assert [(said.who, said.text) for said in found.said] == [("user", "第一句"), ("bot", "听到了：第一句"), ("user", "第二句"), ("bot", "听到了：第二句")]
    assert found.remembered == {"division": "500230"} and found.said[0].at.tzinfo


def test_a_database_that_no_dialogue_has_used_has_no_conversations(engine, keyring):
    with engine.begin() as connection:
        assert conversations.conversation(connection, keyring, "chat").said == () and conversations.delete(connection, "chat") == 0


async def test_rasa_s_own_store_beside_ours_is_as_it_was(tmp_path, keyring):
    Talking(f"sqlite:///{tmp_path}/ours.db", keyring)
    standard = SQLTrackerStore(DOMAIN, db=str(tmp_path / "rasa.db"))
    tracker = await standard.get_or_create_tracker("chat")
    tracker.update(UserUttered(SECRET, {"name": "tell"}))
    await standard.save(tracker)

    assert (await standard.retrieve("chat")).latest_message.text == SECRET
    with sa.create_engine(f"sqlite:///{tmp_path}/rasa.db").connect() as connection:
        assert any(json.loads(data).get("text") == SECRET for (data,) in connection.execute(sa.text("SELECT data FROM events")))
