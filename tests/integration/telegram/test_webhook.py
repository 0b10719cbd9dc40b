"""Updates that Telegram sends instead of being asked for them."""
from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from bot.channels.telegram.webhook import listener, webhook
from tests.integration.processes import free_port


@pytest.fixture
def client(stage):
    app = webhook(stage.running[0][0], "secret")
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot.test")


async def test_updates_that_are_sent_are_answered(stage):
    gateway, services, looking = stage.running[0]
    looking.cancel()
    port = free_port()
    server = listener(gateway, "secret", port)
    serving = asyncio.ensure_future(server.serve())
    await stage.until(lambda: server.started)
    await services.api.webhook(f"http://127.0.0.1:{port}/tg", "secret")
    stage.person().says("你好")
    await stage.answered()

    assert stage.telegram.webhook["max_connections"] == "1"
    server.should_exit = True
    await serving


@pytest.mark.parametrize("secret", ["", "wrong", "secre", "秘密"])
async def test_who_does_not_know_the_secret_is_refused(stage, client, secret):
    response = await client.post("/tg", json={"update_id": 1}, headers={"X-Telegram-Bot-Api-Secret-Token": secret.encode()})

    assert response.status_code == 403


@pytest.mark.parametrize(("body", "status"), [(b"no", 400), (b"[]", 400), (b'{"update_id": "1"}', 400), (b"x" * 1_048_577, 413),
                                              (json.dumps({"update_id": 1, "message": "?"}).encode(), 200)],
                         ids=["no json", "a list", "no number", "too large", "unreadable but an update"])
async def test_what_is_no_update_is_refused(stage, client, body, status):
    response = await client.post("/", content=body, headers={"X-Telegram-Bot-Api-Secret-Token": "secret"})

    assert response.status_code == status


async def test_an_update_that_could_not_be_kept_is_sent_again(stage, client, monkeypatch):
    def fail(*_):
        raise OSError
    monkeypatch.setattr("bot.storage.telegram.TelegramStore.receive", fail)
    response = await client.post("/", json={"update_id": 1}, headers={"X-Telegram-Bot-Api-Secret-Token": "secret"})

    assert response.status_code == 503
