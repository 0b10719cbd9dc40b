"""The transport against a server on loopback: what comes back, and which failure is which."""
from __future__ import annotations

import asyncio

import httpx
import pytest
import pytest_asyncio
from aiohttp import web

from bot.channels.fast_http import FastTransport


async def echo(request: web.Request) -> web.Response:
    body = await request.read()
    response = web.json_response({"method": request.method, "path": request.raw_path, "body": body.decode(), "header": request.headers.get("x-own")})
    response.enable_compression()
    return response


async def slow(_: web.Request) -> web.Response:
    await asyncio.sleep(5)
    return web.Response()


async def cut(request: web.Request) -> web.Response:
    request.transport.close()
    return web.Response()


@pytest_asyncio.fixture
async def client():
    app = web.Application()
    for path, serve in (("/echo/{rest:.*}", echo), ("/slow", slow), ("/cut", cut)):
        app.router.add_route("*", path, serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
    async with httpx.AsyncClient(base_url=url, transport=FastTransport(2, 2.0)) as client:
        yield client
    await runner.cleanup()


async def test_method_path_body_and_headers_arrive_and_a_compressed_answer_is_read(client):
    response = await client.post("/echo/村%2F一?a=%25", content="低保".encode(), headers={"x-own": "1"})

    assert response.json() == {"method": "POST", "path": "/echo/%E6%9D%91%2F%E4%B8%80?a=%25", "body": "低保", "header": "1"}
    assert response.headers["content-encoding"] == "deflate" or response.headers["content-encoding"] == "gzip"


async def test_more_requests_than_connections_wait_for_each_other(client):
    responses = await asyncio.gather(*(client.get(f"/echo/{number}") for number in range(20)))

    assert [response.json()["path"] for response in responses] == [f"/echo/{number}" for number in range(20)]


@pytest.mark.parametrize(("path", "error"), [("/slow", httpx.ReadTimeout), ("/cut", httpx.ReadError), ("http://127.0.0.1:1/", httpx.ConnectError)])
async def test_failures_are_httpx_s_own(client, path, error):
    with pytest.raises(error):
        await client.get(path, timeout=0.2)


async def test_it_opens_again_after_it_was_closed():
    transport = FastTransport(1, 1.0)
    await transport.aclose()
    with pytest.raises(httpx.ConnectError):
        await transport.handle_async_request(httpx.Request("GET", "http://127.0.0.1:1/"))
    await transport.aclose()
