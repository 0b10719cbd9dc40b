"""News of a case reaches the chat that reported it, once."""
from __future__ import annotations

import asyncio
from datetime import datetime, timezone

import httpx

from bot.channels.telegram.notices import Notices
from bot.channels.telegram.wording import words
from bot.jobs.chat_messages import ChatMessages
from bot.replies.reply import Button, Reply
from bot.storage.outbox import Letter
from bot.storage.tables import telegram_messages
from tests.integration.storage.case_rows import count
from tests.integration.telegram.conftest import ME

NEWS = Reply(None, "您的申报有新消息。正在核实。", buttons=(Button("查进度", "查进度"),))


def notices(stage):
    return Notices(stage.store, lambda: datetime.now(timezone.utc))


async def known(stage):
    stage.person().says("你好")
    await stage.answered(count=2)
    return stage.rasa.heard[0][0]


async def test_news_comes_by_itself_and_once_however_often_it_is_handed_over(stage):
    sender = await known(stage)
    for _ in range(3):
        assert notices(stage)(sender, "key-1", NEWS)
    await stage.answered(count=3)
    await asyncio.sleep(0.1)

    last = stage.telegram.transcript(ME)[-1]
    assert last.texts == [words()["leads"]["notice"], NEWS.text] and last.titles == ["查进度"]
    assert count(stage.engine, telegram_messages) == 3


async def test_news_for_other_channels_and_for_who_has_blocked_the_bot_is_not_handed_over(stage):
    sender = await known(stage)
    assert not notices(stage)("web-123", "key-1", NEWS)
    assert not notices(stage)("tg-unknown", "key-1", NEWS)

    stage.store.block(stage.store.by_sender(sender).id, datetime.now(timezone.utc))
    assert not notices(stage)(sender, "key-1", NEWS)


async def test_a_letter_of_the_outbox_goes_to_the_conversation_and_to_telegram(stage):
    sender, told = await known(stage), []

    def notify(request):
        told.append(request)
        return httpx.Response(200, json={"told": True})
    deliver = ChatMessages("http://dialogue.test", lambda letter: NEWS, httpx.MockTransport(notify), push=notices(stage))
    for event in ("case.received", "case.verifying"):
        await asyncio.to_thread(deliver, Letter(f"key {event}", event, "chat", sender, {"receipt": "4821093757", "state": "verifying"}))
    texts = await stage.answered(count=3)

    assert len(told) == 2 and texts.count(NEWS.text) == 1
