"""Telegram's limits, on a clock of the test's own."""
from __future__ import annotations

import pytest

from bot.channels.telegram.flood import CHAT_BURST, GROUP_BURST, Flood


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.seconds += seconds


@pytest.fixture
def clock():
    return Clock()


def flood(clock, per_second=30):
    return Flood(per_second, now=clock.now, sleep=clock.sleep)


async def waited(clock, flood, chat, times=1, is_message=True):
    began = clock.seconds
    for _ in range(times):
        await flood.wait(chat, is_message)
    return round(clock.seconds - began, 3)


async def test_a_chat_gets_a_few_at_once_and_then_one_a_second(clock):
    limit = flood(clock)

    assert await waited(clock, limit, 1, CHAT_BURST) == 0
    assert await waited(clock, limit, 1, 3) == 3


async def test_a_group_gets_twenty_a_minute(clock):
    limit = flood(clock)

    assert await waited(clock, limit, -1, GROUP_BURST) == 0
    assert await waited(clock, limit, -1, 20) == 60


async def test_all_chats_together_get_thirty_a_second(clock):
    limit = flood(clock)

    assert await waited_by_many(clock, limit, range(30)) == 0
    assert await waited_by_many(clock, limit, range(100, 160)) == 2


async def waited_by_many(clock, limit, chats):
    began = clock.seconds
    for chat in chats:
        await limit.wait(chat)
    return round(clock.seconds - began, 3)


async def test_a_rest_fills_the_allowance_again(clock):
    limit = flood(clock)
    await waited(clock, limit, 1, CHAT_BURST)
    clock.seconds += CHAT_BURST

    assert await waited(clock, limit, 1, CHAT_BURST) == 0


async def test_changing_what_stands_there_costs_nothing(clock):
    assert await waited(clock, flood(clock), 1, 50, is_message=False) == 0


async def test_what_telegram_asks_for_holds_for_that_chat_alone(clock):
    limit = flood(clock)
    limit.refused(1, 7)

    assert await waited(clock, limit, 2) == 0
    assert await waited(clock, limit, 1, is_message=False) == 7


async def test_when_it_refuses_a_second_chat_all_wait(clock):
    limit = flood(clock)
    limit.refused(1, 7)
    limit.refused(2, 5)

    assert await waited(clock, limit, 3) == 5


async def test_two_groups_at_their_own_limit_do_not_keep_people_waiting(clock):
    limit = flood(clock)
    limit.refused(-1, 35)
    limit.refused(-2, 35)

    assert await waited(clock, limit, 5) == 0
    assert await waited(clock, limit, -1) == 35


async def test_what_belongs_to_no_chat_makes_all_wait(clock):
    limit = flood(clock)
    limit.refused(None, 4)

    assert await waited(clock, limit, 3) == 4
