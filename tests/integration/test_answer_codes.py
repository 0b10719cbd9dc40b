"""A real conversation leaves its answers in the ledger, and a stop reaches the running process at once."""
from __future__ import annotations

import os
import subprocess
import sys
import uuid
from typing import Callable

import httpx
import pytest
import sqlalchemy as sa

from bot.knowledge.lookup import Status
from tests.integration.processes import ROOT, TODAY, Talk

CONVERSATION = ["到户产业奖补能给多少钱", "我是丰都的", "去哪办", "那要多久？", "还有效吗", "文件依据", "还有呢", "再说一遍", "脱贫人口小额信贷最多能贷多少", "低保要什么材料",
                "今天股票涨了没有", "帮帮我", "你们有哪些地方的文件", "谢谢", "转人工", "我要申报", "我现在在河南兰考县", "低保怎么申请", "我是五华的", "呜呜呜哇哇", "我不想活了"]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('ledger')}/huinong.db"


@pytest.fixture(scope="module")
def url(start_dialogue: Callable[..., str], database: str) -> str:
    return start_dialogue(DATABASE_URL=database)


@pytest.fixture
def talk(url: str) -> Talk:
    return Talk(url, uuid.uuid4().hex)


@pytest.fixture
def huinong(database: str) -> Callable[..., subprocess.CompletedProcess]:
    """Runs `huinong answers …` on the database of the process."""
    def run(*words: str) -> subprocess.CompletedProcess:
        env = {**os.environ, "DATABASE_URL": database, "HUINONG_TODAY": TODAY}
        return subprocess.run([sys.executable, "-m", "bot", "answers", *words], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    return run


def rows(database: str) -> list[dict]:
    with sa.create_engine(database, future=True).connect() as connection:
        return [dict(row._mapping) for row in connection.execute(sa.text("SELECT * FROM answers ORDER BY id"))]


def test_no_answer_leaves_without_a_code_but_small_talk_and_danger_do(talk):
    statuses = set()
    for message in CONVERSATION:
        reply = talk.say(message)
        assert bool(reply["code"]) == (reply["status"] not in (None, Status.CRISIS.value)), (message, reply["status"])
        statuses.add(reply["status"])

    assert {None, "crisis", "answered", "area_unknown", "out_of_scope", "not_in_your_area"} <= statuses


def test_the_text_for_every_channel_ends_with_the_code_and_the_transcript_has_it(talk):
    talk.say("我是丰都的")
    text, card = talk.post("到户产业奖补能给多少钱")
    code = card["custom"]["reply"]["code"]

    assert len(code) == 6 and text["text"].endswith(f"答复编号 {code}")
    said = httpx.get(f"{talk.url}/webhooks/rest/transcript", params={"sender": talk.sender}, timeout=20).json()
    assert said[-1]["reply"]["code"] == code


def test_the_ledger_has_the_answer_and_the_question_that_waited_for_the_place_but_nobody_s_number(talk, huinong, database):
    talk.say("我叫张三丰，电话13912345678，到户产业奖补能给多少钱")
    reply = talk.say("我是丰都的")
    shown = huinong("show", reply["code"]).stdout

    assert "到户产业奖补能给多少钱 / 我是丰都的" in shown and reply["text"] in shown and f"content for {TODAY}: the same" in shown
    assert huinong("replay", reply["code"]).returncode == 0
    assert not [row for row in rows(database) for secret in ("张三丰", "13912345678", talk.sender) if secret in str(row)]


def test_a_stop_reaches_the_running_process_with_the_next_message(talk, huinong):
    talk.say("我是丰都的")
    assert huinong("stop", "--reason", "the figure is being checked", "--place", "500230", "--kind", "household_industry_grant").returncode == 0
    stopped = talk.say("到户产业奖补能给多少钱")
    other = talk.say("低保怎么申请")
    assert huinong("resume", "--reason", "it was right").returncode == 0

    assert stopped["status"] == "handed_over" and "2000" not in stopped["text"] and "12317" in stopped["text"] and stopped["code"]
    assert other["status"] != "handed_over" and talk.say("到户产业奖补能给多少钱")["status"] == "answered"
