"""python -m bench.chat_load: a hundred chats at once; what the gateway adds to the dialogue's turn, and whether each keeps its order."""
from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from pathlib import Path

from bench.chat_stage import GatewayProcess, Meter
from bench.running import Started
from bench.stats import percentile
from bot.channels.telegram.wording import words
from tests.telegram_server.person import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.shapes import Call

_QUESTIONS = ["低保怎么申请", "到户产业奖补能给多少", "危房改造找谁", "雨露计划要什么材料", "小额信贷能贷多少", "公益性岗位谁能享受",
              "临时救助怎么办理", "你好"]
MOST_ADDED = 15.0  # milliseconds at the 95th percentile
_PATIENCE = 120.0  # seconds for one answer


class Watch:
    """When the answer to each person's latest message was called for."""

    def __init__(self, telegram: TelegramServer) -> None:
        self._leads = set(words()["leads"].values())
        self.answered: dict[int, list[float]] = {}
        self._news: dict[int, asyncio.Event] = {}
        telegram.on_call = self._see

    def _see(self, call: Call) -> None:
        if call.method == "editmessagetext" and call.params.get("text") not in self._leads:
            chat = int(call.params["chat_id"])
            self.answered.setdefault(chat, []).append(call.at)
            self._news.setdefault(chat, asyncio.Event()).set()

    async def answer(self, chat: int, seen: int) -> None:
        """Until the person has more answers than `seen`."""
        news = self._news.setdefault(chat, asyncio.Event())
        while len(self.answered.get(chat, [])) <= seen:
            news.clear()
            await news.wait()


async def run(chats: int, turns: int, think: float) -> bool:
    """Whether the order was kept and the gateway adds little enough. `think`: seconds that people take at most before they write again."""
    telegram = TelegramServer()
    with tempfile.TemporaryDirectory() as folder, Started(Path(folder)) as start:
        dialogue = start.ours()
        dialogue.wait()
        meter = Meter(dialogue.url)
        await telegram.start()
        # Telegram's own limit of thirty a second is not what is measured
        settings = {"TELEGRAM_MESSAGES_PER_SECOND": "100000"}
        async with GatewayProcess(telegram, await meter.start(), dialogue.log.parent, **settings) as gateway:
            watch, chance = Watch(telegram), random.Random(1)
            print(f"{chats} chats, {turns} messages each; milliseconds at p50, p95", flush=True)
            people = [telegram.person(8_000_000 + number) for number in range(chats)]
            # their first message, as on any day
            await asyncio.gather(*(_talk(telegram, watch, person, 1, 1.0, chance) for person in people))
            all_at_once = await asyncio.gather(*(_talk(telegram, watch, person, 1, 0.0, chance) for person in people))
            burst = _figures("all in the same moment", meter, telegram, watch, [update for each in all_at_once for update in each])
            talked = await asyncio.gather(*(_talk(telegram, watch, person, turns, think, chance) for person in people))
            added = _figures("in conversation", meter, telegram, watch, [update for each in talked for update in each])
            disorder = sum(_order(telegram, person) for person in people)
            print(f"{disorder} answers out of order; the gateway adds {added:.1f} ms at p95, at most {MOST_ADDED:.0f} are allowed "
                  f"({burst:.1f} when all write in the same moment)")
            status = await gateway.end()
        await meter.stop()
        await telegram.stop()
        return status == 0 and disorder == 0 and added <= MOST_ADDED


async def _talk(telegram: TelegramServer, watch: Watch, person: Person, turns: int, think: float,
                chance: random.Random) -> list[tuple[int, int, int]]:
    """(update, chat, which answer of the chat) of each message; the next is written after the answer was seen."""
    found = []
    for _ in range(turns):
        await asyncio.sleep(chance.uniform(0, think))
        seen = len(watch.answered.get(person.chat, []))
        found.append((person.says(chance.choice(_QUESTIONS)), person.chat, seen))
        await asyncio.wait_for(watch.answer(person.chat, seen), _PATIENCE)
    return found


def _figures(name: str, meter: Meter, telegram: TelegramServer, watch: Watch, said: list[tuple[int, int, int]]) -> float:
    """Prints them; what the gateway adds at the 95th percentile."""
    whole, turn, added = [], [], []
    for update, chat, which in said:
        began, ended = meter.turns[f"tg.{update}.0"]
        whole.append((watch.answered[chat][which] - telegram.handed[update]) * 1000)
        turn.append((ended - began) * 1000)
        added.append(whole[-1] - turn[-1])
    figures = {"from the update to the answer's call": whole, "the dialogue's turn alone": turn, "added by the gateway": added}
    for what, values in figures.items():
        print(f"  {name}, {what}: {percentile(values, .5):.1f}, {percentile(values, .95):.1f}", flush=True)
    return percentile(added, .95)


def _order(telegram: TelegramServer, person: Person) -> int:
    """How many answers do not stand below their own question, before the next one."""
    shown = [each for each in telegram.transcript(person.chat) if each.keyboard is None]
    return sum(one.is_bot == other.is_bot for one, other in zip(shown, shown[1:], strict=False))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.chat_load", description=__doc__)
    parser.add_argument("--chats", type=int, default=100)
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--think", type=float, default=10.0, help="seconds at most before the next message")
    options = parser.parse_args()
    sys.exit(not asyncio.run(run(options.chats, options.turns, options.think)))


if __name__ == "__main__":
    main()
