"""In a group: answers when spoken to, asks nothing personal, moves to a private chat."""
from __future__ import annotations

import asyncio

import pytest

from bot.channels.telegram.wording import words
from bot.storage.tables import telegram_chats, telegram_updates
from tests.integration.storage.case_rows import rows
from tests.telegram_server.rasa import reply
from tests.telegram_server.shapes import BOT

GROUP, NAME = -100_200_300, f"@{BOT['username']}"


@pytest.fixture
def member(stage):
    return stage.person(11, GROUP)


def is_invitation(shown):
    return [button.get("url") for button in shown.buttons] == [f"https://t.me/{BOT['username']}?start=report"]


async def test_talk_among_people_is_left_alone(stage, member):
    member.says("今天赶集不")
    member.says("/help@another_bot")
    member.sends(photo=[{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}])
    await stage.until(lambda: not stage.telegram.unconfirmed)
    await asyncio.sleep(0.1)

    assert stage.rasa.heard == [] and stage.telegram.bot_texts(GROUP) == []
    assert rows(stage.engine, telegram_chats) == [] and {row.payload for row in rows(stage.engine, telegram_updates)} == {""}


async def test_an_answer_of_several_parts_stays_in_the_topic_of_the_question(stage, member):
    stage.rasa.answer = lambda *_: [reply("一", "好"), reply("二", "好")]
    member.says(f"{NAME} 低保怎么申请", message_thread_id=77, is_topic_message=True)
    await stage.answered(GROUP, 2)

    assert [call.params.get("message_thread_id") for call in stage.telegram.calls_of("sendMessage")] == ["77", "77"]


@pytest.mark.parametrize("way", ["mention", "reply"])
async def test_who_speaks_to_the_bot_is_answered_below_the_question(stage, member, way):
    if way == "mention":
        member.says(f"{NAME} 低保怎么申请")
    else:
        member.says(f"{NAME}")
        await stage.answered(GROUP)
        member.says("低保怎么申请", answering=stage.telegram.transcript(GROUP)[-1])
    await stage.until(lambda: "回答：低保怎么申请" in stage.telegram.bot_texts(GROUP))

    asked, answer = stage.telegram.transcript(GROUP)[-2:]
    assert stage.rasa.texts() == ["低保怎么申请"] and answer.reply_to == asked.number
    assert not any(shown.keyboard for shown in stage.telegram.transcript(GROUP))


async def test_two_people_in_a_group_have_a_conversation_each(stage):
    stage.person(11, GROUP).says(f"{NAME} 低保")
    stage.person(12, GROUP).says(f"{NAME} 危房")
    await stage.answered(GROUP, 2)

    assert len({sender for sender, _ in stage.rasa.heard}) == 2


async def test_the_bot_greets_a_group_it_comes_into(stage, member):
    member.changes("left", "member")

    assert await stage.answered(GROUP) == [words()["groups"]["hello"].format(name=BOT["username"])]


@pytest.mark.parametrize("said", ["我要申报", "我同意，现在就报", "查进度"])
async def test_a_report_is_never_opened_there(stage, member, said):
    member.says(f"{NAME} {said}")
    texts = await stage.answered(GROUP)

    assert texts == [words()["groups"]["private"]] and stage.rasa.heard == []
    assert is_invitation(stage.telegram.transcript(GROUP)[-1])


@pytest.mark.parametrize(("about", "leave"), [({"reports": "consent"}, "不报了"), ({"asks": "able_to_work"}, "不查了")])
async def test_where_the_dialogue_asks_about_a_household_the_group_does_not_see_it(stage, member, about, leave):
    stage.rasa.answer = lambda _, message: [reply("您家几口人？", "三口", about=about)]
    member.says(f"{NAME} 家里出事了咋办")
    texts = await stage.answered(GROUP)

    assert texts == [words()["groups"]["private"]] and stage.rasa.texts() == ["家里出事了咋办", leave]


async def test_how_a_case_stands_is_not_told_there(stage, member):
    stage.rasa.answer = lambda *_: [reply("回执号 482 109 3757：正在核实", about={"progress": "status"})]
    member.says(f"{NAME} 我上次报的咋样了")

    assert await stage.answered(GROUP) == [words()["groups"]["private"]]


async def test_numbers_of_a_person_do_not_reach_the_dialogue(stage, member):
    member.says(f"{NAME} 我电话13812345678帮我报一下")

    assert await stage.answered(GROUP) == [words()["groups"]["numbers"]]
    assert stage.rasa.heard == []


async def test_buttons_that_begin_a_report_open_the_private_chat_and_others_work(stage, member):
    stage.rasa.answer = lambda _, message: [reply(f"回答：{message}", "找谁", "我要申报", "低保：我够不够条件")]
    member.says(f"{NAME} 低保")
    await stage.answered(GROUP)
    buttons = {button["text"]: button for button in stage.telegram.transcript(GROUP)[-1].buttons}
    assert "url" in buttons["我要申报"] and "url" in buttons["低保：我够不够条件"]

    stage.person(12, GROUP).taps("找谁")
    await stage.until(lambda: "回答：找谁" in stage.telegram.bot_texts(GROUP))
    assert stage.rasa.heard[0][0] != stage.rasa.heard[1][0]
