"""python -m tests.telegram_server.play: plays play.yml through the stand-in server, the gateway and the dialogue; writes the transcript."""
from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Sequence

import yaml

from bench.chat_stage import GatewayProcess
from bench.contestants import TODAY, environment
from bench.running import Started
from tests.telegram_server.chat import Chat
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.shapes import Shown

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "docs" / "transcripts" / "telegram.md"
SECOND_PART = "\n## telegram-test-api\n"  # written by with_test_api.py
_RECEIPT = re.compile(r"回执号 (\d{3} \d{3} \d{4})")
_JPEG = b"\xff\xd8\xff\xe0" + bytes(2_000)
_HEAD = f"""# Telegram, as people see it

Written by `.venv/bin/python -m tests.telegram_server.play` and not edited: the trained model in a dialogue process, the gateway and the jobs
in processes of their own, the stand-in Bot API server of `tests/telegram_server/`. The day is set to {TODAY}. Each message stands as it is
at the end of its turn (lines such as “正在查…” have been replaced by then). ［ ］ are buttons, ▸ is the quote that unfolds.
"""


class Theatre:
    """Everything that runs, and where it keeps its data."""

    def __init__(self, telegram: TelegramServer, var: Path, env: Any) -> None:
        self.telegram, self.var, self.env = telegram, var, env

    async def play(self, number: int, chat: dict[str, Any]) -> list[str]:
        person = Chat(self.telegram, self.telegram.person(6_000_000 + number), self.var / "huinong.db")
        lines = [f"\n## {chat['title']}\n", *([chat["note"] + "\n"] if "note" in chat else [])]
        for step in chat["steps"]:
            [(how, what)] = step.items()
            if how == "staff":
                lines += [f"*（工作人员：`huinong reports {what}`）*\n", *seen(await self._staff(person, what))]
            elif how == "photo":
                lines += [f"**我** 发来一张照片（{what}）\n", *seen(await person.sends_photo(_JPEG))]
            elif how == "tap":
                lines += [f"**我** 点 ［{what}］\n", *seen(await person.taps(what))]
            else:
                lines += [f"**我** 点下面的大按钮 ［{what}］\n" if how == "tap-key" else f"**我：** {what}\n", *seen(await person.says(what))]
        return lines

    async def _staff(self, person: Chat, move: str) -> list[Shown]:
        """What the household is told of it."""
        shown = self.telegram.transcript(person.person.chat)
        receipt = next(found[1] for each in reversed(shown) if (found := _RECEIPT.search(each.text))).replace(" ", "")
        count = len(shown)
        done = await asyncio.to_thread(subprocess.run, [sys.executable, "-m", "bot", "reports", move, receipt, "--by", "王干部"], cwd=ROOT,
                                       env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        await person.until(lambda: len(shown) > count and person.is_quiet())
        return shown[count:]


def seen(shown: Sequence[Shown]) -> list[str]:
    """Messages as Markdown."""
    lines = []
    for each in shown:
        text = each.text
        for quote in each.quoted("expandable_blockquote"):
            text = text.replace(quote, "▸ " + quote)
        buttons = " ".join(f"［{title}］" for title in each.titles)
        keys = " ".join(f"［{key['text']}］" for row in each.keyboard or [] for key in row)
        body = [*text.splitlines(), *filter(None, [buttons, keys and f"（下面的大按钮：{keys}）"])]
        lines.append("\n".join(f"> {line}  " for line in body) + "\n")
        if each is not shown[-1]:
            lines.append("<!-- -->\n")  # else two quotes become one
    return lines


async def run() -> str:
    script = yaml.safe_load(Path(__file__).with_name("play.yml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder, Started(Path(folder)) as start:
        dialogue = start.ours()
        dialogue.wait()
        var, port = dialogue.log.parent, dialogue.url.rpartition(":")[2]
        env = environment(HUINONG_DIALOGUE_PORT=port, HUINONG_VAR=str(var), DATABASE_URL=f"sqlite:///{var / 'huinong.db'}")
        telegram = TelegramServer()
        await telegram.start()
        gateway = GatewayProcess(telegram, int(port), var)
        await gateway.start()
        jobs = subprocess.Popen([sys.executable, "-m", "bot", "jobs"], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)
        try:
            theatre = Theatre(telegram, var, env)
            lines = [line for number, chat in enumerate(script["chats"]) for line in await theatre.play(number, chat)]
        finally:
            jobs.terminate()
            jobs.wait()
            await gateway.end()
            await telegram.stop()
        return "\n".join([_HEAD, *lines])


def main() -> None:
    found = asyncio.run(run())
    before = OUT.read_text(encoding="utf-8") if OUT.is_file() else ""
    kept = before[before.index(SECOND_PART):] if SECOND_PART in before else ""
    OUT.write_text(found + kept, encoding="utf-8")
    sys.stdout.write(f"{OUT.relative_to(ROOT)}: {found.count('**我')} messages of people\n")


if __name__ == "__main__":
    main()
