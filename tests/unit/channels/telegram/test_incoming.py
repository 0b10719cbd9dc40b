"""Updates of Telegram as one small shape."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.incoming import Address, Kind, Me, address_of, read

ME = Me(9, "huinong_bot")
PRIVATE, GROUP = {"id": 5, "type": "private"}, {"id": -5, "type": "supergroup", "title": "g"}
PERSON, BOT = {"id": 5, "is_bot": False, "first_name": "x"}, {"id": 9, "is_bot": True, "first_name": "b"}


@pytest.fixture(autouse=True)
def _durations(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def message(chat=PRIVATE, **content):
    return read({"update_id": 1, "message": {"message_id": 3, "date": 1, "chat": chat, "from": PERSON, **content}}, ME)


def test_a_private_chat_and_each_person_in_a_group_have_an_address_of_their_own():
    assert message(text="x").address == Address(5) and message(GROUP, text="x").address == Address(-5, 5)
    assert address_of(Address(-5, 5).as_text()) == Address(-5, 5)


@pytest.mark.parametrize(("text", "name", "rest", "is_mine"), [
    ("/start", "start", "", True), ("/START report_500230", "start", "report_500230", True), ("/help@huinong_bot", "help", "", True),
    ("/help@Huinong_Bot 低保", "help", "低保", True), ("/help@other_bot", "help", "", False)])
def test_commands_are_read_with_what_stands_behind_them(text, name, rest, is_mine):
    found = message(text=text)

    assert (found.kind, found.text, found.rest, found.is_addressed) == (Kind.COMMAND, name, rest, is_mine)


@pytest.mark.parametrize("text", ["/低保", "a /start", "//", "/"])
def test_other_texts_with_a_slash_are_texts(text):
    assert message(text=text).kind is Kind.TEXT


def test_the_mention_is_taken_out_of_the_question():
    found = message(GROUP, text="😀@huinong_bot 低保", entities=[{"type": "mention", "offset": 2, "length": 12}])

    assert found.is_addressed and found.text == "😀  低保"


@pytest.mark.parametrize(("content", "is_addressed"), [
    ({"text": "低保"}, False), ({"text": "@other 低保", "entities": [{"type": "mention", "offset": 0, "length": 6}]}, False),
    ({"text": "低保", "reply_to_message": {"message_id": 2, "date": 1, "chat": GROUP, "from": BOT}}, True),
    ({"text": "低保", "reply_to_message": {"message_id": 2, "date": 1, "chat": GROUP, "from": PERSON}}, False)])
def test_in_a_group_the_bot_is_meant_only_when_it_is_said(content, is_addressed):
    assert message(GROUP, **content).is_addressed is is_addressed


def test_of_a_photo_the_largest_is_taken():
    sizes = [{"file_id": str(side), "file_unique_id": "u", "width": side, "height": side, "file_size": side} for side in (90, 900, 300)]
    found = message(photo=sizes, caption="看")

    assert (found.kind, found.file, found.size, found.text) == (Kind.PHOTO, "900", 900, "看")


@pytest.mark.parametrize(("content", "kind"), [
    ({"document": {"file_id": "d", "file_unique_id": "d", "mime_type": "image/png"}}, Kind.PHOTO),
    ({"document": {"file_id": "d", "file_unique_id": "d"}}, Kind.PHOTO), ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 7}}, Kind.VOICE),
    ({"location": {"latitude": 1, "longitude": 2}}, Kind.LOCATION), ({"contact": {"phone_number": "1", "first_name": "x"}}, Kind.CONTACT),
    ({"video": {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 3}}, Kind.FILE),
    ({"dice": {"value": 1, "emoji": "🎲"}}, Kind.UNKNOWN)])
def test_every_kind_is_told_apart(content, kind):
    assert message(**content).kind is kind


def test_what_nobody_sent_is_no_message():
    assert message(message_auto_delete_timer_changed={"message_auto_delete_time": 60}) is None
    assert message(GROUP, new_chat_title="新名字") is None


def test_who_leads_a_group_may_ask_in_its_name():
    found = read({"update_id": 1, "message": {"message_id": 3, "date": 1, "chat": GROUP, "sender_chat": GROUP, "text": "/help@huinong_bot",
                                              "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}}, ME)

    assert found and found.kind is Kind.COMMAND


def test_the_topic_of_a_question_is_kept_and_a_mere_reply_has_none():
    asked = {"text": "/help@huinong_bot", "message_thread_id": 77}

    assert message(GROUP, **asked, is_topic_message=True).thread == 77 and message(GROUP, **asked).thread is None


@pytest.mark.parametrize(("text", "is_mine"), [("/weather", False), ("/help", True), ("/weather@huinong_bot", True)])
def test_a_bare_command_in_a_group_is_meant_for_the_bot_that_has_it(text, is_mine):
    assert message(GROUP, text=text).is_addressed is is_mine


def test_a_voice_message_tells_its_seconds():
    assert message(voice={"file_id": "v", "file_unique_id": "v", "duration": 7}).seconds == 7


@pytest.mark.parametrize(("data", "button"), [("12:3", (12, 3)), ("12", None), ("a:b", None), ("1:-1", None), ("", None), ("１:１", None), ("9" * 30 + ":1", None)])
def test_a_tap_carries_message_and_place(data, button):
    query = {"id": "q", "from": PERSON, "chat_instance": "c", "data": data, "message": {"message_id": 1, "date": 1, "chat": PRIVATE}}

    assert read({"update_id": 1, "callback_query": query}, ME).button == button


@pytest.mark.parametrize(("chat", "before", "after", "kind"), [
    (PRIVATE, "member", "kicked", Kind.BLOCKED), (PRIVATE, "kicked", "member", Kind.UNBLOCKED), (GROUP, "left", "member", Kind.JOINED)])
def test_membership_tells_of_blocks_and_new_groups(chat, before, after, kind):
    change = {"chat": chat, "from": PERSON, "date": 1, "old_chat_member": {"user": BOT, "status": before, "until_date": 0},
              "new_chat_member": {"user": BOT, "status": after, "until_date": 0}}

    assert read({"update_id": 1, "my_chat_member": change}, ME).kind is kind


trees = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.sampled_from(["message", "chat", "from", "id", "type", "text", "photo", "update_id", "data", "is_bot", "x"]), inner, max_size=5), max_leaves=15)


@given(trees)
def test_nothing_that_could_come_raises(tree):
    read({"update_id": 1, "message": tree, "callback_query": tree}, ME)
