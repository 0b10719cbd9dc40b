"""The same tests on SQLite and on PostgreSQL."""
from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.app import create_app
from tests.integration.h5.house import Household, own_database
from tests.integration.storage.conftest import empty_url  # noqa: F401  pytest finds it here
from tests.unit.channels.fake_dialogue import FakeDialogue
from tests.unit.channels.web.conftest import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def browser(empty_url: str, tmp_path: Path, clock: Clock) -> Iterator[TestClient]:  # noqa: F811
    with own_database(tmp_path, empty_url), TestClient(create_app(FakeDialogue().client(), clock, lambda: None)) as client:
        yield client


@pytest.fixture
def household(browser: TestClient) -> Household:
    return Household(browser)
