"""How long, how large, how often."""
from __future__ import annotations

import asyncio
import secrets
from typing import Any, Iterator

import pytest
from fastapi.testclient import TestClient
from starlette.requests import Request

from bot.channels.web import rate_limit
from bot.channels.web.doors import MOST_BYTES
from bot.channels.web.message import MOST, tidy
from bot.channels.web.rate_limit import PER_ADDRESS, PER_VISITOR, WINDOW, RateLimit
from bot.channels.web.visitor import COOKIE, visitor
from bot.channels.web.wording import notice
from tests.unit.channels.fake_dialogue import FakeDialogue

FRAME = len(b'{"message":""}')


def codes(browser: TestClient, times: int) -> list[int]:
    return [browser.post("/api/chat", json={"message": "低保"}).status_code for _ in range(times)]


def test_five_thousand_characters_are_read_in_full() -> None:
    for length in (MOST - 1, MOST):
        assert tidy("长" * length).text == "长" * length and not tidy("长" * length).cut


def test_one_more_is_cut_in_the_middle_and_keeps_beginning_and_question() -> None:
    found = tidy("我在丰都县" + "长" * MOST + "低保怎么申请")
    assert found.cut and len(found.text) == MOST
    assert found.text.startswith("我在丰都县") and found.text.endswith("低保怎么申请")


def test_a_long_story_is_answered_with_a_friendly_note(browser: TestClient, dialogue: FakeDialogue) -> None:
    body = browser.post("/api/chat", json={"message": "长" * (MOST + 1)}).json()
    assert body["notice"] == notice("cut") and len(body["replies"]) == 1
    assert len(dialogue.heard[0][1]) == MOST


def test_a_long_story_fits_through_the_form_too(browser: TestClient, dialogue: FakeDialogue) -> None:
    response = browser.post("/", files={"message": (None, "长" * 20_000)})  # multipart, as the page sends it
    assert response.status_code == 200 and notice("cut") in response.text
    assert len(dialogue.heard[0][1]) == MOST


@pytest.mark.parametrize(('size', 'code'), [(MOST_BYTES - 1, 200), (MOST_BYTES, 200), (MOST_BYTES + 1, 413)])
def test_a_body_may_have_64_kilobytes(browser: TestClient, size: int, code: int) -> None:
    response = browser.post("/api/chat", content=b'{"message":"' + b"a" * (size - FRAME) + b'"}', headers={"Content-Type": "application/json"})
    assert response.status_code == code


def test_a_body_that_does_not_say_how_large_it_is_is_counted(browser: TestClient, dialogue: FakeDialogue) -> None:
    def pieces(number: int) -> Iterator[bytes]:
        yield b'{"message":"'
        for _ in range(number):
            yield b"a" * 1024
        yield b'"}'

    headers = {"Content-Type": "application/json"}
    assert browser.post("/api/chat", content=pieces(63), headers=headers).status_code == 200
    response = browser.post("/api/chat", content=pieces(64), headers=headers)
    assert (response.status_code, response.json()["notice"]) == (413, notice("too_big"))
    assert len(dialogue.heard) == 1


def test_a_body_announced_as_too_large_is_not_even_read(browser: TestClient) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        raise AssertionError("read all the same")

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"testserver"), (b"content-length", str(MOST_BYTES + 1).encode())]
    scope = {"type": "http", "method": "POST", "path": "/api/chat", "raw_path": b"/api/chat", "root_path": "", "scheme": "http",
             "query_string": b"", "headers": headers, "client": ("10.0.0.1", 1), "server": ("testserver", 80)}
    asyncio.run(browser.app(scope, receive, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 413


@pytest.mark.parametrize(("one", "other", "same"), [
    ("10.0.0.1", "10.0.0.1", True), ("10.0.0.1", "10.0.0.2", False), ("::ffff:10.0.0.1", "::ffff:10.0.0.2", False),
    ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", True), ("2001:db8:0:1::1", "2001:db8:0:2::1", False), ("unix", "unix", True)])
def test_a_whole_ipv6_network_counts_as_one_address(one: str, other: str, same: bool) -> None:
    def address(host: str) -> str:
        return visitor(Request({"type": "http", "headers": [], "client": (host, 1)})).address

    assert (address(one) == address(other)) is same


def test_a_form_that_is_too_large_gets_a_readable_page(browser: TestClient) -> None:
    response = browser.post("/", data={"message": "a" * MOST_BYTES})
    assert response.status_code == 413 and notice("too_big") in response.text


def test_thirty_messages_a_minute_pass_and_the_next_does_not(browser: TestClient) -> None:
    browser.get("/")
    assert codes(browser, PER_VISITOR) == [200] * 30
    assert codes(browser, 1) == [429]


def test_the_wait_is_over_after_a_minute(browser: TestClient, clock: Any) -> None:
    browser.get("/")
    codes(browser, PER_VISITOR)
    clock.seconds += WINDOW - 0.1
    assert codes(browser, 1) == [429]
    clock.seconds += 0.1
    assert codes(browser, 1) == [200]


def test_who_is_too_fast_is_told_so_and_keeps_the_text(browser: TestClient, dialogue: FakeDialogue) -> None:
    browser.get("/")
    codes(browser, PER_VISITOR)
    response = browser.post("/", data={"message": "危房改造找谁"})
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert notice("too_many") in response.text and ">危房改造找谁</textarea>" in response.text
    assert len(dialogue.heard) == PER_VISITOR


def test_another_visitor_is_not_held_up(browser: TestClient) -> None:
    browser.get("/")
    codes(browser, PER_VISITOR + 1)
    browser.cookies.clear()
    browser.get("/")
    assert codes(browser, 1) == [200]


def test_throwing_the_cookie_away_does_not_help(browser: TestClient) -> None:
    found = []
    for _ in range(PER_VISITOR + 1):
        browser.cookies.clear()
        found += codes(browser, 1)
    assert found == [200] * PER_VISITOR + [429]


def test_making_up_cookies_does_not_help(browser: TestClient) -> None:
    found = []
    for _ in range(PER_ADDRESS + 1):
        browser.cookies.clear()
        browser.cookies.set(COOKIE, secrets.token_urlsafe(24))
        found += codes(browser, 1)
    assert found == [200] * PER_ADDRESS + [429]


def test_refused_messages_do_not_lengthen_the_wait() -> None:
    now = [0.0]
    limit = RateLimit(2, lambda: now[0])
    assert [limit.allow("a") for _ in range(5)] == [True, True, False, False, False]
    now[0] = WINDOW
    assert limit.allow("a")


def test_the_memory_of_visitors_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "_MOST_KEYS", 10)
    now = [0.0]
    limit = RateLimit(1, lambda: now[0])
    for number in range(35):
        now[0] += 0.001
        limit.allow(number)
        assert len(limit._seen) <= 10


def test_quiet_visitors_are_forgotten_before_busy_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "_MOST_KEYS", 2)
    now = [0.0]
    limit = RateLimit(1, lambda: now[0])
    limit.allow("quiet")
    now[0] = WINDOW
    limit.allow("busy")
    limit.allow("new")
    assert not limit.allow("busy")
