"""What is told without having been asked: it stands in the conversation once, for the page to show when it is opened."""
from __future__ import annotations

import uuid

import httpx
import pytest


@pytest.fixture
def tell(talk):
    def post(**body) -> httpx.Response:
        whole = {"sender": talk.sender, "key": uuid.uuid4().hex, "text": "正在核实", "reply": {"text": "正在核实"}} | body
        return httpx.post(f"{talk.url}/webhooks/rest/notify", json=whole, timeout=60)
    return post


@pytest.fixture
def said(talk):
    def read() -> list[str]:
        turns = httpx.get(f"{talk.url}/webhooks/rest/transcript", params={"sender": talk.sender}, timeout=60).json()
        return [turn["text"] for turn in turns if turn["who"] == "bot"]
    return read


def test_a_notice_stands_in_the_conversation_once_however_often_it_is_sent(talk, tell, said):
    talk.say("你好")

    assert [tell(key="1").json() for _ in range(3)] == [{"told": True}, {"told": False}, {"told": False}]
    assert said().count("正在核实") == 1 and tell(key="2").json() == {"told": True} and said().count("正在核实") == 2


def test_the_conversation_goes_on_after_a_notice_as_if_there_had_been_none(talk, tell):
    talk.say("我是丰都的")
    talk.say("到户产业奖补能给多少钱")
    tell()

    assert "县农业农村委" in talk.say("去哪办")["text"]


def test_a_notice_is_left_out_where_what_it_tells_was_told_already(talk, tell, said):
    talk.say("你好")
    tell(key="1", text="登记好了，回执号 482 109 3753", reply={"text": "登记好了"})

    assert tell(key="2", unless="482 109 3753").json() == {"told": False} and tell(key="3", unless="482 109 3754").json() == {"told": True}


def test_a_conversation_that_does_not_exist_is_none(tell):
    assert tell().status_code == 404


@pytest.mark.parametrize("body", [{"key": ""}, {"sender": 1}, {"text": ""}, {"reply": "x"}, {"key": None}])
def test_what_is_no_notice_is_refused(talk, tell, said, body):
    talk.say("你好")
    before = said()

    assert tell(**body).status_code == 400 and said() == before
