"""For those who look after the service: is it up, and what does it do."""
from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from bot import clock
from bot.channels.web.services import services
from bot.storage.backlog import Backlog

router = APIRouter()
LATE = timedelta(minutes=10)  # a message that waits longer: the jobs do not run, or a receiver is down


@router.api_route("/healthz", methods=["GET", "HEAD"])
async def healthz(request: Request) -> Response:
    """200 with all ok; 503 where the dialogue process does not answer.

    `outbox` is `late` where a message waits too long, `unknown` without a database. Neither takes the page away from people.
    """
    alive = await services(request).dialogue.is_alive()
    outbox = _outbox(await run_in_threadpool(services(request).backlog))
    return JSONResponse({"web": "ok", "dialogue": "ok" if alive else "down", "outbox": outbox}, 200 if alive else 503)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    found = services(request).metrics
    found.left(await run_in_threadpool(services(request).backlog), clock.now())
    return Response(found.render(), media_type=CONTENT_TYPE_LATEST)


def _outbox(backlog: Backlog | None) -> str:
    if backlog is None:
        return "unknown"
    return "late" if backlog.oldest_at and clock.now() - backlog.oldest_at > LATE else "ok"
