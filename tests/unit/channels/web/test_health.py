"""The dialogue process down; healthz; metrics."""
from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.wording import notice
from tests.unit.channels.fake_dialogue import FakeDialogue, reply


def lines(browser: TestClient) -> list[str]:
    return browser.get("/metrics").text.splitlines()


def test_healthz_is_ok_while_the_dialogue_process_answers(browser: TestClient) -> None:
    response = browser.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"web": "ok", "dialogue": "ok"})


def test_healthz_is_503_when_it_does_not(browser: TestClient, dialogue: FakeDialogue) -> None:
    dialogue.down = True
    response = browser.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"web": "ok", "dialogue": "down"})


@pytest.mark.parametrize("fault", ["down", "slow"])
def test_the_page_says_it_is_busy_and_keeps_the_text(browser: TestClient, dialogue: FakeDialogue, fault: str) -> None:
    setattr(dialogue, fault, True)
    response = browser.post("/", data={"message": "危房改造找谁"})
    assert response.status_code == 503
    assert notice("busy") in response.text and ">危房改造找谁</textarea>" in response.text


def test_the_api_says_it_is_busy(browser: TestClient, dialogue: FakeDialogue) -> None:
    dialogue.down = True
    response = browser.post("/api/chat", json={"message": "低保"})
    assert (response.status_code, response.json()) == (503, {"replies": [], "notice": notice("busy")})


def test_the_start_screen_opens_while_the_dialogue_process_is_down(browser: TestClient, dialogue: FakeDialogue) -> None:
    browser.get("/")
    dialogue.down = True
    assert browser.get("/").status_code == 200


def test_the_same_page_works_again_once_the_process_is_back(browser: TestClient, dialogue: FakeDialogue) -> None:
    dialogue.down = True
    assert browser.post("/api/chat", json={"message": "低保"}).status_code == 503
    dialogue.down = False
    assert browser.post("/api/chat", json={"message": "低保"}).status_code == 200


def test_requests_are_counted_by_path_and_status(browser: TestClient, dialogue: FakeDialogue) -> None:
    browser.get("/")
    browser.get("/")
    browser.post("/api/chat", json={"message": ""})
    browser.get("/static/page.css")
    for number in range(3):
        browser.get(f"/probe-{number}")
    found = lines(browser)
    assert 'huinong_web_requests_total{path="/",status="200"} 2.0' in found
    assert 'huinong_web_requests_total{path="/api/chat",status="400"} 1.0' in found
    assert 'huinong_web_requests_total{path="/static",status="200"} 1.0' in found
    assert 'huinong_web_requests_total{path="other",status="404"} 3.0' in found


def test_answers_are_counted_by_how_they_ended(browser: TestClient, dialogue: FakeDialogue) -> None:
    dialogue.answer = [reply("一", "answered"), reply("二", "answered"), reply("三"), reply("四", "new in a later version")]
    browser.post("/api/chat", json={"message": "低保"})
    found = lines(browser)
    assert 'huinong_web_answers_total{status="answered"} 2.0' in found
    assert 'huinong_web_answers_total{status="small_talk"} 1.0' in found
    assert 'huinong_web_answers_total{status="other"} 1.0' in found


def test_turns_are_timed_and_refused_messages_are_no_turns(browser: TestClient) -> None:
    browser.post("/api/chat", json={"message": "低保"})
    browser.post("/", data={"message": "低保"})
    browser.post("/api/chat", json={"message": " "})
    assert "huinong_web_turn_seconds_count 2.0" in lines(browser)


def test_two_apps_in_one_process_count_apart(browser: TestClient) -> None:
    from bot.channels.web.app import create_app

    browser.get("/")
    with TestClient(create_app(FakeDialogue().client())) as other:
        assert not any(line.startswith('huinong_web_requests_total{path="/"') for line in lines(other))
