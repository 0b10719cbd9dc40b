"""`huinong kb …` on the small content: what it prints and how it ends."""
from __future__ import annotations

import subprocess

import pytest
from typer.testing import CliRunner

from bot import bootstrap
from bot.cli.kb import app
from bot.settings import settings

GRANT = "441424_doc-a/industry_grant.yml"


@pytest.fixture
def kb(small, monkeypatch, tmp_path):
    """Runs a `kb` command; its exit status and output."""
    monkeypatch.setenv("HUINONG_CONTENT", str(small.folder))
    monkeypatch.setenv("HUINONG_TODAY", "2025-06-30")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")

    def run(*words: str):
        for cached in (settings, bootstrap.knowledge_base, bootstrap.divisions):
            cached.cache_clear()
        return CliRunner().invoke(app, list(words))
    yield run
    for cached in (settings, bootstrap.knowledge_base, bootstrap.divisions):
        cached.cache_clear()


def test_clean_content_is_said_to_be_clean_with_its_counts(kb, small):
    done = kb("check", "--sources", str(small.sources))

    assert done.exit_code == 0
    assert done.output.startswith("clean: 2 schemes in 1 places") and "proven in the official text" in done.output


def test_a_mistake_is_told_with_file_and_line_and_fails_the_check(kb, small):
    small.change(GRANT, "value: 2000,", "value: 2500,")
    done = kb("check", "--sources", str(small.sources))

    assert done.exit_code == 1
    assert f"{GRANT}:{small.line_of(GRANT, 'value: 2500')}: [figure_missing]" in done.output


def test_a_broken_table_of_places_is_a_mistake_and_no_crash(kb, small):
    small.write("divisions.yml", "suffixes: [\n")
    done = kb("check")

    assert done.exit_code == 1 and "[not_yaml]" in done.output


def test_stale_lists_what_is_over_on_the_day(kb):
    assert "doc-a" in kb("stale").output and "period_ended" in kb("stale").output
    assert kb("stale", "--on", "2024-06-30").output == ""


def test_coverage_fails_when_a_clause_is_forgotten(kb, small):
    assert kb("coverage").exit_code == 0
    small.write("coverage.yml", "doc-a: {}\n")
    done = kb("coverage")

    assert done.exit_code == 1 and "NOT ACCOUNTED FOR" in done.output and "1 forgotten" in done.output


def test_gaps_are_told_for_a_place_by_code_and_by_name(kb):
    by_code, by_name = kb("gaps", "441424"), kb("gaps", "梅州五华")

    assert by_code.exit_code == 0 and by_code.output == by_name.output and "materials" in by_code.output
    assert kb("gaps", "兰考县").exit_code == 2


def test_diff_shows_each_altered_answer_before_and_after(kb, small):
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "before"]):
        subprocess.run([*git, *words], cwd=small.folder.parent, check=True)
    small.change(GRANT, "value: 2000,", "value: 2500,")
    done = kb("diff", "HEAD")

    assert done.exit_code == 0, done.output
    assert "最高2000元" in done.output and "最高2500元" in done.output and "answers differ from HEAD" in done.output
    assert kb("diff", "no-such-revision").exit_code == 2
