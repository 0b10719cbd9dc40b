"""The way out to Telegram: what arrives, and which failure may have arrived all the same."""
from __future__ import annotations

import pytest
import pytest_asyncio
from aiohttp import web
from telegram.error import BadRequest

from bot.channels.telegram.api import Api
from bot.channels.telegram.requests import NotSent, Requests, Unanswered
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.shapes import CUT, CUT_AFTERWARDS, TOKEN, Fault

ODD = "村&一=%25+\n<b>*_[户](x)🌾"


@pytest_asyncio.fixture
async def telegram():
    server = TelegramServer()
    await server.start()
    yield server
    await server.stop()


@pytest_asyncio.fixture
async def api(telegram):
    api = Api(TOKEN, telegram.base_url, 1_000)
    await api.open()
    yield api
    await api.close()


async def test_text_arrives_as_it_is(telegram, api):
    await api.bot.send_message(7, ODD)

    assert telegram.bot_texts(7) == [ODD]


@pytest.mark.parametrize("fault", [CUT, CUT_AFTERWARDS, Fault(hangs=5.0)], ids=["cut", "cut afterwards", "slow"])
async def test_a_call_without_an_answer_may_have_arrived(telegram, api, fault):
    telegram.fail("sendMessage", fault)

    with pytest.raises(Unanswered):
        await api.bot.send_message(7, "好", read_timeout=0.2)


async def test_a_call_that_nobody_took_has_not_arrived():
    requests = Requests(1, trust_env=False)
    with pytest.raises(NotSent):
        await requests.do_request("http://127.0.0.1:1/", "POST")
    await requests.shutdown()


@pytest.mark.parametrize(("status", "error"), [(403, NotSent), (502, Unanswered)])
async def test_a_page_of_whoever_stands_in_between_is_no_answer_of_telegram(status, error):
    async def page(_):
        return web.Response(status=status, text="<html>no</html>", content_type="text/html")
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    requests = Requests(1, trust_env=False)
    with pytest.raises(error):
        await requests.do_request(f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/", "POST")
    await requests.shutdown()
    await runner.cleanup()


async def test_a_refusal_is_told_in_telegram_s_words(api):
    with pytest.raises(BadRequest, match="text is empty"):
        await api.bot.send_message(7, " ")


async def test_after_the_end_it_can_be_begun_again(telegram, api):
    await api.close()
    await api.open()
    await api.bot.send_message(7, "好")

    assert telegram.bot_texts(7) == ["好"]
