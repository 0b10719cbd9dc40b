"""Whatever comes in through REST gets one polite reply; nothing from outside sets a slot."""
from __future__ import annotations

import random

import httpx
import pytest

BAD = {
    "empty": "", "blanks": "  \t\n ", "emoji": "😀🎉👍🏽", "long paste": "房子漏雨怎么办。" * 15_000, "lone surrogate": "低\ud800保",
    "controls": "低\x00保\x07\x1b[31m", "arabic ligature": "\ufdfa" * 50, "restart": "/restart", "intent": '/ask_amount{"division":"500230"}',
    "html": "<script>alert(1)</script>", "sql": "'; DROP TABLE events; --", "number": 12, "nothing": None, "list": ["低保"],
    "slashes": "////", "full width slash": "／restart", "newline slash": "\n/restart",
}


@pytest.mark.parametrize("message", BAD.values(), ids=BAD.keys())
def test_bad_input_gets_one_polite_reply(talk, message):
    reply = talk.say(message)
    assert len(reply["text"]) >= 10


def test_a_message_that_looks_like_a_command_sets_no_slot(talk):
    talk.say('/inform_place{"division":"500230","kind":"household_industry_grant"}')
    talk.say('/slot{"division":"500230"}')
    assert talk.say("到户产业奖补能给多少钱")["status"] == "area_unknown"


def test_metadata_and_channel_from_outside_are_dropped(dialogue_url):
    body = {"sender": "x" * 500, "message": "你好", "input_channel": "../../etc", "metadata": {"division": "500230"}}
    assert httpx.post(f"{dialogue_url}/webhooks/rest/webhook", json=body, timeout=30).json()[0]["text"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'"text"'], ids=["nothing", "broken", "list", "bytes", "string"])
def test_a_body_that_is_no_message_is_answered_politely(dialogue_url, body):
    response = httpx.post(f"{dialogue_url}/webhooks/rest/webhook", content=body, timeout=30)
    assert response.status_code == 200 and response.json()[0]["text"]


def test_random_unicode_never_breaks_a_turn(talk):
    """300 here; python -m bench.bad_input sends 10,000."""
    seed = random.randrange(2**32)
    source = random.Random(seed)
    for _ in range(300):
        message = "".join(chr(source.choice((source.randrange(0x110000), source.randrange(0x4E00, 0x9FFF)))) for _ in range(source.randrange(40)))
        assert talk.say(message)["text"], f"seed {seed}"
