"""python-telegram-bot's way out, over aiohttp: with its own, over httpx, building and sending a call costs twice the time."""
from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.fast_http import is_not_connected, open_session

PATIENCE = 15.0  # seconds for an answer
_KEEP_ALIVE = 30.0  # seconds
_POLL = "/getupdates"
_REFUSED, _FAILED = 400, 500


class NotSent(NetworkError):
    """Nobody took the call."""


class Unanswered(TimedOut):
    """The call went out, and whether it was carried out is not known."""


class Requests(BaseRequest):
    """At most `size` calls at a time, and one more that waits for updates: calls that hang must not keep people from being heard.

    Files are not sent.
    """

    def __init__(self, size: int, trust_env: bool) -> None:
        self._size, self._trust_env = size, trust_env
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    @property
    def read_timeout(self) -> float:
        return PATIENCE

    async def initialize(self) -> None:
        """The session is made at the first call: it belongs to the event loop of that moment."""

    async def shutdown(self) -> None:
        while self._sessions:
            await self._sessions.popitem()[1].close()

    async def do_request(self, url: str, method: str, request_data: RequestData | None = None,
                         read_timeout: Any = BaseRequest.DEFAULT_NONE, write_timeout: Any = BaseRequest.DEFAULT_NONE,
                         connect_timeout: Any = BaseRequest.DEFAULT_NONE, pool_timeout: Any = BaseRequest.DEFAULT_NONE,
                         ) -> tuple[int, bytes]:
        """Raises NotSent, Unanswered. Only `read_timeout` may differ from call to call."""
        is_poll = url.lower().endswith(_POLL)
        if is_poll not in self._sessions:
            self._sessions[is_poll] = open_session(1 if is_poll else self._size, _KEEP_ALIVE, self._trust_env)
        patience = read_timeout if isinstance(read_timeout, (int, float)) else PATIENCE
        timeout = aiohttp.ClientTimeout(total=None, connect=PATIENCE, sock_connect=PATIENCE, sock_read=patience)
        try:
            async with self._sessions[is_poll].request(method, url, data=request_data.json_parameters if request_data else None,
                                                       timeout=timeout, allow_redirects=False) as response:
                status, body = response.status, await response.read()
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise (NotSent if is_not_connected(error) else Unanswered)(type(error).__name__) from None
        if status >= _REFUSED and not body.lstrip().startswith(b"{"):  # a page of whoever stands in between: Telegram said nothing
            raise (Unanswered if status >= _FAILED else NotSent)(str(status))
        return status, body
