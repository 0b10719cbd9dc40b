"""Delivery that can be trusted: repeats, disorder, failures, floods, blocks and kills."""
from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.channels.telegram.wording import words
from bot.channels.web.message import tidy
from bot.storage.tables import telegram_chats, telegram_messages, telegram_updates
from bot.storage.telegram import TelegramStore
from tests.integration.storage.case_rows import rows
from tests.integration.telegram.conftest import ME
from tests.telegram_server.rasa import reply
from tests.telegram_server.shapes import BROKEN, CUT, CUT_AFTERWARDS, Fault


def answers(stage, chat=ME):
    """What the person reads of answers in the end; lines that nothing took the place of are none."""
    return [text for text in stage.telegram.bot_texts(chat) if text.startswith("回答")]


async def test_an_update_is_in_the_database_before_telegram_is_told_that_it_came(stage):
    stage.rasa.seconds = 0.3
    update = stage.person().says("你好")
    await stage.until(lambda: not stage.telegram.unconfirmed)

    assert [row.id for row in rows(stage.engine, telegram_updates)] == [update]
    assert answers(stage) == []
    await stage.answered()


async def test_an_update_that_comes_twice_is_answered_once(stage):
    stage.telegram.duplicated = 1.0
    person = stage.person()
    for number in range(10):
        person.says(f"问{number}")
    await stage.answered(count=11)
    await stage.until(lambda: not stage.telegram.unconfirmed)
    await asyncio.sleep(0.1)

    assert answers(stage) == [f"回答：问{number}" for number in range(10)] and len(stage.rasa.heard) == 10


async def test_updates_of_one_batch_are_taken_in_their_order(stage):
    await stage.close()
    stage.telegram.reordered = 1.0
    for number in range(10):
        stage.person().says(f"问{number}")
    await stage.open()
    await stage.answered(count=11)

    assert stage.rasa.texts() == [f"问{number}" for number in range(10)]


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
@pytest.mark.parametrize("fault", [BROKEN, Fault(500), CUT, Fault(429, 1), CUT_AFTERWARDS], ids=["502", "500", "cut", "429", "cut afterwards"])
async def test_a_call_that_fails_is_made_again_and_the_answer_is_seen_once(stage, method, fault):
    stage.telegram.fail(method, fault, fault)
    stage.person().says("你好")

    await stage.until(lambda: answers(stage) == ["回答：你好"])
    stage.person().says("再问")
    await stage.until(lambda: answers(stage) == ["回答：你好", "回答：再问"])


async def test_what_a_flood_limit_asks_for_is_waited(stage):
    stage.telegram.fail("editMessageText", Fault(429, 1))
    stage.person().says("你好")
    await stage.answered()

    first, second = (call.at for call in stage.telegram.calls_of("editMessageText"))
    assert second - first >= 1.0


async def test_updates_are_fetched_again_after_a_failure(stage):
    await stage.close()
    stage.telegram.fail("getUpdates", BROKEN, CUT)
    await stage.open()
    stage.person().says("你好")

    await stage.answered()


async def test_who_has_blocked_the_bot_gets_nothing_until_writing_again(stage):
    stage.telegram.blocked.add(ME)
    stage.person().says("你好")
    await stage.until(lambda: rows(stage.engine, telegram_chats) and rows(stage.engine, telegram_chats)[0].blocked_at)
    await stage.until(lambda: not rows(stage.engine, telegram_updates, state="waiting"))
    assert answers(stage) == []

    stage.telegram.blocked.clear()
    stage.person().says("我回来了")
    await stage.until(lambda: answers(stage) == ["回答：我回来了"])
    assert rows(stage.engine, telegram_chats)[0].blocked_at is None


async def test_telegram_tells_of_a_block(stage):
    stage.person().says("你好")
    await stage.answered()
    stage.person().changes("member", "kicked")

    await stage.until(lambda: rows(stage.engine, telegram_chats)[0].blocked_at)


async def test_a_line_that_was_deleted_is_written_anew(stage):
    stage.rasa.seconds = 0.3
    stage.person().says("你好")
    await stage.until(lambda: stage.telegram.bot_texts(ME))
    stage.telegram.chats[ME] = [shown for shown in stage.telegram.chats[ME] if not shown.is_bot]

    await stage.answered(count=2)
    assert answers(stage) == ["回答：你好"]


