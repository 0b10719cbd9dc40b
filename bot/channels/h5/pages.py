"""Every route of the report pages. The order counts: /r/{division} takes whatever the others leave."""
from __future__ import annotations

from fastapi import APIRouter

from bot.channels.h5 import detail_pages, receipt_pages, report_pages, status_pages

router = APIRouter()
for _routes in (receipt_pages, status_pages, detail_pages, report_pages):
    router.include_router(_routes.router)
