"""A receiver of webhooks on loopback that can be told to misbehave."""
from __future__ import annotations

import base64
import hashlib
import hmac
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

HANG_UP, NEVER = "hang up", "never"


class Receiver:
    """`answers` are given in turn: a status, HANG_UP, or NEVER; then 204. `got` has the bodies in order, `headers` theirs."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.got, self.headers = list(answers), [], []
        self._lock, self._closing = Lock(), Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/hook"

    def handled(self) -> list[dict[str, Any]]:
        """What a receiver works on that passes over what it already has, as docs/api.md tells it to."""
        return list({body["id"]: body for body in reversed(self.got)}.values())[::-1]

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                with receiver._lock:
                    receiver.got.append(json.loads(body))
                    receiver.headers.append({**{name.lower(): value for name, value in self.headers.items()}, "body": body})
                    answer = receiver.answers.pop(0) if receiver.answers else 204
                if answer == NEVER:
                    receiver._closing.wait(60)
                if answer in (NEVER, HANG_UP):
                    self.close_connection = True
                    return
                self.send_response(answer)
                if answer in (301, 302, 307, 308):
                    self.send_header("location", receiver.url)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None: ...

        return Handler


def is_signed(headers: dict[str, Any], secret: str) -> bool:
    """As the receiver of docs/api.md checks it."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + headers["body"]
    mine = base64.b64encode(hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()).decode()
    return headers["webhook-signature"] == f"v1,{mine}"