async def test_a_message_that_telegram_refuses_comes_without_its_buttons(stage):
    stage.rasa.answer = lambda *_: [reply("回答", "好")]
    stage.telegram.fail("editMessageText", Fault(400), Fault(400))
    stage.person().says("你好")
    await stage.answered()

    assert stage.telegram.transcript(ME)[1].titles == []


async def test_a_dialogue_that_is_away_for_a_moment_is_waited_for(stage):
    stage.rasa.is_down = True
    stage.person().says("你好")
    await asyncio.sleep(0.4)
    stage.rasa.is_down = False
    await stage.until(lambda: answers(stage) == ["回答：你好"])


async def test_a_dialogue_that_stays_away_is_told_with_a_button_to_ask_again(stage, monkeypatch):
    monkeypatch.setattr("bot.channels.telegram.answers._PAUSES", (0.01,))
    stage.rasa.is_down = True
    stage.person().says("低保怎么申请")
    texts = await stage.answered()
    stage.rasa.is_down = False
    stage.person().taps(words()["again"])
    await stage.answered(count=2)

    assert texts == [words()["busy"]] and stage.rasa.texts() == ["低保怎么申请"]


async def test_a_failure_nobody_foresaw_is_answered_with_regret_and_the_chat_goes_on(stage, monkeypatch):
    def fail(text):
        if "坏" in text:
            raise ZeroDivisionError
        return tidy(text)
    monkeypatch.setattr("bot.channels.telegram.chat_worker._PAUSE", 0.01)
    monkeypatch.setattr("bot.channels.telegram.answers.tidy", fail)
    stage.person().says("坏的")
    stage.person().says("好的")
    await stage.until(lambda: answers(stage) == ["回答：好的"])

    assert words()["broken"] in stage.telegram.bot_texts(ME)


async def test_what_comes_while_the_chat_is_busy_knows_what_was_done_before(stage):
    stage.rasa.answer = lambda *_: [reply("回答", "好")]
    stage.person().says("你好")
    await stage.answered()
    stage.rasa.seconds = 0.3
    for _ in range(2):
        stage.person().taps("好")
        await asyncio.sleep(0.1)
    await stage.answered(count=3)

    await stage.until(lambda: not rows(stage.engine, telegram_updates, state="waiting"))
    assert stage.rasa.texts() == ["你好", "好"]


async def test_a_double_tap_is_one_tap_however_long_the_first_one_takes(stage, monkeypatch):
    monkeypatch.setattr("bot.channels.telegram.answers._DOUBLE_TAP", timedelta(seconds=0.5))
    stage.rasa.answer = lambda *_: [reply("回答", "好")]
    stage.person().says("你好")
    await stage.answered()
    stage.rasa.seconds = 1.0
    stage.person().taps("好", times=2)
    await stage.answered(count=3)

    await stage.until(lambda: not rows(stage.engine, telegram_updates, state="waiting"))
    assert stage.rasa.texts() == ["你好", "好"]


async def test_people_are_heard_while_calls_hang(stage, monkeypatch):
    await stage.close()
    monkeypatch.setattr("bot.channels.telegram.api._CONNECTIONS", 2)
    await stage.open()
    stage.telegram.fail("sendMessage", *[Fault(hangs=10.0)] * 2)
    for number in range(2):
        stage.person(ME + number).says("你好")
    await stage.until(lambda: len(stage.telegram.calls_of("sendMessage")) == 2)
    late = stage.person(ME + 2).says("有人吗")

    await stage.until(lambda: late not in stage.telegram.unconfirmed)
    assert len(stage.telegram.calls_of("sendMessage")) == 2  # they still hang
    assert [row.id for row in rows(stage.engine, telegram_updates)][-1] == late


async def test_keys_that_may_not_have_come_are_shown_with_the_next_answer(stage):
    stage.telegram.on_call = lambda call: stage.telegram.fail("sendMessage", CUT) if "keyboard" in str(call.params.get("reply_markup")) \
        and len(stage.telegram.calls_of("sendMessage")) == 2 else None
    stage.person().says("你好")
    await stage.until(lambda: answers(stage) == ["回答：你好"] and not rows(stage.engine, telegram_messages, state="sending"))
    assert not any(shown.keyboard for shown in stage.telegram.transcript(ME))

    stage.person().says("再问")
    await stage.until(lambda: any(shown.keyboard for shown in stage.telegram.transcript(ME)))


