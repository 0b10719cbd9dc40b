"""The process itself: it starts, answers, survives a kill, ends when it is told to, and says what it lacks."""
from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from tests.integration.processes import ROOT
from tests.integration.telegram.conftest import ME
from tests.telegram_server.rasa import FakeRasa
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.shapes import TOKEN


def environment(tmp_path, **more):
    return {**os.environ, "HUINONG_VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/t.db", **more}


def started(env, log):
    return subprocess.Popen([sys.executable, "-m", "bot", "telegram"], cwd=ROOT, env=env, stdout=log, stderr=log)


async def until(holds, patience=60.0):
    for _ in range(int(patience / 0.02)):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"not within {patience} s")


async def test_a_killed_process_is_gone_on_with_by_the_next_and_sigterm_ends_it_well(tmp_path):
    telegram, rasa = TelegramServer(), FakeRasa()
    await telegram.start()
    port = (await rasa.start()).rpartition(":")[2]
    env = environment(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_BASE_URL=telegram.base_url, HUINONG_DIALOGUE_PORT=port)
    rasa.seconds = 1.0
    person = telegram.person(ME)
    with (tmp_path / "log").open("w") as log:
        process = started(env, log)
        for number in range(3):
            person.says(f"问{number} 13812345678")
        await until(lambda: telegram.bot_texts(ME))
        process.send_signal(signal.SIGKILL)
        process.wait()
        rasa.seconds = 0.0
        process = started(env, log)
        await until(lambda: [text for text in telegram.bot_texts(ME) if text.startswith("回答")] == [
            f"回答：问{number} 13812345678" for number in range(3)])
        await until(lambda: not telegram.unconfirmed)
        process.terminate()
        await until(lambda: process.poll() is not None)
    await telegram.stop()
    await rasa.stop()

    written = (tmp_path / "log").read_text()
    assert process.returncode == 0
    assert TOKEN not in written and "13812345678" not in written and str(ME) not in written
    assert len(rasa.heard) == 3 or rasa.texts()[:2] == ["问0 13812345678"] * 2  # a turn that was cut off may be taken again


@pytest.mark.parametrize(("token", "said"), [("", "TELEGRAM_BOT_TOKEN"), ("999:wrong", "@BotFather")])
async def test_without_a_bot_it_says_how_to_get_one(tmp_path, token, said):
    telegram = TelegramServer()
    await telegram.start()
    env = environment(tmp_path, TELEGRAM_BOT_TOKEN=token, TELEGRAM_BASE_URL=telegram.base_url)
    ended = await asyncio.to_thread(subprocess.run, [sys.executable, "-m", "bot", "telegram"], cwd=ROOT, env=env, capture_output=True, text=True)
    await telegram.stop()

    assert ended.returncode != 0 and said in ended.stdout + ended.stderr
    assert "999:wrong" not in ended.stdout + ended.stderr and "Traceback" not in ended.stderr
