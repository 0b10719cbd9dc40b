"""The dialogue process of this checkout, with its trained model, on a port of its own."""
from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Callable, Iterator

import pytest

from tests.integration.processes import ROOT, TODAY, Talk, free_port, stop, wait_until_it_answers


@pytest.fixture(scope="session")
def model() -> Path:
    file = ROOT / "models" / "huinong.tar.gz"
    assert file.is_file(), "there is no trained model: run `make train`"
    return file


@pytest.fixture(scope="session")
def logs() -> dict[str, Path]:
    """URL of a dialogue process → what it has written to its log."""
    return {}


@pytest.fixture(scope="session")
def start_dialogue(model: Path, logs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Starts a dialogue process with extra settings; the URL it answers on."""
    running: list[subprocess.Popen] = []

    def start(**settings: str) -> str:
        port, var = free_port(), tmp_path_factory.mktemp("var")
        env = {**os.environ, "HUINONG_TODAY": TODAY, "HUINONG_VAR": str(var), "HUINONG_DIALOGUE_PORT": str(port),
               "DATABASE_URL": f"sqlite:///{var}/conversations.db", **settings}
        with (var / "dialogue.log").open("w") as log:
            running.append(subprocess.Popen([sys.executable, "-m", "bot", "dialogue"], cwd=ROOT, env=env, stdout=log, stderr=log))
        wait_until_it_answers(f"http://127.0.0.1:{port}/webhooks/rest/", running[-1])
        url = f"http://127.0.0.1:{port}"
        logs[url] = var / "dialogue.log"
        return url

    yield start
    for process in running:
        stop(process)


@pytest.fixture(scope="session")
def dialogue_url(start_dialogue: Callable[..., str]) -> str:
    return start_dialogue()


@pytest.fixture
def talk(dialogue_url: str) -> Talk:
    return Talk(dialogue_url, uuid.uuid4().hex)
