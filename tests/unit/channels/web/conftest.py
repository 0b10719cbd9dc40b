from __future__ import annotations

from typing import Iterator

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.app import create_app
from tests.unit.channels.fake_dialogue import FakeDialogue


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def dialogue() -> FakeDialogue:
    return FakeDialogue()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def browser(dialogue: FakeDialogue, clock: Clock) -> Iterator[TestClient]:
    """A visitor who keeps cookies and has not opened the page yet."""
    with TestClient(create_app(dialogue.client(), clock, lambda: None)) as client:
        yield client
