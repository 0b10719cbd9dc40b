"""The file with the keys: for its owner alone, whole or not at all, and followed by whoever runs."""
from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.storage.encryption import Unreadable
from bot.storage.key_file import BadKeyFile, keys_of, new_key, read_keys, write_keys


@pytest.fixture
def file(tmp_path):
    return tmp_path / "var" / "keys"


def test_a_file_is_made_where_there_is_none_for_its_owner_alone_and_kept(file):
    made = keys_of(file, may_make=True)

    assert file.stat().st_mode & 0o777 == 0o600 and made.keys == keys_of(file, may_make=False).keys and made.current == "first"
    assert [path.name for path in file.parent.iterdir()] == ["keys"]


def test_in_production_a_missing_file_is_a_mistake_and_not_made(file):
    with pytest.raises(BadKeyFile, match="huinong keys new"):
        keys_of(file, may_make=False)
    assert not file.exists()


def test_processes_that_start_together_have_the_same_key(file):
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: keys_of(file, may_make=True), range(8)))

    assert len({ring.keys for ring in rings}) == 1


@pytest.mark.parametrize("content", ["", "# only a comment\n", "first\n", "first 00ff\n", "first xyz\n", "a b c\n", f"first {'0' * 64}\nfirst {'1' * 64}\n"])
def test_a_file_that_holds_no_keys_says_so_without_quoting_itself(file, content):
    file.parent.mkdir()
    file.write_text(content)
    file.chmod(0o600)
    with pytest.raises(BadKeyFile) as bad:
        read_keys(file)
    assert "00ff" not in str(bad.value) and "0" * 64 not in str(bad.value) and "keys new" in str(bad.value)


def test_a_file_that_others_may_read_is_refused(file):
    keys_of(file, may_make=True)
    file.chmod(0o640)
    with pytest.raises(BadKeyFile, match="others may read it"):
        keys_of(file, may_make=True)


def test_a_running_process_sees_a_new_key_at_its_next_use(file):
    running = keys_of(file, may_make=True)
    before = running.seal("a"), running.index("phone", "1")
    write_keys(file, (new_key("second"), *running.keys), replacing=True)

    assert running.current == "second" and running.seal("a").startswith("second:") and running.open(before[0]) == "a"
    assert running.index("phone", "1") != before[1] and before[1] in running.indexes("phone", "1")


def test_a_key_that_was_dropped_opens_nothing_any_more(file):
    running = keys_of(file, may_make=True)
    sealed = running.seal("a")
    write_keys(file, (new_key("second"),), replacing=True)
    with pytest.raises(Unreadable):
        running.open(sealed)


@pytest.mark.parametrize("harm", [lambda file: file.unlink(), lambda file: file.write_text("half a li"), lambda file: file.chmod(0o644)],
                         ids=["gone", "spoilt", "open to all"])
def test_a_running_process_goes_on_with_its_keys_when_the_file_is_harmed_and_takes_the_mended_one(file, harm):
    running = keys_of(file, may_make=True)
    sealed = running.seal("a")
    harm(file)
    assert running.open(sealed) == "a"

    write_keys(file, (new_key("second"), *running.keys), replacing=True)
    assert running.current == "second" and running.open(sealed) == "a"


def test_a_file_is_replaced_whole_or_not_at_all(file, monkeypatch):
    keys = keys_of(file, may_make=True).keys
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk")))
    with pytest.raises(OSError, match="disk"):
        write_keys(file, (new_key("second"),), replacing=True)

    assert read_keys(file).keys == keys and [path.name for path in file.parent.iterdir()] == ["keys"]
