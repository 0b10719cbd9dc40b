"""What the pages of a report share: templates, limits, and the way to casework."""
from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Callable, TypeVar

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.templating import Jinja2Templates

from bot import bootstrap
from bot.channels.h5.words import words
from bot.channels.web.rate_limit import RateLimit
from bot.channels.web.services import TEMPLATES, static_version
from bot.channels.web.visitor import visitor
from bot.channels.web.wording import words as site_words
from bot.replies.wording import wording

LOOKUPS_PER_ADDRESS = 20  # a minute: enough for a village committee's one address, too few to try four digits out
REPORTS_PER_ADDRESS = 300  # a minute: a mobile network puts thousands of telephones behind one address
_OWN = Path(__file__).with_name("templates")
_starting = Lock()
Result = TypeVar("Result")


@dataclass(frozen=True)
class H5:
    """What these pages of one app keep; `version` changes when a static file does."""

    templates: Jinja2Templates
    version: str
    lookups: RateLimit
    reports: RateLimit


def h5(now: Callable[[], float] = time.monotonic) -> H5:
    """`now` is the clock of the rate limits."""
    templates = Jinja2Templates([_OWN, TEMPLATES], trim_blocks=True, lstrip_blocks=True)
    return H5(templates, static_version(), RateLimit(LOOKUPS_PER_ADDRESS, now), RateLimit(REPORTS_PER_ADDRESS, now))


def of(request: Request) -> H5:
    found: H5 = request.app.state.h5
    return found


def may_look_up(request: Request) -> bool:
    return of(request).lookups.allow(visitor(request).address)


def may_report(request: Request) -> bool:
    return of(request).reports.allow(visitor(request).address)


def page(request: Request, template: str, code: int = 200, **shown: Any) -> Response:
    """`shown` goes to the template, with the words."""
    front = of(request)
    common = {"words": site_words(), "ours": words(), "said": wording("report"), "version": front.version}
    response = front.templates.TemplateResponse(request, template, {**common, **shown}, status_code=code)
    if code == 429:
        response.headers["Retry-After"] = "60"
    return response


def see(address: str) -> Response:
    """After a form was taken: the browser opens `address`, and opening it again sends nothing."""
    return RedirectResponse(address, 303)


async def working(work: Callable[..., Result], *given: Any) -> Result:
    """The database in a thread of its own. The first one to come brings it up alone."""
    def run() -> Result:
        with _starting:
            bootstrap.casework()
            bootstrap.case_queries()
        return work(*given)

    return await run_in_threadpool(run)
