"""The dialogue process down; healthz; metrics."""
from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.app import create_app
from bot.channels.web.health import LATE
from bot.channels.web.wording import notice
from bot.storage.backlog import Backlog
from tests.unit.channels.fake_dialogue import FakeDialogue, reply


def lines(browser: TestClient) -> list[str]:
    return browser.get("/metrics").text.splitlines()


def test_healthz_is_ok_while_the_dialogue_process_answers(browser: TestClient) -> None:
    response = browser.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"web": "ok", "dialogue": "ok", "outbox": "unknown"})


def test_healthz_is_503_when_it_does_not(browser: TestClient, dialogue: FakeDialogue) -> None:
    dialogue.down = True
    response = browser.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"web": "ok", "dialogue": "down", "outbox": "unknown"})


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


NOON = datetime(2026, 11, 22, 4, tzinfo=timezone.utc)


@pytest.fixture
def seen(dialogue: FakeDialogue, monkeypatch: pytest.MonkeyPatch):
    """What /healthz says of the outbox and /metrics of the jobs, at NOON, with this left undone."""
    monkeypatch.setattr("bot.clock.now", lambda: NOON)

    def look(backlog: Backlog | None) -> tuple[int, str, dict[str, str]]:
        with TestClient(create_app(dialogue.client(), backlog=lambda: backlog)) as client:
            health = client.get("/healthz")
            told = dict(line.split(" ") for line in lines(client) if line.startswith(("huinong_outbox", "huinong_clocks")))
            return health.status_code, health.json()["outbox"], told
    return look


@pytest.mark.parametrize(("waits", "said"), [(LATE - timedelta(seconds=1), "ok"), (LATE, "ok"), (LATE + timedelta(seconds=1), "late")])
def test_healthz_says_when_a_message_waits_longer_than_it_may_and_the_page_stays_up(seen, waits: timedelta, said: str) -> None:
    assert seen(Backlog(1, NOON - waits, 0, 0))[:2] == (200, said)


def test_with_nothing_waiting_the_outbox_is_ok_whatever_was_given_up(seen) -> None:
    assert seen(Backlog(0, None, 7, 0))[:2] == (200, "ok")


def test_the_metrics_tell_what_the_jobs_left_undone(seen) -> None:
    assert seen(Backlog(3, NOON - timedelta(seconds=90), 2, 1))[2] == {
        "huinong_outbox_waiting": "3.0", "huinong_outbox_oldest_seconds": "90.0", "huinong_outbox_dead": "2.0", "huinong_clocks_unescalated": "1.0"}


def test_where_no_database_tells_the_metrics_say_that_they_do_not_know(seen) -> None:
    assert set(seen(None)[2].values()) == {"NaN"}
