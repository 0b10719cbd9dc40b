"""`huinong answers …` and what `huinong kb …` tells from the ledger, on the small content."""
from __future__ import annotations

import subprocess
from dataclasses import asdict
from datetime import date, datetime, timezone

import pytest
from typer.testing import CliRunner

from bot import bootstrap
from bot.__main__ import app
from bot.cli.operator import name_of
from bot.dialogue.turn import Assistant
from bot.replies import turns
from bot.storage import audit_log
from tests.anew import forget

GRANT = "441424_doc-a/industry_grant.yml"
DAY = date(2024, 6, 30)


@pytest.fixture
def run(small, tmp_path, monkeypatch):
    """Runs a command on the content as it is now, with a database of the test's own."""
    monkeypatch.setenv("HUINONG_CONTENT", str(small.folder))
    monkeypatch.setenv("HUINONG_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("HUINONG_TODAY", DAY.isoformat())
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/var/huinong.db")

    def run_one(*words: str):
        forget()
        return CliRunner().invoke(app, list(words))
    forget()
    yield run_one
    forget()


@pytest.fixture
def give(run):
    """Gives an answer as a dialogue process would; its code."""
    def given(aspect: str = "amount", typed: str = "我叫张三丰，给多少钱", division: str = "441424", kind: str = "industry_grant") -> str:
        from bot.dialogue.reading import Memory
        forget()
        helper = Assistant(bootstrap.knowledge_base(), bootstrap.divisions(), DAY)
        return bootstrap.outgoing().send(helper, helper.answer(Memory(division, kind, aspect))[0], typed, None).code
    return given


def test_show_tells_the_masked_question_the_answer_and_that_nothing_has_changed(run, give):
    done = run("answers", "show", give())

    assert done.exit_code == 0, done.output
    assert "张三丰" not in done.output and "我叫〔姓名〕，给多少钱" in done.output and "最高2000元" in done.output
    assert "441424 广东省梅州市五华县" in done.output and "content for 2024-06-30: the same" in done.output


def test_show_and_replay_tell_a_changed_figure(run, give, small):
    code = give()
    small.change(GRANT, "value: 2000,", "value: 2500,")

    assert "content for 2024-06-30: DIFFERENT" in run("answers", "show", code).output
    done = run("answers", "replay", code)
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert any(line.startswith("-") and "2000元" in line for line in lines) and any(line.startswith("+") and "2500元" in line for line in lines)


def test_replay_of_an_unchanged_answer_ends_well(run, give):
    done = run("answers", "replay", give())

    assert done.exit_code == 0 and "the same" in done.output


def test_an_answer_is_replayed_for_its_own_day_and_shown_for_today_too(run, give, monkeypatch):
    code = give()
    monkeypatch.setenv("HUINONG_TODAY", "2025-06-30")

    assert run("answers", "replay", code).exit_code == 0
    shown = run("answers", "show", code).output
    assert "content for 2024-06-30: the same" in shown and "content for 2025-06-30: DIFFERENT" in shown


def test_what_was_no_answer_from_the_content_cannot_be_replayed(run):
    forget()
    helper = Assistant(bootstrap.knowledge_base(), bootstrap.divisions(), DAY)
    code = bootstrap.outgoing().send(helper, turns.out_of_scope(), "股票", None).code
    done = run("answers", "replay", code)

    assert done.exit_code == 2 and "cannot be composed again" in done.output
    assert "cannot be composed again" in run("answers", "show", code).output


@pytest.mark.parametrize("code", ["000000", "12"])
def test_an_unknown_code_is_a_mistake_and_no_crash(run, code):
    done = run("answers", "show", code)

    assert done.exit_code == 2 and done.exception.__class__ is SystemExit


def test_list_tells_the_latest_first(run, give):
    first, second = give(), give("where")
    done = run("answers", "list", "--last", "1")

    assert second in done.output and first not in done.output and "industry_grant where" in done.output
    assert len(run("answers", "list").output.splitlines()) == 2


def test_stop_holds_answers_back_until_resumed_and_both_are_audited(run, give):
    assert run("answers", "stop", "--reason", "wrong figure", "--place", "梅州五华", "--kind", "industry_grant", "--by", "li").exit_code == 0
    assert "li: wrong figure  (industry_grant in 441424" in run("answers", "stops").output
    assert "handed_over" in run("answers", "show", give()).output
    assert run("answers", "resume", "--reason", "mended").exit_code == 0
    assert run("answers", "stops").output == "" and "answered" in run("answers", "show", give()).output
    with bootstrap.database().connect() as connection:
        acts = [asdict(act) for act in audit_log.acts(connection)]
    assert [(act["action"], act["actor"], act["reason"]) for act in acts] == [
        ("stop_answers", "li", "wrong figure"), ("resume_answers", name_of(""), "mended")]


@pytest.mark.parametrize("words", [
    ["stop"], ["stop", "--reason", "r", "--place", "没有这个地方"], ["stop", "--reason", "r", "--place", "五华"], ["stop", "--reason", "r", "--kind", "nothing"],
    ["resume", "--reason", "r"], ["resume", "7", "--reason", "r"]])
def test_what_cannot_be_meant_is_refused(run, words):
    assert run("answers", *words).exit_code == 2 and run("answers", "stops").output == ""


def test_resume_asks_which_where_several_hold(run):
    for _ in range(2):
        run("answers", "stop", "--reason", "r")

    assert run("answers", "resume", "--reason", "r").exit_code == 2
    assert run("answers", "resume", "2", "--reason", "r").exit_code == 0
    assert [line.split()[0] for line in run("answers", "stops").output.splitlines()] == ["1"]


@pytest.fixture
def committed(small):
    """The content as it is now is HEAD."""
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for words in (["init", "-q"], ["add", "policies_kb"], ["commit", "-qm", "before"]):
        subprocess.run([*git, *words], cwd=small.folder.parent, check=True)


def test_diff_tells_how_often_an_altered_answer_was_given_most_given_first(run, give, small, committed):
    for aspect in ("eligibility", "amount", "amount", "where"):
        give(aspect)
    small.change(GRANT, "每户每年最多2000元", "每户每年最多2500元")
    small.change(GRANT, "value: 2000,", "value: 2500,")
    done = run("kb", "diff", "HEAD")

    times = [int(line.split(": given ")[1].split()[0]) for line in done.output.splitlines() if ": given" in line]
    assert done.exit_code == 0 and times[0] == 2 and times == sorted(times, reverse=True)
    assert f"they were given {sum(times)} times" in done.output.splitlines()[-1]


def test_diff_needs_no_ledger_and_makes_none(run, small, committed, tmp_path):
    small.change(GRANT, "value: 2000,", "value: 2500,")
    done = run("kb", "diff", "HEAD")

    assert done.exit_code == 0 and "answers differ from HEAD" in done.output and "given" not in done.output
    assert not (tmp_path / "var").exists()


def test_gaps_groups_the_questions_that_got_no_answer(run, give):
    for typed in ("产业奖补要什么材料", "申请产业奖补带哪些材料", "产业奖补怎么申请", "产业奖补要什么材料"):
        give("materials", typed)
    give("amount", "产业奖补给多少")
    done = run("kb", "gaps", "441424")

    assert done.exit_code == 0 and "materials" in done.output and "4 questions without an answer" in done.output
    assert "产业奖补要什么材料" in done.output and "给多少" not in done.output
    assert done.output.count("without an answer: ") < 4


def test_gaps_counts_only_the_place_and_the_days_asked_for(run, give):
    give("materials")
    next_year = f"{datetime.now(timezone.utc).year + 1}-01-01"

    assert "0 questions" in run("kb", "gaps", "--since", next_year).output
    assert "1 questions" in run("kb", "gaps", "--since", "2024-01-01").output and "only elsewhere" not in run("kb", "gaps").output


def test_gaps_needs_no_ledger(run):
    done = run("kb", "gaps", "441424")

    assert done.exit_code == 0 and done.output.endswith("no ledger of answers\n")
