"""The one public door. Start it with `uvicorn --factory bot.channels.web.app:create_app --no-access-log --ws none`.

`--ws none`: Rasa pins a websockets that this uvicorn cannot import, and nothing here needs it.
"""
from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import AsyncIterator, Callable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from bot import bootstrap
from bot.channels.api.app import create_api
from bot.channels.api.problems import ROOT
from bot.channels.h5 import pages as report_pages
from bot.channels.h5.front import h5
from bot.channels.rasa_client import RasaClient
from bot.channels.web import api, health, pages
from bot.channels.web.doors import Incoming, Outgoing
from bot.channels.web.metrics import Metrics
from bot.channels.web.rate_limit import PER_ADDRESS, PER_VISITOR, RateLimit
from bot.channels.web.refusals import refusal
from bot.channels.web.services import STATIC, TEMPLATES, Services, static_version
from bot.replies.policy import place_buttons
from bot.settings import settings
from bot.storage.backlog import Backlog


def create_app(dialogue: RasaClient | None = None, now: Callable[[], float] = time.monotonic,
               backlog: Callable[[], Backlog | None] = bootstrap.backlog_if_any) -> FastAPI:
    """The app, talking to `dialogue` (by default the process of the settings). `now` is the clock of the rate limits.

    Raises ContentError when the policy content or the wording is wrong.
    """
    web = Services(
        dialogue=dialogue or RasaClient(settings().dialogue_url),
        metrics=Metrics(),
        per_visitor=RateLimit(PER_VISITOR, now),
        per_address=RateLimit(PER_ADDRESS, now),
        templates=Jinja2Templates(TEMPLATES, trim_blocks=True, lstrip_blocks=True),
        places=place_buttons(bootstrap.knowledge_base(), bootstrap.divisions()),
        version=static_version(),
        backlog=backlog,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await web.dialogue.close()

    app = FastAPI(title="Huinong", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.services = web
    app.state.h5 = h5(now)
    for routes in (pages, api, health, report_pages):
        app.include_router(routes.router)
    app.mount(ROOT, create_api(RateLimit(settings().api_per_minute, now)))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _not_served)
    app.add_middleware(Incoming)
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.add_middleware(Outgoing, metrics=web.metrics)
    return app


async def _unreadable(request: Request, error: Exception) -> Response:
    return refusal(request, 400, "unreadable")


async def _not_served(request: Request, error: Exception) -> Response:
    code = error.status_code if isinstance(error, HTTPException) else 500
    return refusal(request, code, "not_found" if code == 404 else "unreadable")
