"""Many conversations at once from one cheap client, and whether their order was kept."""
from __future__ import annotations

import asyncio
import itertools
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Iterator, Sequence

import aiohttp
import sqlalchemy as sa

from bench.talk import HOME
from bot.channels.rest import guarded
from bot.storage.encryption import Keyring
from bot.storage.sealed_column import Sealed


@dataclass
class Conversation:
    """What one sender sent, and the texts that came back to each message."""

    sender: str = field(default_factory=lambda: uuid.uuid4().hex)
    turns: list[tuple[str, list[str]]] = field(default_factory=list)


@dataclass(frozen=True)
class Crowd:
    conversations: list[Conversation]
    seconds: float
    milliseconds: list[float]
    errors: list[str]


def talk(urls: Sequence[str], texts: Iterator[str], senders: int, turns: int) -> Crowd:
    """`senders` conversations of `turns` messages, each in order, each message to the next of the processes."""
    return asyncio.run(_talk(urls, texts, senders, turns))


async def _talk(urls: Sequence[str], texts: Iterator[str], senders: int, turns: int) -> Crowd:
    addresses = itertools.cycle(f"{url}/webhooks/rest/webhook" for url in urls)
    conversations, milliseconds, errors = [Conversation() for _ in range(senders)], [], []  # type: ignore[var-annotated]

    async def converse(session: aiohttp.ClientSession, conversation: Conversation) -> None:
        for number in range(turns):
            text = HOME if number == 0 else next(texts)
            began = time.perf_counter()
            async with session.post(next(addresses), json={"sender": conversation.sender, "message": text}) as response:
                body = await response.read()
            milliseconds.append((time.perf_counter() - began) * 1000)
            replies = [entry["text"] for entry in json.loads(body) if entry.get("text")] if response.status == 200 else []
            if not replies:
                errors.append(f"{response.status} to {text}")
            conversation.turns.append((text, replies))

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
        began = time.perf_counter()
        await asyncio.gather(*(converse(session, conversation) for conversation in conversations))
        return Crowd(conversations, time.perf_counter() - began, milliseconds, errors)


def disorder(database_url: str, keyring: Keyring, conversations: Sequence[Conversation]) -> list[str]:
    """What the tracker store tells otherwise than the client saw it: messages and replies, in the order of the events."""
    engine = sa.create_engine(database_url)
    query = sa.text("SELECT type_name, data FROM events WHERE sender_id = :sender AND type_name IN ('user', 'bot') ORDER BY id")
    query = query.columns(sa.column("type_name"), sa.column("data", Sealed(keyring)))
    found = []
    with engine.connect() as connection:
        for conversation in conversations:
            rows = connection.execute(query, {"sender": conversation.sender})
            stored = [(kind, json.loads(data).get("text") or "") for kind, data in rows]
            seen = [event for text, replies in conversation.turns
                    for event in (("user", guarded(text)), *(("bot", reply) for reply in replies))]
            if stored != seen:
                found.append(f"{conversation.sender}: {len(seen)} events seen, {len(stored)} stored")
    engine.dispose()
    return found
