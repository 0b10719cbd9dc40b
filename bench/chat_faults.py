"""python -m bench.chat_faults: people write while the gateway to Telegram is killed; each answer is seen once, each report exists once."""
from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa

from bench.chat_stage import GatewayProcess, Meter
from bench.running import Started
from bot.channels.rasa_client import reply_from
from bot.channels.telegram.rendering import rendered
from bot.channels.telegram.wording import words
from bot.nlu.alphabet import clean
from bot.storage.encryption import Keyring
from bot.storage.engine import make_engine
from bot.storage.key_file import read_keys
from bot.storage.tables import case_history, cases
from bot.storage.telegram import TelegramStore
from tests.telegram_server.person import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.shapes import BROKEN, CUT_AFTERWARDS, Fault

_REPORT = ["我在丰都县", "我要申报", "我同意，现在就报", "看病花钱多", "给自己家报", "跳过"]
_QUESTIONS = ["低保怎么申请", "到户产业奖补能给多少", "危房改造找谁", "雨露计划要什么材料", "小额信贷能贷多少", "公益性岗位谁能享受",
              "看病花钱多怎么办", "你好", "防返贫监测要多久", "临时救助怎么办理", "我家能领什么", "谢谢", "找谁", "怎么办理"]
_A_CHAT = 20  # messages
_DUPLICATED, _FAILING = 0.1, 0.02  # shares of updates and of calls
_PATIENCE = 1_800.0  # seconds


async def run(updates: int, kills: int, seed: int) -> list[str]:
    """What is wrong; nothing if all is well."""
    chance = random.Random(seed)
    telegram = TelegramServer(seed)
    telegram.duplicated = _DUPLICATED
    telegram.failing = lambda method: chance.choice([BROKEN, CUT_AFTERWARDS, Fault(429, 1)]) \
        if method in ("editmessagetext", "sendmessage", "getupdates") and chance.random() < _FAILING else None
    with tempfile.TemporaryDirectory() as folder, Started(Path(folder)) as start:
        dialogue = start.ours()
        dialogue.wait()
        var = dialogue.log.parent
        meter = Meter(dialogue.url)
        await telegram.start()
        gateway = GatewayProcess(telegram, await meter.start(), var)
        await gateway.start()
        scripts = _scripts(telegram, updates, chance)
        talking = asyncio.gather(*(_talk(person, script, chance) for person, script in scripts.items()))
        for kill in range(kills):
            await _until(lambda share=(kill + 1) / (kills + 1): _answers(telegram, scripts) >= share * updates)  # type: ignore[misc]
            await gateway.end(signal.SIGKILL)
            await gateway.start()
            print(f"killed and started again after {_answers(telegram, scripts)} answers", flush=True)
        await talking
        engine, keyring = make_engine(f"sqlite:///{var / 'huinong.db'}"), read_keys(var / "keys")
        await _until(lambda: not _waiting(engine, keyring) and not telegram.unconfirmed)
        status = await gateway.end()
        wrong = [] if status == 0 else [f"the gateway ended with {status}"]
        for person, script in scripts.items():
            wrong += await _compared(telegram, meter, engine, keyring, person, script)
        wrong += _reports(engine, sum(script[:len(_REPORT)] == _REPORT for script in scripts.values()))
        leads = set(words()["leads"].values())
        orphans = sum(text in leads for person in scripts for text in telegram.bot_texts(person.chat))
        print(f"{updates} updates in {len(scripts)} chats, {kills} kills, seed {seed}: {_answers(telegram, scripts)} answers seen, "
              f"{orphans} lines without an answer, {len(wrong)} faults")
        await meter.stop()
        await telegram.stop()
        return wrong


def _scripts(telegram: TelegramServer, updates: int, chance: random.Random) -> dict[Person, list[str]]:
    """Who says what: every second one reports first."""
    found = {}
    for number in range(-(-updates // _A_CHAT)):
        count = min(_A_CHAT, updates - number * _A_CHAT)
        asked = [chance.choice(_QUESTIONS) for _ in range(_A_CHAT)]
        found[telegram.person(7_000_000 + number)] = ([*_REPORT, *asked] if number % 2 == 0 else asked)[:count]
    return found


async def _talk(person: Person, script: list[str], chance: random.Random) -> None:
    for text in script:
        await asyncio.sleep(chance.uniform(0, 2))
        person.says(text)


async def _until(holds: object, patience: float = _PATIENCE) -> None:
    assert callable(holds)
    for _ in range(int(patience / 0.05)):
        if holds():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError("the gateway does not come to an end")


def _shown(telegram: TelegramServer, person: Person) -> list[str]:
    """The bot's answers as the person reads them: neither lines that nothing took the place of nor the keys below."""
    leads = set(words()["leads"].values())
    return [shown.text for shown in telegram.transcript(person.chat) if shown.is_bot and shown.keyboard is None and shown.text not in leads]


def _answers(telegram: TelegramServer, scripts: dict[Person, list[str]]) -> int:
    return sum(len(_shown(telegram, person)) for person in scripts)


def _waiting(engine: sa.engine.Engine, keyring: Keyring) -> bool:
    return bool(TelegramStore(engine, keyring).waiting_chats())


async def _compared(telegram: TelegramServer, meter: Meter, engine: sa.engine.Engine, keyring: Keyring, person: Person,
                    script: list[str]) -> list[str]:
    """What the person wrote and read against what the dialogue heard and said."""
    chats = TelegramStore(engine, keyring)
    sender = next((sender for sender in _senders(engine) if f"[{person.chat}, null]" == chats.by_sender(sender).address), None)  # type: ignore[union-attr]
    if sender is None:
        return [f"chat {person.chat} is not known"]
    turns = await meter.transcript(sender)
    heard = [turn["text"] for turn in turns if turn["who"] == "user"]
    replies = [reply for turn in turns if turn["who"] == "bot" and (reply := reply_from(turn["reply"]))]
    said = [message.text for message in rendered(replies)]
    shown = _shown(telegram, person)
    script = [clean(text) for text in script]  # as the dialogue keeps it
    wrong = []
    for one, other, what in ((script, heard, "sent, heard by the dialogue"), (said, shown, "said by the dialogue, seen by the person")):
        if one != other:
            same = (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
            first = next(same, min(len(one), len(other)))
            wrong.append(f"chat {person.chat}: {len(one)}, {len(other)} {what}; they differ from number {first}")
    return wrong


def _senders(engine: sa.engine.Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(sa.text("SELECT sender FROM telegram_chats")).scalars())


def _reports(engine: sa.engine.Engine, expected: int) -> list[str]:
    """One case for each who reported, registered once."""
    with engine.connect() as connection:
        count = connection.execute(sa.select(sa.func.count()).select_from(cases)).scalar_one()
        chats = connection.execute(sa.select(sa.func.count(cases.c.chat_index.distinct()))).scalar_one()
        registrations = sa.select(sa.func.count()).select_from(case_history).where(case_history.c.move == "register")
        begun = connection.execute(registrations).scalar_one()
    print(f"{expected} households reported, {count} cases of {chats} chats")
    return [] if count == chats == begun == expected else [f"{expected} reports, {count} cases of {chats} chats, {begun} registrations"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.chat_faults", description=__doc__)
    parser.add_argument("--updates", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    options = parser.parse_args()
    wrong = asyncio.run(run(options.updates, options.kills, options.seed))
    print(*wrong, sep="\n", end="\n" if wrong else "")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
