"""With the real dialogue process: a question, a report from tap to receipt, and a turn that is asked for twice."""
from __future__ import annotations

import re
import uuid

import httpx
import pytest
import pytest_asyncio

from tests.integration.conftest import dialogue_url, logs, model, start_dialogue  # noqa: F401
from tests.integration.telegram.conftest import ME, Stage, TelegramServer

pytestmark = pytest.mark.model


@pytest_asyncio.fixture
async def talk(dialogue_url, sqlite):  # noqa: F811
    telegram = TelegramServer()
    await telegram.start()
    stage = Stage(telegram, None, dialogue_url, sqlite)
    await stage.open()
    yield stage
    await stage.close()
    await telegram.stop()


async def test_a_question_is_answered_with_its_source(talk):
    person = talk.person()
    person.says("我在丰都县")
    await talk.answered(count=2)
    person.says("到户产业奖补能给多少")
    answer = (await talk.answered(count=3))[-1]

    assert "2000元" in answer and "依据：" in answer
    shown = talk.telegram.transcript(ME)[-1]
    assert shown.titles and shown.quoted("expandable_blockquote")[0].startswith("依据：")


async def test_a_report_from_the_first_tap_to_its_receipt(talk):
    person = talk.person(ME + 1)
    person.says("/report")
    await talk.answered(person.chat, 2)
    person.taps("我同意，现在就报")
    texts = await talk.answered(person.chat, 3)
    receipt = re.search(r"\d{3} \d{3} \d{4}", texts[-1])
    assert receipt, texts

    person.taps("看病花钱多")
    await talk.answered(person.chat, 4)
    person.says("查进度")
    texts = await talk.answered(person.chat, 5)
    assert receipt.group() in texts[-1]


async def test_the_same_message_again_is_the_same_turn(dialogue_url):  # noqa: F811
    body = {"sender": uuid.uuid4().hex, "message": "我在丰都县", "message_id": "tg.1.0"}
    async with httpx.AsyncClient(base_url=f"{dialogue_url}/webhooks/rest", timeout=30) as client:
        first, again = [(await client.post("/webhook", json=body)).json() for _ in range(2)]
        other = (await client.post("/webhook", json={**body, "message_id": "tg.2.0", "message": "低保怎么申请"})).json()
        turns = (await client.get("/transcript", params={"sender": body["sender"]})).json()

    assert first == again != other
    assert [turn["text"] for turn in turns if turn["who"] == "user"] == ["我在丰都县", "低保怎么申请"]


async def test_a_poster_s_link_leads_to_a_case_of_its_place(talk):
    from bot.channels.telegram.deep_link import parameter

    person = talk.person(ME + 2)
    person.says(f"/start {parameter('500230', '双龙村')}")
    texts = await talk.answered(person.chat, 2)
    assert "您家在重庆市丰都县双龙村。" in texts[0] and "在重庆市丰都县" in texts[0].split("\n", 1)[1]

    person.taps("我同意，现在就报")
    await talk.answered(person.chat, 3)
    person.says("查进度")
    texts = await talk.answered(person.chat, 4)
    assert "回执号" in texts[-1]


async def test_markup_in_a_name_and_a_story_breaks_no_message(talk):
    name, story = "张*三*_丰_", "<b>男人</b>住院*三回*，[借](http://x)了_好多_钱 &amp; `还` ||不起||"
    person = talk.person(ME + 3)
    for said in ("我在丰都县", "我要申报", "我同意，现在就报", "看病花钱多", "给自己家报", name, "跳过", "跳过", story, "跳过", "跳过"):
        person.says(said)
        await talk.until(lambda: "正在查…" not in talk.telegram.bot_texts(person.chat) and _answers_all(talk, person))

    assert any(f"户主{name}、情况已经写上" in text for text in talk.telegram.bot_texts(person.chat))


def _answers_all(talk, person):
    """Whether something of the bot stands below the last thing that the person said, other than keys."""
    shown = talk.telegram.transcript(person.chat)
    asked = max(place for place, each in enumerate(shown) if not each.is_bot)
    return any(each.keyboard is None for each in shown[asked + 1:])
