"""POST /api/chat, which the page's JavaScript talks to."""
from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.wording import notice, words
from tests.unit.channels.fake_dialogue import GRANT, FakeDialogue, answered, reply


def ask(browser: TestClient, message: str) -> dict[str, Any]:
    body: dict[str, Any] = browser.post("/api/chat", json={"message": message}).json()
    return body


def test_the_answer_comes_whole(browser: TestClient) -> None:
    body = ask(browser, "产业奖补")
    [card] = body["replies"]
    assert body["notice"] is None
    assert (card["status"], card["text"], card["citation"]) == ("answered", GRANT, answered()["citation"])
    assert card["buttons"] == answered()["buttons"]
    assert card["references"][0]["standing"] == "period_ended"


def test_the_answer_has_ready_words_for_the_card(browser: TestClient) -> None:
    [card] = ask(browser, "产业奖补")["replies"]
    assert card["badges"] == ["已到期"] and card["code_line"] == "答复编号 012345"
    assert "".join(card["lines"]) == GRANT
    assert card["references"][0]["issued"] == "2024年4月10日"
    assert card["references"][0]["clause_lines"][1] == "一（二）　巩固提升“三保障”和饮水安全保障水平"


def test_several_replies_keep_their_order_and_only_the_last_offers_more(browser: TestClient, dialogue: FakeDialogue) -> None:
    dialogue.answer = [reply("一"), reply("二")]
    first, last = ask(browser, "你好")["replies"]
    assert (first["text"], first["buttons"]) == ("一", [])
    assert (last["text"], [each["text"] for each in last["buttons"]]) == ("二", words()["examples"])


def test_a_standing_that_is_not_known_here_puts_no_mark(browser: TestClient, dialogue: FakeDialogue) -> None:
    dialogue.answer = [answered() | {"references": [{"title": "甲", "standing": "brand_new", "issued_on": "近日", "clauses": ["一", "二"]}]}]
    [card] = ask(browser, "产业奖补")["replies"]
    assert card["badges"] == [] and card["references"][0]["issued"] == "近日"
    assert card["references"][0]["clause_lines"] == ["一", "二"]


@pytest.mark.parametrize("body", [
    pytest.param(b"", id="nothing"), pytest.param(b"{", id="half"), pytest.param(b"[]", id="a list"), pytest.param(b'{"message": 1}', id="a number"),
    pytest.param(b'{"message": null}', id="null"), pytest.param(b'{"other": "x"}', id="another key"), pytest.param(b"[" * 60_000, id="very deep"),
    pytest.param(b'{"message": "\xff"}', id="not utf-8")])
def test_a_body_that_is_no_question_is_refused_in_plain_words(browser: TestClient, dialogue: FakeDialogue, body: bytes) -> None:
    response = browser.post("/api/chat", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert response.json() == {"replies": [], "notice": notice("unreadable")}
    assert dialogue.heard == []


def test_a_blank_message_is_answered_kindly(browser: TestClient) -> None:
    response = browser.post("/api/chat", json={"message": "  "})
    assert (response.status_code, response.json()["notice"]) == (400, notice("empty"))


def test_an_unknown_address_under_api_answers_in_json(browser: TestClient) -> None:
    response = browser.get("/api/nothing")
    assert (response.status_code, response.json()["notice"]) == (404, notice("not_found"))


def test_control_characters_and_half_surrogates_do_not_go_further(browser: TestClient, dialogue: FakeDialogue) -> None:
    browser.post("/api/chat", content=b'{"message": "\\u0000\\ud83d\\u202e\xe4\xbd\x8e\xe4\xbf\x9d\\u0007"}', headers={"Content-Type": "application/json"})
    assert dialogue.heard[0][1] == "低保"


def test_the_form_and_the_api_share_one_conversation(browser: TestClient, dialogue: FakeDialogue) -> None:
    browser.get("/")
    browser.post("/", data={"message": "我在丰都县"})
    ask(browser, "产业奖补")
    assert dialogue.heard[0][0] == dialogue.heard[1][0]
