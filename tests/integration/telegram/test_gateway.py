"""Who works on what: nothing that has just been kept is taken twice."""
from __future__ import annotations

import asyncio

from bot.channels.telegram import gateway
from bot.channels.telegram.services import Services


async def test_a_database_that_answers_late_does_not_have_an_update_taken_twice(stage, monkeypatch):
    monkeypatch.setattr(gateway, "_LOOK", 0.05)
    stored = Services.stored

    async def late(self, call, *arguments):
        found = await stored(self, call, *arguments)
        if call.__name__ == "receive":
            await asyncio.sleep(0.5)
        return found
    monkeypatch.setattr(Services, "stored", late)
    await stage.close()
    await stage.open()
    stage.person().says("你好")
    await stage.answered(count=2)
    await asyncio.sleep(0.5)

    assert stage.rasa.texts() == ["你好"] and len(stage.telegram.calls_of("sendMessage")) == 2  # the line, and the keys
