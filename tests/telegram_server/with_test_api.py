"""python -m tests.telegram_server.with_test_api: a start, a question and a report with the npm package telegram-test-api as Telegram.

Needs node and npm and the npm registry; the package goes into a temporary folder. Appends what was said to docs/transcripts/telegram.md.
"""
from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Mapping

import httpx

from bench.chat_stage import GatewayProcess
from bench.running import Started, free_port
from tests.telegram_server.play import OUT, SECOND_PART, seen
from tests.telegram_server.shapes import TOKEN, Shown

PACKAGE = "telegram-test-api@4.2.1"
_PATIENCE, _LOOK = 60.0, 0.05  # seconds
_UNDONE = "SELECT 1 FROM telegram_updates WHERE state = 'waiting' UNION SELECT 1 FROM telegram_messages WHERE state IN ('waiting', 'sending')"
# What the package leaves out of its answers or writes otherwise than Telegram, put right on the way out; a line in the log for each call
_SERVER = """
const express = require('express'), TelegramServer = require('telegram-test-api');
const json = express.response.json;
express.response.json = function (body) {
  const method = this.req.path.split('/').pop().toLowerCase();
  const isBot = this.req.path.startsWith('/bot');
  if (isBot) console.log(method);
  if (isBot && method === 'getme') body.result.is_bot = true;
  if (isBot && method === 'editmessagetext') body.result = true;
  if (isBot && method === 'sendmessage') body.result.date = Math.floor(body.result.date / 1000);
  if (isBot && method === 'getupdates') {
    for (const each of body.result) if (each.callback_query) each.callback_query.chat_instance = '1';
    if (!body.result.length) return setTimeout(() => json.call(this, body), 100);
  }
  return json.call(this, body);
};
new TelegramServer({host: '127.0.0.1', port: Number(process.argv[1]), storeTimeout: 600}).start();
"""
_STEPS = (("say", "/start"), ("say", "我在丰都县"), ("say", "到户产业奖补能给多少"), ("tap", "找谁"), ("say", "/report"),
          ("tap", "我同意，现在就报"), ("tap", "都对"), ("tap", "看病花钱多"), ("say", "/status"))
_HEAD = f"""{SECOND_PART}
Written by `.venv/bin/python -m tests.telegram_server.with_test_api`: the same gateway and dialogue, and the npm package {PACKAGE}
in the place of Telegram. What it writes otherwise than Telegram is put right on the way out: `is_bot` of getMe, the result of
editMessageText, seconds in dates, `chat_instance` of a tap. It has no menu, no typing and no long polling; the gateway does without.
"""


class TestApi:
    """The package's server, and one person in front of it through its client API."""

    __test__ = False  # no test for pytest

    def __init__(self, folder: Path) -> None:
        self._folder, self._log, port = folder, folder / "calls.log", free_port()
        self.base_url, self._port, self._seen = f"http://127.0.0.1:{port}", str(port), 0

    def start(self) -> None:
        """Raises RuntimeError where it cannot be had."""
        if not (shutil.which("node") and shutil.which("npm")):
            raise RuntimeError("there is no node or npm on this machine: install them (Debian: apt-get install nodejs npm) and run it again")
        done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(self._folder), PACKAGE], capture_output=True, text=True,
                              check=False)
        if done.returncode:
            raise RuntimeError(f"npm does not install {PACKAGE}:\n{done.stderr[-1000:]}")
        with self._log.open("w") as log:
            self._process = subprocess.Popen(["node", "-e", _SERVER, self._port], cwd=self._folder, stdout=log, stderr=log)
        began = time.monotonic()
        while time.monotonic() - began < _PATIENCE:
            try:
                self._ask("getUpdatesHistory", {"token": TOKEN})
                return
            except httpx.ConnectError:
                time.sleep(_LOOK)
        raise RuntimeError(f"{PACKAGE} does not start:\n{self._log.read_text()[-1000:]}")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()

    def calls_of(self, method: str) -> list[str]:
        return [line for line in self._log.read_text().splitlines() if line == method.lower()]

    def says(self, text: str) -> None:
        self._ask("sendMessage", {**_person(), "text": text})

    def taps(self, title: str) -> None:
        """The button of this title under the last message that has it."""
        number, data = next((each["messageId"], button["callback_data"]) for each in reversed(self._of_bot())
                            for row in (each["message"].get("reply_markup") or {}).get("inline_keyboard", ())
                            for button in row if button["text"] == title)
        who = _person()
        self._ask("sendCallback", {**who, "data": data, "message": {**who, "message_id": number}})

    def new(self) -> list[Shown]:
        """The bot's messages since the last look."""
        found, self._seen = self._of_bot()[self._seen:], len(self._of_bot())
        return [_shown(each) for each in found]

    def _of_bot(self) -> list[dict[str, Any]]:
        history = self._ask("getUpdatesHistory", {"token": TOKEN})["result"]
        return [each for each in history if "chat_id" in each.get("message", {})]

    def _ask(self, path: str, body: Mapping[str, Any]) -> Any:
        return httpx.post(f"{self.base_url}/{path}", json=body, trust_env=False).raise_for_status().json()


def _person() -> dict[str, Any]:
    return {"botToken": TOKEN, "date": int(time.time()), "from": {"id": 77, "first_name": "农户", "is_bot": False},
            "chat": {"id": 77, "first_name": "农户", "type": "private"}}


def _shown(entry: dict[str, Any]) -> Shown:
    message = entry["message"]
    markup = message.get("reply_markup") or {}
    buttons = [button for row in markup.get("inline_keyboard", ()) for button in row]
    return Shown(entry["messageId"], True, message["text"], message.get("entities") or [], buttons, markup.get("keyboard"))


async def _answered(database: Path, count: int) -> None:
    """Until so many updates have come and all is said."""
    for _ in range(int(_PATIENCE / _LOOK)):
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            come = connection.execute("SELECT count(*) FROM telegram_updates").fetchone()[0]
            if come >= count and connection.execute(_UNDONE).fetchone() is None:
                return
        await asyncio.sleep(_LOOK)
    raise TimeoutError(f"{come} of {count} updates were taken within {_PATIENCE} s")


async def run() -> str:
    lines = [_HEAD]
    with tempfile.TemporaryDirectory() as folder, Started(Path(folder)) as start:
        npm = Path(folder) / "npm"
        npm.mkdir()
        server = TestApi(npm)
        server.start()
        try:
            dialogue = start.ours()
            dialogue.wait()
            gateway = GatewayProcess(server, int(dialogue.url.rpartition(":")[2]), dialogue.log.parent)  # type: ignore[arg-type]
            await gateway.start()
            for number, (how, what) in enumerate(_STEPS):
                (server.says if how == "say" else server.taps)(what)
                await _answered(dialogue.log.parent / "huinong.db", number + 1)
                lines += [f"**我：** {what}\n" if how == "say" else f"**我** 点 ［{what}］\n", *seen(server.new())]
            await gateway.end()
        finally:
            server.stop()
    return "\n".join(lines)


def main() -> None:
    try:
        found = asyncio.run(run())
    except RuntimeError as error:
        sys.exit(f"not run: {error}")
    before = OUT.read_text(encoding="utf-8")
    OUT.write_text(before.partition(SECOND_PART)[0] + found, encoding="utf-8")
    sys.stdout.write(f"{OUT.name}: {found.count('**我')} messages of one person through {PACKAGE}\n")
    if "2000元" not in found or "登记好了，回执号" not in found:
        sys.exit("the answer or the receipt is missing")


if __name__ == "__main__":
    main()
