"""What was erased is in the files of an SQLite database no more, not even sealed: whoever has the keys can open what is left lying there."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.casework.handlers import Casework
from bot.casework.model import Report, Risk
from bot.storage.cases import CaseStore
from bot.storage.encryption import Keyring, Unreadable
from bot.storage.engine import make_engine
from bot.storage.key_file import new_key
from bot.storage.migrations import upgrade
from bot.storage.people import People, Person
from tests.unit.casework.fakes import MOMENT, OPEN, FakeRules, registering

PHONE = "13812345678"


def opened(folder: Path, keyring: Keyring) -> str:
    """Everything in the files that the keys open. What follows a token on its page may look like more of it."""
    runs = {each.decode() for file in folder.iterdir() for each in re.findall(rb"first:[A-Za-z0-9_=-]{60,}", file.read_bytes())}
    return "\n".join(_open(keyring, run[:end]) for run in runs for end in range(len("first:") + 60, len(run) + 1))


def _open(keyring: Keyring, sealed: str) -> str:
    try:
        return keyring.open(sealed)
    except Unreadable:
        return ""


@pytest.fixture
def engine(tmp_path) -> sa.engine.Engine:
    url = f"sqlite:///{tmp_path}/cases.db"
    upgrade(url)
    made = make_engine(url)
    yield made
    made.dispose()


def test_nothing_that_was_erased_can_be_opened_again_while_the_program_goes_on(engine, tmp_path):
    keyring = Keyring((new_key("first"),))
    casework, other = Casework(CaseStore(engine, keyring), FakeRules()), Report((Risk.ILLNESS,), OPEN, phone="13900001111")
    casework.register(registering("k", Report((Risk.ILLNESS,), OPEN, name="张秀英", phone=PHONE)))
    casework.register(registering("l", other))
    assert PHONE in opened(tmp_path, keyring)
    People(engine, keyring).erase(Person(phone=PHONE), "staff:li", "asked by letter", MOMENT)
    left = opened(tmp_path, keyring)

    assert PHONE not in left and "张秀英" not in left and "13900001111" in left
