"""The whole web app on SQLite and on PostgreSQL, with the real content."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

import pytest
from fastapi.testclient import TestClient

from bot import bootstrap, clock
from bot.channels.api.parts import parts
from bot.channels.web.app import create_app
from bot.replies.report import consent_version
from bot.settings import settings
from tests.integration.storage.conftest import empty_url  # noqa: F401  pytest finds it here
from tests.unit.channels.fake_dialogue import FakeDialogue


def forget() -> None:
    """The settings, and what stands on them; the content stays."""
    for cached in (settings, parts, bootstrap.database, bootstrap.keyring, bootstrap.case_store, bootstrap.casework, bootstrap.case_queries,
                   bootstrap.api_clients, bootstrap.outbox):
        cached.cache_clear()


@pytest.fixture
def own_settings(empty_url, tmp_path: Path, monkeypatch) -> Iterator[Any]:  # noqa: F811
    """A database of the test's own; monkeypatch for further settings, which are read when the web app is made."""
    monkeypatch.setenv("DATABASE_URL", empty_url)
    monkeypatch.setenv("HUINONG_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("HUINONG_KEYS_FILE", str(tmp_path / "var" / "keys"))
    forget()
    yield monkeypatch
    bootstrap.database().dispose()
    forget()


class System:
    """Another system with a key. `send` posts a report, changed as told, with headers changed as told; None leaves a header out."""

    def __init__(self, web: TestClient, name: str, division: str | None) -> None:
        self.web, self.key = web, bootstrap.api_clients().add(name, division, None, "li", clock.now()).key
        self.authorization = {"Authorization": f"Bearer {self.key}"}

    def send(self, key: str | None = "k1", headers: dict[str, str | None] | None = None, content: bytes | None = None, **changed: Any) -> Any:
        given = {**self.authorization, "Idempotency-Key": key, **(headers or {})}
        sent = {name: value for name, value in given.items() if value is not None}
        if content is not None:
            return self.web.post("/api/v1/reports", headers={"Content-Type": "application/json", **sent}, content=content)
        report = {"consent": consent_version(), "division": "500230", "risks": ["illness"], **changed}
        return self.web.post("/api/v1/reports", headers=sent, json=report)

    def look(self, receipt: str) -> Any:
        return self.web.get(f"/api/v1/reports/{receipt}", headers=self.authorization)


@pytest.fixture
def web(own_settings) -> Iterator[TestClient]:
    with TestClient(create_app(FakeDialogue().client())) as client:
        yield client


@pytest.fixture
def system(web) -> System:
    """May report for the whole of Chongqing."""
    return System(web, "chongqing", "500000")
