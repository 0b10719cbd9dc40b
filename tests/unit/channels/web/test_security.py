"""What strangers may try."""
from __future__ import annotations

import logging
import re

import httpx
import pytest
from fastapi.testclient import TestClient

from bot.channels.web.app import create_app
from bot.channels.web.visitor import COOKIE
from bot.channels.web.wording import notice
from tests.unit.channels.fake_dialogue import FENGDU, FakeDialogue, answered

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


def everywhere(evil: str) -> dict:
    reference = {key: [evil] if isinstance(value, list) else evil for key, value in FENGDU.items()}
    return {"status": evil, "text": evil, "citation": evil, "references": [reference], "buttons": [{"title": evil, "text": evil}], "about": {}, "code": evil}


def test_markup_in_questions_answers_documents_and_buttons_is_only_text(browser: TestClient, dialogue: FakeDialogue) -> None:
    dialogue.answer = [everywhere(EVIL)]
    page = browser.post("/", data={"message": EVIL}).text
    assert "<script>alert" not in page and "<img" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 10


def test_markup_stays_text_in_the_box_when_the_turn_fails(browser: TestClient, dialogue: FakeDialogue) -> None:
    dialogue.down = True
    page = browser.post("/", data={"message": "</textarea>" + EVIL}).text
    assert "<script>alert" not in page and "&lt;/textarea&gt;" in page


def test_the_javascript_never_writes_markup(browser: TestClient) -> None:
    code = browser.get("/static/chat.js").text
    assert "textContent" in code
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", code)


@pytest.mark.parametrize(("method", "path", "code"), [
    ("GET", "/", 200), ("POST", "/", 400), ("GET", "/healthz", 200), ("GET", "/metrics", 200), ("GET", "/static/page.css", 200),
    ("GET", "/nothing", 404), ("POST", "/api/chat", 400), ("DELETE", "/", 405)])
def test_every_response_carries_the_security_headers(browser: TestClient, method: str, path: str, code: int) -> None:
    response = browser.request(method, path)
    assert response.status_code == code
    assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_conversations_are_never_kept_in_a_cache_and_static_files_are(browser: TestClient) -> None:
    assert browser.get("/").headers["Cache-Control"] == "no-store"
    assert "max-age" in browser.get("/static/page.css").headers["Cache-Control"]


def test_the_conversation_cookie_is_random_and_out_of_reach_for_scripts_and_other_sites(browser: TestClient) -> None:
    first = browser.get("/").headers["Set-Cookie"]
    browser.cookies.clear()
    second = browser.get("/").headers["Set-Cookie"]
    assert "HttpOnly" in first and "SameSite=lax" in first and "Secure" not in first
    assert first.split(";")[0] != second.split(";")[0]


def test_over_https_the_cookie_is_secure(dialogue: FakeDialogue) -> None:
    with TestClient(create_app(dialogue.client()), base_url="https://testserver") as client:
        assert "Secure" in client.get("/").headers["Set-Cookie"]


def test_the_conversation_is_not_taken_from_the_query(browser: TestClient, dialogue: FakeDialogue) -> None:
    token = "A" * 32
    browser.post(f"/api/chat?{COOKIE}={token}&sender={token}", json={"message": "低保", "sender": token})
    browser.cookies.clear()
    browser.cookies.set(COOKIE, token)
    browser.post("/api/chat", json={"message": "低保"})
    assert dialogue.heard[0][0] != dialogue.heard[1][0] and token not in dialogue.heard[0][0]


@pytest.mark.parametrize("forged", ["x", "A" * 31, "A" * 33, "A" * 31 + "%", "../" * 10])
def test_a_cookie_that_is_not_ours_is_replaced(browser: TestClient, forged: str) -> None:
    response = browser.get("/", headers={"Cookie": f"{COOKIE}={forged}"})
    assert forged not in response.headers["Set-Cookie"].split(";")[0].split("=")


def test_the_dialogue_process_does_not_learn_the_cookie(browser: TestClient, dialogue: FakeDialogue) -> None:
    browser.get("/")
    browser.post("/api/chat", json={"message": "低保"})
    assert browser.cookies[COOKIE] not in dialogue.heard[0][0]


@pytest.mark.parametrize(("headers", "code"), [
    ({}, 200),
    ({"Sec-Fetch-Site": "same-origin"}, 200),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "http://behind-a-proxy.example"}, 200),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Sec-Fetch-Site": "same-site"}, 403),
    ({"Origin": "http://testserver"}, 200),
    ({"Origin": "http://testserver:81"}, 403),
    ({"Origin": "http://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Referer": "http://testserver/"}, 200),
    ({"Referer": "http://evil.example/testserver"}, 403),
])
@pytest.mark.parametrize("path", ["/", "/api/chat", "/new"])
def test_a_post_must_come_from_our_own_page(browser: TestClient, dialogue: FakeDialogue, headers: dict[str, str], code: int, path: str) -> None:
    sent = {"json": {"message": "低保"}} if path == "/api/chat" else {"data": {"message": "低保"}}
    response = browser.post(path, headers=headers, **sent)  # type: ignore[arg-type]
    assert response.status_code == code
    if code == 403:
        assert notice("not_from_here") in response.text and dialogue.heard == []


SECRET = "我家的秘密3719"


def test_no_log_holds_what_was_said(browser: TestClient, dialogue: FakeDialogue, caplog: pytest.LogCaptureFixture) -> None:
    def breaking(body: dict[str, str]) -> httpx.Response:
        raise RuntimeError(f"cannot cope with {body['message']}")

    dialogue.answer = [answered(SECRET)]
    with caplog.at_level(logging.DEBUG):
        browser.post("/", data={"message": SECRET})
        browser.post("/api/chat", json={"message": SECRET})
        dialogue.down = True
        browser.post("/api/chat", json={"message": SECRET})
        dialogue.down, dialogue._hear = False, breaking  # type: ignore[method-assign]
        browser.post("/api/chat", json={"message": SECRET})
    assert "dialogue process does not answer" in caplog.text and "request failed" in caplog.text and "RuntimeError" in caplog.text
    assert SECRET not in caplog.text


def test_a_fault_of_ours_is_a_readable_page_with_all_headers(browser: TestClient, dialogue: FakeDialogue) -> None:
    def breaking(body: dict[str, str]) -> httpx.Response:
        raise RuntimeError("broken")

    dialogue._hear = breaking  # type: ignore[method-assign]
    response = browser.post("/", data={"message": "低保"})
    assert response.status_code == 500 and notice("broken") in response.text and "RuntimeError" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/static/../app.py", "/static/%2e%2e/app.py", "/static/"])
def test_nothing_else_is_served(browser: TestClient, path: str) -> None:
    assert browser.get(path).status_code == 404
