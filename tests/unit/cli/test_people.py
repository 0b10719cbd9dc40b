"""`huinong people …`: export to a file for its owner alone, erase after asking, retain by the settings."""
from __future__ import annotations

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from bot import bootstrap, clock
from bot.__main__ import app
from bot.casework.commands import Decide
from bot.casework.handlers import Casework
from bot.casework.model import Report, Risk
from bot.casework.states import Move
from bot.settings import settings
from bot.storage import audit_log
from tests.anew import forget
from tests.unit.casework.fakes import MOMENT, OPEN, FakeRules, registering

TOLD = Report((Risk.ILLNESS,), OPEN, name="张秀英", phone="13812345678", identity_number="500230199909090211", story="男人住院")
WHY = ("--reason", "asked by letter", "--by", "li")


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("HUINONG_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/var/huinong.db")
    forget()
    yield lambda *words, **more: CliRunner().invoke(app, ["people", *words], **more)
    forget()


@pytest.fixture
def receipt(run) -> str:
    return Casework(bootstrap.case_store(), FakeRules()).register(registering("k", TOLD)).case.receipt


def is_there(receipt: str) -> bool:
    with bootstrap.case_store()() as stored:
        return stored.by_receipt(receipt) is not None


@pytest.mark.parametrize("who", [["--phone", "138 1234 5678"], ["--phone", "+86 13812345678"], ["--identity", "500230199909090211"], ["--receipt", None]], ids=str)
def test_export_writes_what_is_kept_for_its_owner_alone(run, receipt, tmp_path, who):
    option, value = who
    to = tmp_path / "person.json"
    done = run("export", option, value or f"{receipt[:3]} {receipt[3:]}", *WHY, "--to", str(to))

    assert done.exit_code == 0 and "1 cases" in done.output and "张秀英" not in done.output and to.stat().st_mode & 0o777 == 0o600
    (case,) = json.loads(to.read_text(encoding="utf-8"))["cases"]
    assert case["receipt"] == receipt and case["report"]["name"] == "张秀英" and "张秀英" in to.read_text(encoding="utf-8")


def test_export_overwrites_nothing_and_makes_no_empty_file(run, receipt, tmp_path):
    to = tmp_path / "person.json"
    assert run("export", "--phone", "13700000000", *WHY, "--to", str(to)).exit_code == 1 and not to.exists()
    to.write_text("kept")
    assert run("export", "--phone", TOLD.phone, *WHY, "--to", str(to)).exit_code == 2 and to.read_text() == "kept"


@pytest.mark.parametrize("who", [[], ["--phone", "12"], ["--identity", "500230199909090214"], ["--receipt", "1234567890"]], ids=str)
@pytest.mark.parametrize("what", ["export", "erase"])
def test_nobody_or_somebody_misspelt_is_refused(run, receipt, tmp_path, what, who):
    done = run(what, *who, *WHY, *(["--to", str(tmp_path / "p")] if what == "export" else ["--yes"]))

    assert done.exit_code == 2 and is_there(receipt) and not (tmp_path / "p").exists()


def test_erase_asks_first(run, receipt):
    asked = run("erase", "--phone", TOLD.phone, *WHY, input="n\n")
    assert asked.exit_code == 1 and receipt in asked.output and is_there(receipt)

    assert run("erase", "--phone", TOLD.phone, *WHY, input="y\n").exit_code == 0 and not is_there(receipt)


def test_erase_is_audited_with_who_decided_it_and_needs_a_reason(run, receipt):
    assert run("erase", "--receipt", receipt, "--yes").exit_code == 2 and is_there(receipt)
    done = run("erase", "--receipt", receipt, "--yes", *WHY)
    with bootstrap.database().connect() as connection:
        act = audit_log.acts(connection)[-1]

    assert "erased: 1 cases" in done.output and (act.actor, act.action, act.reason) == ("li", "case_erase", "asked by letter")
    assert run("erase", "--receipt", receipt, "--yes", *WHY).exit_code == 1


def test_retain_counts_first_and_then_lets_go_by_the_settings(run, receipt, monkeypatch):
    Casework(bootstrap.case_store(), FakeRules()).decide(Decide(receipt, Move.WITHDRAW, "household", MOMENT))
    monkeypatch.setattr(clock, "now", lambda: MOMENT + timedelta(days=1096))

    assert "would go: people of 1 closed cases" in run("retain", "--dry-run").output and is_there(receipt)
    monkeypatch.setenv("HUINONG_KEEP_CASES_DAYS", "0")
    settings.cache_clear()
    assert "gone: people of 0 closed cases" in run("retain").output and is_there(receipt)
    monkeypatch.setenv("HUINONG_KEEP_CASES_DAYS", "1095")
    settings.cache_clear()
    assert "gone: people of 1 closed cases" in run("retain").output and not is_there(receipt)


@pytest.mark.parametrize("days", ["-1", "1.5", "three", "999999", "１２"])
def test_a_misspelt_period_deletes_nothing(run, receipt, monkeypatch, days):
    monkeypatch.setenv("HUINONG_KEEP_CASES_DAYS", days)
    settings.cache_clear()
    done = run("retain")

    assert isinstance(done.exception, ValueError) and "HUINONG_KEEP_CASES_DAYS" in str(done.exception)
