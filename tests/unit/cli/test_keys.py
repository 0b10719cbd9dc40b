"""`huinong keys …` over a small database: new, list, rotate, drop, and what they refuse."""
from __future__ import annotations

import os

import pytest
from typer.testing import CliRunner

from bot import bootstrap
from bot.__main__ import app
from bot.casework.handlers import Casework
from bot.cli import keys as command
from bot.storage.encryption import Keyring
from bot.storage.key_file import keys_of, new_key, read_keys, write_keys
from bot.storage.rotation import users_of
from tests.anew import forget
from tests.unit.casework.fakes import FakeRules, registering


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command with a database and a key file of the test's own."""
    monkeypatch.setenv("HUINONG_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/var/huinong.db")
    monkeypatch.setenv("HUINONG_KEYS_FILE", str(tmp_path / "keys"))
    monkeypatch.setattr(command, "_SETTLING", 0)

    def run_one(*words: str):
        forget()
        return CliRunner().invoke(app, ["keys", *words])
    forget()
    yield run_one
    forget()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys"


@pytest.fixture
def registered(run):
    """Three cases, sealed with the first key."""
    run("new")
    for number in range(3):
        Casework(bootstrap.case_store(), FakeRules()).register(registering(str(number)))


def names(file) -> list[str]:
    return [key.name for key in read_keys(file).keys]


def age(file) -> None:
    past = file.stat().st_mtime - 2 * command._AGE
    os.utime(file, (past, past))


def test_new_makes_a_file_for_its_owner_alone_and_never_twice(run, file):
    assert run("new").exit_code == 0 and file.stat().st_mode & 0o777 == 0o600
    before = file.read_text()

    again = run("new")
    assert again.exit_code == 2 and "keys rotate" in again.output and file.read_text() == before


def test_no_command_prints_a_key(run, registered, file):
    shown = "".join(run(*words).output for words in (["list"], ["rotate"], ["list"], ["rotate", "--resume"]))

    assert shown and not any(key.secret.hex() in shown for key in read_keys(file).keys)


def test_rotate_seals_everything_with_a_new_key_and_the_old_one_can_be_dropped(run, registered, file):
    (old,) = names(file)
    done = run("rotate")
    assert done.exit_code == 0 and "all rows are under the newest key" in done.output
    new, kept = names(file)
    assert kept == old and not any(users_of(bootstrap.database(), old).values())
    assert f"{new}  seals  cases 3" in run("list").output and f"{old}  opens  no rows" in run("list").output

    age(file)
    assert run("drop", old, "--yes").exit_code == 0 and names(file) == [new]
    with bootstrap.case_store()() as stored:
        assert len(stored.of_person("13800138000", None)) == 3


def test_resume_makes_no_new_key_and_finishes(run, registered, file):
    write_keys(file, (new_key("newest"), *read_keys(file).keys), replacing=True)
    assert "not under the newest key: cases 3" in run("list").output
    done = run("rotate", "--resume")

    assert done.exit_code == 0 and names(file)[0] == "newest" and len(names(file)) == 2 and users_of(bootstrap.database(), "newest")["cases"] == 3


def test_a_key_that_is_in_use_or_unknown_or_the_newest_is_not_dropped(run, registered, file):
    (old,) = names(file)
    write_keys(file, (new_key("newest"), *read_keys(file).keys), replacing=True)
    age(file)
    before = file.read_text()
    refused = {name: run("drop", name, "--yes") for name in (old, "newest", "nobody")}

    assert {name: done.exit_code for name, done in refused.items()} == {old: 2, "newest": 2, "nobody": 2} and file.read_text() == before
    assert "3 rows are sealed" in " ".join(refused[old].output.replace("│", " ").split())


def test_a_key_is_not_dropped_right_after_a_rotation_nor_without_a_yes(run, registered, file):
    (old,) = names(file)
    run("rotate")
    assert run("drop", old, "--yes").exit_code == 2 and old in names(file)

    age(file)
    forget()
    assert CliRunner().invoke(app, ["keys", "drop", old], input="n\n").exit_code == 1 and old in names(file)


def test_a_lost_key_is_told_and_no_new_one_made_in_its_place(run, registered, file):
    (old,) = names(file)
    write_keys(file, (new_key("other"),), replacing=True)
    done = run("rotate", "--resume")
    assert done.exit_code == 1 and f"the key {old}" in done.output

    file.unlink()
    assert run("list").exit_code == run("rotate").exit_code == 2 and not file.exists()


def test_a_process_that_runs_all_the_while_reads_and_writes_on(run, registered, file):
    running = Casework(bootstrap.case_store(), FakeRules())
    run("rotate")
    again, fresh = running.register(registering("1")), running.register(registering("after"))

    assert not again.is_new and len(fresh.like) == 3 and isinstance(keys_of(file, False), Keyring)
    assert users_of(bootstrap.database(), names(file)[0])["cases"] == 4