async def test_where_telegram_takes_no_answer_a_line_of_regret_stands(stage):
    stage.telegram.fail("editMessageText", *[Fault(400)] * 3)
    stage.person().says("你好")

    await stage.until(lambda: stage.telegram.bot_texts(ME)[:1] == [words()["broken"]])


async def test_half_a_character_holds_nobody_up(stage):
    stage.person().says("\ud83d低保")
    stage.person(ME + 1).says("你好")

    await stage.until(lambda: answers(stage, ME + 1) == ["回答：你好"])


async def test_a_database_that_is_away_for_a_moment_loses_nothing(stage, monkeypatch):
    monkeypatch.setattr("bot.channels.telegram.chat_worker._LONG_PAUSE", 0.01)
    monkeypatch.setattr("bot.channels.telegram.chat_worker._PAUSE", 0.01)
    failing, finish, read = [True, True, True], TelegramStore.finish, TelegramStore.next

    def fails(call):
        def called(*arguments):
            if failing and failing.pop():
                raise sa.exc.OperationalError("", {}, Exception())
            return call(*arguments)
        return called
    monkeypatch.setattr(TelegramStore, "finish", fails(finish))
    monkeypatch.setattr(TelegramStore, "next", fails(read))
    for number in range(3):
        stage.person().says(f"问{number}")
    await stage.until(lambda: len(answers(stage)) == 3)

    assert failing == [] and answers(stage) == [f"回答：问{number}" for number in range(3)] and len(stage.rasa.heard) == 3


@pytest.mark.parametrize("moment", ["turn", "edit", "lead"])
async def test_a_gateway_that_is_killed_is_gone_on_with(stage, moment):
    """Killed while the dialogue works, while the answer is put in its place, while the line is sent."""
    if moment == "turn":
        stage.rasa.seconds = 1.0
    stage.telegram.fail({"turn": "none", "edit": "editMessageText", "lead": "sendMessage"}[moment], Fault(is_done=True, hangs=30.0))
    for number in range(3):
        stage.person().says(f"问{number}")
    await stage.until(lambda: stage.telegram.calls_of({"turn": "sendMessage", "edit": "editMessageText", "lead": "sendMessage"}[moment]))
    await asyncio.sleep(0.1)
    await stage.close(grace=0)
    stage.rasa.seconds = 0
    await stage.open()

    await stage.until(lambda: len(answers(stage)) == 3)
    assert answers(stage) == [f"回答：问{number}" for number in range(3)]


async def test_a_shutdown_finishes_what_it_began_and_leaves_the_rest_for_the_next(stage):
    stage.rasa.seconds = 0.3
    for number in range(3):
        stage.person().says(f"问{number}")
    await stage.until(lambda: stage.telegram.bot_texts(ME))
    await stage.close()

    assert answers(stage) == ["回答：问0"]
    await stage.open()
    await stage.until(lambda: answers(stage) == [f"回答：问{number}" for number in range(3)])


async def test_keys_that_may_have_been_shown_are_not_shown_twice(stage):
    stage.telegram.fail("sendMessage", Fault(status=0, is_done=True, hangs=0.0))  # the line: an orphan at worst
    stage.person().says("你好")
    await stage.until(lambda: answers(stage) == ["回答：你好"])
    await stage.until(lambda: any(shown.keyboard for shown in stage.telegram.transcript(ME)))
    await stage.close()
    await stage.open()
    await asyncio.sleep(0.1)

    assert sum(shown.keyboard is not None for shown in stage.telegram.transcript(ME)) == 1


async def test_what_was_sent_leaves_nothing_of_it_in_the_database(stage):
    stage.person().says("我的电话是13812345678")
    await stage.answered(count=2)
    await stage.until(lambda: not rows(stage.engine, telegram_messages, state="waiting"))

    everything = repr([rows(stage.engine, table) for table in (telegram_chats, telegram_updates, telegram_messages)])
    assert "13812345678" not in everything and str(ME) not in everything
    assert [row.payload for row in rows(stage.engine, telegram_updates)] == [""]
    assert all(len(row.body) < 200 for row in rows(stage.engine, telegram_messages))
