"""`huinong api …` and `huinong outbox …`, with a database of the test's own."""
from __future__ import annotations

import re
from typing import Callable

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot import bootstrap
from bot.__main__ import app
from bot.settings import settings
from bot.storage import audit_log
from tests.integration.storage.case_rows import everything_written
from tests.integration.storage.letters import add_case, add_letter
from tests.unit.casework.fakes import MOMENT

Run = Callable[..., Result]


def forget() -> None:
    for cached in (settings, bootstrap.database, bootstrap.keyring, bootstrap.api_clients, bootstrap.outbox):
        cached.cache_clear()


@pytest.fixture
def run(tmp_path, monkeypatch) -> Run:
    monkeypatch.setenv("HUINONG_VAR", str(tmp_path))
    monkeypatch.setenv("HUINONG_KEYS_FILE", str(tmp_path / "keys"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/huinong.db")
    forget()
    yield lambda *words: CliRunner().invoke(app, list(words))
    forget()


def acts() -> list[tuple[str, str, str]]:
    with bootstrap.database().connect() as connection:
        return [(act.actor, act.action, act.subject) for act in audit_log.acts(connection)]


def test_a_client_s_key_and_secret_are_shown_once_and_open_the_door(run):
    shown = run("api", "add", "fengdu", "--division", "丰都县", "--webhook", "https://h.example.cn/hook", "--by", "li").output

    key, secret = re.search(r"^key +(hn_\S+)$", shown, re.M)[1], re.search(r"^webhook secret +(whsec_\S+)$", shown, re.M)[1]
    client = bootstrap.api_clients().of_key(key)
    assert (client.division, bootstrap.api_clients().webhook(client.id).secret) == ("500230", secret)
    assert "500230 重庆市丰都县" in shown and "never shown again" in shown
    listed = run("api", "list").output
    assert "fengdu" in listed and "https://h.example.cn/hook" in listed and key not in listed and secret not in listed
    assert key not in everything_written(bootstrap.database())
    assert acts() == [("li", "add_api_client", "api client fengdu")]


def test_a_client_without_a_place_reports_for_all_and_without_a_webhook_has_no_secret(run):
    shown = run("api", "add", "all").output

    assert "all places" in shown and "secret" not in shown
    assert "no webhook" in run("api", "list").output


@pytest.mark.parametrize(("words", "why"), [
    (["Fengdu"], "small letters"), (["-x"], "No such option"), (["a" * 41], "at most 40"), (["丰都"], "small letters"), (["a:b"], "small letters"),
    (["ok", "--division", "不在"], "no place"), (["ok", "--webhook", "http://h.example.cn/"], "https://"), (["ok", "--webhook", "https://u@h.cn/"], "leave out")])
def test_a_client_that_cannot_be_is_refused_and_it_is_said_why(run, words, why):
    refused = run("api", "add", *words)

    assert refused.exit_code == 2 and why in re.sub(r"[\s│]+", " ", refused.output)
    assert list(bootstrap.api_clients().all()) == []


def test_a_webhook_on_this_machine_is_refused_in_production(run, tmp_path, monkeypatch):
    local = ("api", "add", "local", "--webhook", "http://127.0.0.1:9000/")
    assert run(*local).exit_code == 0
    monkeypatch.setenv("HUINONG_ENV", "production")
    settings.cache_clear()

    assert run("api", "add", "other", *local[3:]).exit_code == 2


def test_a_name_is_taken_for_ever(run):
    run("api", "add", "fengdu")
    run("api", "end", "fengdu", "--by", "li")
    refused = run("api", "add", "fengdu")

    assert refused.exit_code == 2 and "take another name" in re.sub(r"[\s│]+", " ", refused.output)
    assert re.search(r"fengdu .* ended \d{4}-\d\d-\d\d", run("api", "list").output)


def test_only_a_client_in_use_can_end(run):
    assert "no client nobody is in use" in re.sub(r"[\s│]+", " ", run("api", "end", "nobody").output)


def test_letters_that_wait_and_dead_ones_are_listed_without_whom_they_go_to(run):
    case = add_case(bootstrap.database())
    waiting = add_letter(bootstrap.database(), bootstrap.keyring(), case, "a", "chat", "telegram-7")
    dead = add_letter(bootstrap.database(), bootstrap.keyring(), case, "b", "webhook", "3")
    [claim] = bootstrap.outbox().claim("webhook", 1, MOMENT, MOMENT)
    bootstrap.outbox().died(claim, "HTTP 410", MOMENT)

    assert run("outbox", "list", "--dead").output.splitlines() == [
        f"{dead}  webhook  case.received  case {case}  1 attempts  dead since 2026-11-22 00:30  HTTP 410", "1 dead"]
    assert run("outbox", "list").output.splitlines() == [
        f"{waiting}  chat  case.received  case {case}  0 attempts  next at 2026-11-22 00:30", "1 waiting"]


def test_dead_letters_are_sent_again_and_it_is_audited(run):
    case = add_case(bootstrap.database())
    numbers = [add_letter(bootstrap.database(), bootstrap.keyring(), case, queue) for queue in "abc"]
    for claim in bootstrap.outbox().claim("webhook", 2, MOMENT, MOMENT):
        bootstrap.outbox().died(claim, "HTTP 404", MOMENT)
    done = run("outbox", "retry", str(numbers[1]), str(numbers[0]), "--by", "li")

    assert done.output.splitlines() == [f"letter {number} is due again" for number in numbers[:2]]
    assert acts() == [("li", "retry_letter", f"outbox {number}") for number in numbers[:2]]
    refused = run("outbox", "retry", str(numbers[2]))
    assert refused.exit_code == 2 and f"no dead letter {numbers[2]}" in re.sub(r"[\s│]+", " ", refused.output)
