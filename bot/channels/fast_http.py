"""A transport for httpx with many requests at a time.

httpcore looks through all its connections at every request and tries to import what is not installed: some milliseconds with a hundred
connections, which is most of what a turn through the gateway would cost.
"""
from __future__ import annotations

import asyncio

import aiohttp
import httpx
import yarl

_LEFT_OUT = frozenset({b"host", b"content-length", b"connection", b"transfer-encoding"})  # aiohttp writes its own
_NOT_CONNECTED = "Connection timeout"  # how aiohttp's message begins


class FastTransport(httpx.AsyncBaseTransport):
    """At most `size` connections, kept `keep_alive` seconds. With `trust_env` a proxy of the environment is used."""

    def __init__(self, size: int, keep_alive: float, trust_env: bool = False) -> None:
        self._size, self._keep_alive, self._trust_env = size, keep_alive, trust_env
        self._session: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises httpx's exceptions: ConnectError and ConnectTimeout when nothing was sent, ReadError and ReadTimeout afterwards."""
        limits = request.extensions.get("timeout", {})
        timeout = aiohttp.ClientTimeout(total=None, connect=limits.get("pool"), sock_connect=limits.get("connect"),
                                        sock_read=limits.get("read"))
        headers = [(name.decode("ascii"), value.decode("latin-1")) for name, value in request.headers.raw if name.lower() not in _LEFT_OUT]
        try:
            async with self._opened().request(request.method, yarl.URL(str(request.url), encoded=True), headers=headers,
                                              data=await request.aread() or None, timeout=timeout, allow_redirects=False) as response:
                return httpx.Response(response.status, headers=list(response.raw_headers), stream=httpx.ByteStream(await response.read()))
        except asyncio.TimeoutError as error:
            raise (httpx.ConnectTimeout if is_not_connected(error) else httpx.ReadTimeout)("timeout") from None
        except aiohttp.ClientError as error:
            raise (httpx.ConnectError if is_not_connected(error) else httpx.ReadError)(type(error).__name__) from None

    async def aclose(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    def _opened(self) -> aiohttp.ClientSession:
        """Made at the first request: it belongs to the event loop of that moment."""
        if self._session is None:
            self._session = open_session(self._size, self._keep_alive, self._trust_env, auto_decompress=False)
        return self._session


def open_session(size: int, keep_alive: float, trust_env: bool, auto_decompress: bool = True) -> aiohttp.ClientSession:
    """At most `size` connections, kept `keep_alive` seconds, to whom httpx would trust."""
    connector = aiohttp.TCPConnector(limit=size, keepalive_timeout=keep_alive, ssl=httpx.create_ssl_context())
    return aiohttp.ClientSession(connector=connector, trust_env=trust_env, auto_decompress=auto_decompress,
                                 cookie_jar=aiohttp.DummyCookieJar())


def is_not_connected(error: Exception) -> bool:
    """Whether nothing was sent."""
    is_slow = isinstance(error, aiohttp.ServerTimeoutError) and str(error).startswith(_NOT_CONNECTED)
    return is_slow or isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError))
