"""For those who look after the service: is it up, and what does it do."""
from __future__ import annotations

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, Response

from bot.channels.web.services import services

router = APIRouter()


@router.api_route("/healthz", methods=["GET", "HEAD"])
async def healthz(request: Request) -> Response:
    """200 with both ok; 503 where the dialogue process does not answer."""
    alive = await services(request).dialogue.is_alive()
    return JSONResponse({"web": "ok", "dialogue": "ok" if alive else "down"}, 200 if alive else 503)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    return Response(services(request).metrics.render(), media_type=CONTENT_TYPE_LATEST)
