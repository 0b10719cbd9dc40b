"""`huinong eval` on small sets, with a made-up assistant: what it prints and how it ends."""
from __future__ import annotations

import json
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
import typer
from typer.testing import CliRunner

from bot import bootstrap
from bot.cli import evaluate
from bot.evaluation.metamorphic import REWRITES

ANSWER = {"status": "answered", "text": "五华县产业奖补：最高2000元。", "citation": "", "references": [], "about": {"kind": "industry_grant"}}
LOST = {"status": "nothing_found", "text": "没找到。", "references": [], "about": {}}


class Assistant:
    """Knows what the word 奖补 means."""

    def begin(self, division: str | None) -> None:
        pass

    def ask(self, text: str) -> dict:
        return ANSWER if "奖补" in text else LOST


@pytest.fixture
def run(small, tmp_path, monkeypatch):
    """Runs `eval`; its exit status and output. The sets stand in tmp_path/eval."""
    model = tmp_path / "huinong.tar.gz"
    model.touch()
    monkeypatch.setattr(evaluate, "SETS", tmp_path / "eval")
    monkeypatch.setattr(evaluate, "settings", lambda: SimpleNamespace(model_file=model))
    monkeypatch.setattr(evaluate.in_process, "assistant", lambda: nullcontext(Assistant()))
    monkeypatch.setattr(bootstrap, "knowledge_base", lambda: small.kb)
    monkeypatch.setattr(bootstrap, "divisions", lambda: small.divisions)
    for name, says in {"development": ["产业奖补多少"] * 9, "held_out": ["秘密的问题"]}.items():
        folder = tmp_path / "eval" / name
        folder.mkdir(parents=True)
        cases = [{"id": f"{name}{number}", "say": text, "expect": {"status": ["answered"], "figures": ["2000"]}} for number, text in enumerate(says)]
        (folder / "cases.yml").write_text(json.dumps(cases), encoding="utf-8")
    questions = [{"question": "奖补多少", **dict.fromkeys(REWRITES, "多少奖补")}]
    (tmp_path / "eval" / "metamorphic.yml").write_text(json.dumps(questions), encoding="utf-8")
    messages = [{"id": say, "style": "plain", "before": "industry_grant", "say": say, "kinds": [kind]}
                for say, kind in (("那个奖补要多久", "industry_grant"), ("想报上去", "self_report"))]
    (tmp_path / "eval" / "context.yml").write_text(json.dumps(messages), encoding="utf-8")
    app = typer.Typer()
    app.command()(evaluate.evaluate)
    return lambda *words: CliRunner().invoke(app, [str(tmp_path / "eval" / "development") if word == "SET" else word for word in words])


def add(folder, say: str, **expect) -> None:
    (folder / "eval" / "development" / "more.yml").write_text(json.dumps([{"id": "more", "style": "typo", "say": say, "expect": expect}]), encoding="utf-8")


def test_all_is_well_when_every_limit_holds(run):
    done = run("SET")

    assert done.exit_code == 0, done.output
    assert "pass  right answers: 100.0% (at least 93%)" in done.output and "0 harmful" in done.output and "FAIL" not in done.output


def test_a_limit_that_does_not_hold_fails_the_run_and_the_wrong_replies_are_shown(run, tmp_path):
    add(tmp_path, "养猪有啥钱", status=["answered"])
    done = run("SET")

    assert done.exit_code == 1 and "FAIL  right answers: 90.0%" in done.output
    assert "more [typo] 养猪有啥钱\n    status nothing_found, wanted answered\n    没找到。" in done.output


def test_harmful_replies_are_shown_with_why(run, tmp_path):
    add(tmp_path, "全县奖补多少钱", forbidden=["2000"])
    done = run("SET", "--show", "0")

    assert done.exit_code == 1 and "1 harmful\nmore [typo] 全县奖补多少钱\n    wrong figure: 2000\n" in done.output
    assert "1 more: --show 1" in done.output


def test_every_turn_can_be_had_as_json(run, tmp_path):
    run("SET", "--json", str(tmp_path / "all.json"))

    assert [turn["id"] for turn in json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))] == [f"development{n}" for n in range(9)]


def test_of_the_held_out_set_only_figures_are_printed_and_no_limit_hangs_on_it(run, tmp_path):
    done = run("SET", "--all", "--json", str(tmp_path / "all.json"), "--report", str(tmp_path / "docs.md"))
    told = done.output + (tmp_path / "all.json").read_text(encoding="utf-8") + (tmp_path / "docs.md").read_text(encoding="utf-8")

    assert done.exit_code == 0, done.output
    assert "Held out" in done.output and "0 (0.0%)" in done.output and "秘密" not in told and "held_out0" not in told


def test_rewritten_questions_can_be_asked_alone(run, tmp_path):
    done = run("--metamorphic")
    assert done.exit_code == 0 and "same answer: 100.0% (at least 95%)" in done.output and "By style" not in done.output

    questions = [{"question": "奖补多少", **dict.fromkeys(REWRITES, "多少")}]
    (tmp_path / "eval" / "metamorphic.yml").write_text(json.dumps(questions), encoding="utf-8")
    done = run("--metamorphic")
    assert done.exit_code == 1 and "slip: 多少\n    奖补多少\n    status answered became nothing_found" in done.output


def test_short_messages_after_an_answer_are_asked_with_them_and_those_taken_wrongly_are_shown(run, tmp_path):
    messages = [{"id": "c7", "style": "typo", "before": "industry_grant", "say": "要多久", "kinds": ["industry_grant"]}]
    (tmp_path / "eval" / "context.yml").write_text(json.dumps(messages), encoding="utf-8")
    done = run("--metamorphic")

    assert done.exit_code == 1 and "FAIL  a short message that goes on with the last policy is taken so: 0.0% (at least 85%)" in done.output
    assert "c7 [typo] 要多久\n    after industry_grant, about industry_grant" in done.output


def test_the_report_has_what_was_measured(run, tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(evaluate.report, "draw", lambda styles, line, file: bool(drawn.append((line, file))) or True)
    run("SET", "--report", str(tmp_path / "docs.md"))
    text = (tmp_path / "docs.md").read_text(encoding="utf-8")

    assert drawn == [(95.0, tmp_path / "images" / "eval-styles.svg")] and "images/eval-styles.svg" in text
    assert "## The development set" in text and "Rewritten" not in text


def test_without_a_model_it_says_what_to_do(run, monkeypatch, tmp_path):
    monkeypatch.setattr(evaluate, "settings", lambda: SimpleNamespace(model_file=tmp_path / "none.tar.gz"))
    done = run("SET")

    assert done.exit_code == 1 and "make train" in done.output


def test_a_folder_without_cases_is_a_mistake(run, tmp_path):
    (tmp_path / "empty").mkdir()

    assert run(str(tmp_path / "empty")).exit_code == 1
