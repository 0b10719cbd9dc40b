"""Replies as messages."""
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.rasa_client import ChatReply
from bot.channels.telegram.message import BLOCKQUOTE, Entity, Outgoing, Tap, from_json
from bot.channels.telegram.rendering import rendered, said
from bot.channels.telegram.splitting import LIMIT, units
from bot.replies.reply import Button, Reference

anything = st.text(st.characters(exclude_categories=()), max_size=200)


def test_text_sources_and_code_stand_below_each_other():
    message, = rendered([ChatReply("答案", citation="依据：某文件", code="012345", buttons=(Button("找谁", "低保：找谁"),))])

    assert message.text.split("\n")[:2] == ["答案", "依据：某文件"] and "012345" in message.text.split("\n")[2]
    assert message.entities == (Entity(BLOCKQUOTE, 3, 6),) and message.taps == (Tap("找谁", "低保：找谁"),)


def test_offsets_count_emoji_and_rare_characters_twice():
    message, = rendered([ChatReply("😀𠮷", citation="依据：𠮷")])

    assert message.entities == (Entity(BLOCKQUOTE, 5, 5),)


def test_who_issued_a_document_and_when_stands_in_the_quote_once_without_the_editor_s_notes():
    reference = Reference("d", "t", None, "县委", "2024-04-10", "in_force", "2024年", (), (), ("缺一页",))
    message, = rendered([ChatReply("答案", citation="依据", references=(reference, reference))])

    assert message.text == "答案\n依据\n发文的是县委，2024年4月10日，管2024年"


def test_sources_that_have_no_room_below_the_text_get_messages_of_their_own():
    citation = "依据：" + "某文件第一条。" * 700
    found = rendered([ChatReply("字" * LIMIT, citation=citation, buttons=(Button("好", "好"),))])

    assert [units(message.text) <= LIMIT for message in found] == [True] * 3
    assert found[0].entities == () and all(message.entities == (Entity(BLOCKQUOTE, 0, units(message.text)),) for message in found[1:])
    assert [bool(message.taps) for message in found] == [False, False, True] and [message.lead for message in found] == ["answer", "more", "more"]


def test_a_reply_without_text_is_no_message():
    assert rendered([ChatReply(" \n")]) == []


@given(anything, anything, anything)
def test_whatever_a_reply_says_entities_lie_within_the_text(text, citation, code):
    for message in rendered([ChatReply(text, citation=citation, code=code)]):
        assert message.text.strip() == message.text and 0 < units(message.text) <= LIMIT
        assert all(each.offset >= 0 and each.length > 0 and each.offset + each.length <= units(message.text) for each in message.entities)
        message.text.encode()


@given(anything)
def test_a_message_comes_back_from_the_database_as_it_was(text):
    message = Outgoing(text, (Entity("bold", 0, 1),), (Tap("a", text), Tap("b", url="https://x")), "main", "more", 5)

    assert from_json(message.as_json()) == message


def test_after_sending_only_the_buttons_are_kept():
    assert from_json(said("秘密", Button("好", "好的")).kept()) == Outgoing("", taps=(Tap("好", "好的"),))
    assert said("秘密").kept() == "" == said("秘密", Tap("私下说", url="https://x")).kept()
