"""What the routes of one app share."""
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from starlette.requests import Request
from starlette.templating import Jinja2Templates

from bot.channels.rasa_client import RasaClient
from bot.channels.web.metrics import Metrics
from bot.channels.web.rate_limit import RateLimit
from bot.replies.reply import Button
from bot.storage.backlog import Backlog

STATIC = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Services:
    """`places` are the buttons of the start screen; `version` changes when a static file does.

    `backlog` is what the jobs have not done yet, None where no database tells.
    """

    dialogue: RasaClient
    metrics: Metrics
    per_visitor: RateLimit
    per_address: RateLimit
    templates: Jinja2Templates
    places: tuple[Button, ...]
    version: str
    backlog: Callable[[], Backlog | None]


def services(request: Request) -> Services:
    found: Services = request.app.state.services
    return found


def static_version() -> str:
    digest = hashlib.sha256()
    for file in sorted(STATIC.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
