"""The assistant over the small content with two places."""
from __future__ import annotations

import pytest

from bot.casework.rules import PlaceRules
from bot.dialogue.turn import Assistant
from bot.storage.cases import CaseStore
from bot.storage.encryption import Keyring
from bot.storage.engine import make_engine
from bot.storage.key_file import new_key
from bot.storage.migrations import upgrade
from tests.unit.dialogue.checks import Talk
from tests.unit.dialogue.reports import Chat, Database, calendar_of_the_real_content


@pytest.fixture
def assistant(small, a_day) -> Assistant:
    small.add_place("500230", "丰都县", "doc-b")
    small.change("500230_doc-b/industry_grant.yml", "value: 2000,", "value: 8300,")  # so that the two places can be told apart
    return Assistant(small.kb, small.divisions, a_day)


@pytest.fixture
def talk(assistant) -> Talk:
    return Talk(assistant)


@pytest.fixture
def database(tmp_path, real_kb, real_divisions):
    """The cases of an SQLite database of the test's own."""
    upgrade(f"sqlite:///{tmp_path}/cases.db")
    engine = make_engine(f"sqlite:///{tmp_path}/cases.db")
    rules = PlaceRules(real_kb, real_divisions, calendar_of_the_real_content(real_kb))
    yield Database(CaseStore(engine, Keyring((new_key("first"),))), rules)
    engine.dispose()


@pytest.fixture
def chat(real_kb, real_divisions, database) -> Chat:
    return Chat(real_kb, real_divisions, database)


@pytest.fixture
def somebody(real_kb, real_divisions, database) -> Chat:
    """Another conversation."""
    return Chat(real_kb, real_divisions, database, "web-2")


@pytest.fixture
def filing(chat) -> Chat:
    """A report in which the name is asked for."""
    chat.begin()
    chat.answer_until("name", risks="看病花钱多", division="丰都")
    return chat
