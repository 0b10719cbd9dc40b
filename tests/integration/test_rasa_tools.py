"""Any Rasa developer's way works too, and says the same: `rasa run` beside `rasa run actions`, and `rasa test`."""
from __future__ import annotations

import os
import subprocess
import sys
import uuid

import pytest
import yaml

from tests.integration.processes import ROOT, TODAY, Talk, free_port, same, stop, wait_until_it_answers

ENVIRONMENT = {"HUINONG_TODAY": TODAY, "RASA_TELEMETRY_ENABLED": "false", "OMP_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
CONVERSATION = ["我是丰都的", "到户产业奖补能给多少钱", "去哪办", "还有效吗", "我现在在梅州，那边呢", "低保怎么申请", "今天股票涨了没有", "谢谢"]


@pytest.fixture(scope="module")
def standard_url(model, tmp_path_factory):
    """`rasa run` with `rasa run actions`, each a process of its own."""
    folder, port, action_port = tmp_path_factory.mktemp("rasa"), free_port(), free_port()
    endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    endpoints["action_endpoint"]["url"] = f"http://127.0.0.1:{action_port}/webhook"
    (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    commands = [["run", "actions", "--port", str(action_port)],
                ["run", "--port", str(port), "--interface", "127.0.0.1", "--model", str(model), "--endpoints", str(folder / "endpoints.yml")]]
    env = {**os.environ, **ENVIRONMENT, "HUINONG_VAR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/answers.db"}
    processes = []
    with (folder / "rasa.log").open("w") as log:
        for command in commands:
            processes.append(subprocess.Popen([sys.executable, "-m", "rasa", *command], cwd=ROOT, env=env, stdout=log, stderr=log))
    try:
        wait_until_it_answers(f"http://127.0.0.1:{action_port}/health", processes[0])
        wait_until_it_answers(f"http://127.0.0.1:{port}/webhooks/rest/", processes[1])
        yield f"http://127.0.0.1:{port}"
    finally:
        for process in processes:
            stop(process)


def test_the_standard_processes_give_the_same_answers_as_ours(standard_url, dialogue_url):
    sender = uuid.uuid4().hex
    ours, standard = Talk(dialogue_url, sender), Talk(standard_url, sender)
    for message in CONVERSATION:
        assert same(ours.post(message)) == same(standard.post(message)), message


def test_rasa_test_passes_on_the_test_stories(model, tmp_path):
    command = [sys.executable, "-m", "rasa", "test", "core", "--stories", "tests/conversations", "--model", str(model), "--out", str(tmp_path),
               "--fail-on-prediction-errors", "--no-plot"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **ENVIRONMENT}, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
