"""Alerts of staff go to the one address of the settings."""
from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from bot.jobs.outbox import Undelivered
from bot.jobs.staff_alerts import StaffAlerts
from bot.storage.outbox import Letter

LETTER = Letter("key-1", "clock.overdue", "staff", "500000", {"event": "clock.overdue", "receipt": "4821093757", "due_on": "2024-06-18"})


@pytest.fixture
def receiver():
    """A web server of the test's own: `status` is what it answers, `got` what it was sent."""
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.server.got.append((self.path, dict(self.headers), json.loads(self.rfile.read(int(self.headers["content-length"])))))
            self.send_response(self.server.status)
            self.send_header("location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_):
            pass
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.status = [], 200
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def alerts(server: HTTPServer) -> StaffAlerts:
    return StaffAlerts(f"http://127.0.0.1:{server.server_port}/alerts?key=k", is_production=False)


def test_an_alert_is_posted_with_its_key_and_what_it_says(receiver):
    alerts(receiver)(LETTER)

    [(path, headers, body)] = receiver.got
    assert path == "/alerts?key=k" and headers["webhook-id"] == "key-1"
    assert body == {"id": "key-1", "event": "clock.overdue", "receipt": "4821093757", "due_on": "2024-06-18"}


@pytest.mark.parametrize("status", [300, 302, 404, 500])
def test_what_is_not_taken_is_tried_again(receiver, status):
    receiver.status = status
    with pytest.raises(Undelivered) as error:
        alerts(receiver)(LETTER)

    assert error.value.why == f"HTTP {status}" and len(receiver.got) == 1


@pytest.mark.parametrize("status", [200, 204, 299])
def test_any_2xx_is_a_delivery(receiver, status):
    receiver.status = status
    alerts(receiver)(LETTER)

    assert len(receiver.got) == 1


def test_a_receiver_that_is_down_is_tried_again(receiver):
    to = alerts(receiver)
    receiver.shutdown()
    receiver.server_close()
    with pytest.raises(Undelivered, match="ConnectError"):
        to(LETTER)


@pytest.mark.parametrize("url", ["alerts", "http://example.cn/a", "https://u:p@example.cn/a"])
def test_a_bad_address_is_told_with_its_setting(url):
    with pytest.raises(ValueError, match="HUINONG_STAFF_WEBHOOK: "):
        StaffAlerts(url, is_production=True)
