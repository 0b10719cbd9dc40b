"""Telegram's tables: what is kept, what is sealed, and what new keys and erasure do to it."""
from __future__ import annotations

import json
import secrets
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.storage import telegram
from bot.storage.encryption import Key, Keyring
from bot.storage.rotation import remaining, reseal
from bot.storage.tables import telegram_messages, telegram_updates
from bot.storage.telegram import Message, Outcome, Received, TelegramStore, Update
from tests.integration.storage.case_rows import everything_written, rows
from tests.unit.casework.fakes import MOMENT

OLD, NEW = (Key(name, secrets.token_bytes(32)) for name in ("old", "new"))
ADDRESS, PAYLOAD = "[7504118223, null]", '{"text": "秘密"}'


@pytest.fixture
def store(engine):
    return TelegramStore(engine, Keyring((OLD,)))


def received(number=1, address=ADDRESS):
    return Received(number, address, PAYLOAD)


def kept(store, *updates, at=MOMENT):
    """The number of the chat whose updates they are."""
    chat, = {chat.id for chat, _ in store.receive(updates, at)}
    return chat


def test_an_update_is_kept_once_and_sealed(engine, store):
    chat = kept(store, received(), received())

    assert store.receive([received()], MOMENT) == [] and store.waiting_chats() == [chat]
    assert "7504118223" not in everything_written(engine) and "秘密" not in everything_written(engine)
    found = store.next(chat)
    assert found and found[0].address == ADDRESS and found[1] == Update(1, PAYLOAD, None, 0)


def test_what_is_new_comes_back_as_the_database_would_tell_it(store):
    other = "[7504118224, null]"
    found = store.receive([received(1), received(2, other), Received(3, None, ""), received(4)], MOMENT)

    assert [(chat.address, work.id) for chat, work in found] == [(ADDRESS, 1), (other, 2), (ADDRESS, 4)]
    assert store.next(found[0][0].id) == found[0] and store.next(found[1][0].id) == found[1]


def test_what_belongs_to_nobody_is_known_and_not_waited_for(engine, store):
    assert store.receive([Received(5, None, "")], MOMENT) == [] == store.waiting_chats()
    assert [row.state for row in rows(engine, telegram_updates)] == ["done"]


def test_an_update_is_finished_once_with_what_it_led_to(engine, store):
    chat = kept(store, received())
    store.note_placeholder(1, 77)
    written = store.finish(chat, 1, Outcome(["a", "b"], 77, {"keyboard": "main"}), MOMENT)

    assert [(message.body, message.number) for message in written] == [("a", 77), ("b", None)]
    assert store.finish(chat, 1, Outcome(["a", "b"], 77), MOMENT) == []
    found = store.next(chat)
    assert found and found[0].keyboard == "main" and isinstance(found[1], Message) and found[1].body == "a"


def test_messages_go_out_before_the_next_update_is_taken_and_in_their_order(engine, store):
    chat = kept(store, received(1), received(2))
    store.finish(chat, 1, Outcome(["a", "b"]), MOMENT)
    order = []
    while found := store.next(chat):
        order.append(found[1].body if isinstance(found[1], Message) else found[1].id)
        if isinstance(found[1], Message):
            store.sent(found[1].id, 9, "", MOMENT)
        else:
            store.finish(chat, found[1].id, Outcome(), MOMENT)

    assert order == ["a", "b", 2]


def test_what_was_begun_and_cannot_be_changed_counts_as_sent_after_a_kill(store):
    chat = kept(store, received())
    message, = store.finish(chat, 1, Outcome(["keys"]), MOMENT)
    store.begin(message.id)

    assert store.resume(MOMENT) == []


def test_only_buttons_of_what_was_sent_are_kept(store):
    chat = kept(store, received())
    one, other = store.finish(chat, 1, Outcome(["a", "b"]), MOMENT)
    store.sent(one.id, 9, json.dumps(["button"]), MOMENT)
    store.sent(other.id, 10, "", MOMENT)

    assert store.body(one.id)[0] == '["button"]' and store.body(other.id) is None and store.body(999) is None


def test_a_new_key_changes_neither_who_a_chat_is_nor_what_its_conversation_is_called(engine, store):
    chat = kept(store, received())
    sender = store.next(chat)[0].sender
    both = Keyring((NEW, OLD))
    assert kept(TelegramStore(engine, both), received(2)) == chat
    for _ in reseal(engine, both):
        pass
    after = TelegramStore(engine, Keyring((NEW,)))

    assert sum(remaining(engine, Keyring((NEW,))).values()) == 0
    assert kept(after, received(3)) == chat and after.next(chat)[0].sender == sender


def test_a_group_that_moves_keeps_its_conversation_and_takes_over_what_came_under_the_new_name(engine, store):
    group, moved = "[-100, 5]", "[-100999, 5]"
    chat = kept(store, received(1, group))
    sender = store.next(chat)[0].sender
    other = kept(store, received(2, moved))
    store.finish(chat, 1, Outcome(), MOMENT)
    store.move(chat, moved)

    assert other != chat and store.waiting_chats() == [chat] and store.next(chat)[1].id == 2
    assert kept(store, received(3, moved)) == chat and store.next(chat)[0].sender == sender
    for _ in reseal(engine, Keyring((NEW, OLD))):
        pass
    assert sum(remaining(engine, Keyring((NEW,))).values()) == 0


def test_whoever_is_forgotten_leaves_only_the_numbers_of_the_updates(engine, store):
    chat = kept(store, received())
    sender = store.next(chat)[0].sender
    store.finish(chat, 1, Outcome(["a"]), MOMENT)
    with engine.begin() as connection:
        telegram.forget(connection, sender)

    assert store.by_sender(sender) is None and rows(engine, telegram_messages) == []
    assert store.receive([received()], MOMENT) == []


@pytest.mark.parametrize(("age", "count"), [(timedelta(days=30), 0), (timedelta(days=30, seconds=1), 2)])
def test_what_was_done_long_ago_goes_and_what_waits_stays(engine, store, age, count):
    chat = kept(store, received(1), received(2), at=MOMENT - age)
    message, = store.finish(chat, 1, Outcome(["a"]), MOMENT - age)
    store.sent(message.id, 9, "", MOMENT - age)

    assert store.prune(MOMENT - timedelta(days=30)) == count and store.waiting_chats() == [chat]


def test_a_blocked_chat_s_messages_are_dropped(engine, store):
    chat = kept(store, received())
    store.finish(chat, 1, Outcome(["a"]), MOMENT)
    store.block(chat, MOMENT)

    assert store.next(chat) is None
    with engine.connect() as connection:
        assert connection.execute(sa.select(telegram_messages.c.state)).scalars().all() == ["dropped"]
