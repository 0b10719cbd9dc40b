"""`huinong jobs` as it runs: the process sweeps, delivers, and stops on a signal."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue
from threading import Thread
from typing import Any, Iterator

import pytest
import sqlalchemy as sa

from bot.storage.key_file import write_keys
from bot.storage.tables import outbox
from tests.conftest import ROOT
from tests.integration.jobs.office import KEYS

PATIENCE = 120  # seconds, until a test says that nothing comes
ADDRESS = "HUINONG_STAFF_WEBHOOK"


@pytest.fixture
def staff() -> Iterator[tuple[str, "Queue[dict[str, Any]]"]]:
    """An address that takes alerts, and what it got."""
    got: Queue[dict[str, Any]] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.put(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...
    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", got
    server.shutdown()
    server.server_close()


def environment(office, tmp_path, **more: str) -> dict[str, str]:
    write_keys(tmp_path / "keys", KEYS.keys)
    own = {"DATABASE_URL": office.url, "HUINONG_CONTENT": str(office.content), "HUINONG_VAR": str(tmp_path / "var"),
           "HUINONG_KEYS_FILE": str(tmp_path / "keys")}
    return {**os.environ, **own, **more}


def test_an_overdue_clock_is_escalated_delivered_once_and_the_process_stops_on_a_signal(office, tmp_path, staff):
    receipt = office.register("2024-06-03")
    address, got = staff
    log = tmp_path / "log"
    with log.open("w") as lines:
        process = subprocess.Popen([sys.executable, "-m", "bot", "jobs"], cwd=ROOT, env=environment(office, tmp_path, **{ADDRESS: address}),
                                   stderr=lines)
        try:
            alert = got.get(timeout=PATIENCE)
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
            process.wait()

    assert (alert["event"], alert["receipt"], alert["told"]) == ("clock.overdue", receipt, "441400") and got.empty()
    with office.engine.connect() as connection:
        [row] = connection.execute(sa.select(outbox).where(outbox.c.recipient == "staff"))
    assert (row.delivered_at is not None, row.attempts, row.key) == (True, 1, alert["id"])
    events = [json.loads(line) for line in log.read_text().splitlines()]
    assert events[-1]["event"] == "jobs stopped" and not [line for line in events if line["level"] == "error"]
    assert {"event": "job done", "job": "deadline_sweep", "warned": 0, "escalated": 1, "failed": 0}.items() <= next(
        line for line in events if line.get("job") == "deadline_sweep").items()


def test_a_bad_address_for_alerts_is_told_and_nothing_starts(office, tmp_path):
    done = subprocess.run([sys.executable, "-m", "bot", "jobs"], cwd=ROOT, env=environment(office, tmp_path, **{ADDRESS: "nowhere"}),
                          capture_output=True, text=True, timeout=PATIENCE, check=False)

    assert done.returncode == 2 and ADDRESS in done.stderr
