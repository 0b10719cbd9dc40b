"""The one place that reads the environment (and .env). Names are listed in .env.example."""
from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from honcho import environ

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """`content` is policies_kb; `today` fixes the date; `var` holds what the running program writes."""

    content: Path
    models: Path
    var: Path
    today: date | None
    database_url: str
    redis_url: str | None
    dialogue_port: int
    web_host: str
    web_port: int
    log_level: str

    @property
    def model_file(self) -> Path:
        return self.models / "huinong.tar.gz"

    @property
    def dialogue_url(self) -> str:
        return f"http://127.0.0.1:{self.dialogue_port}"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Read once. Raises ValueError for a HUINONG_TODAY that is no date and a port that is no number."""
    given = {**_written(), **os.environ}

    def path(name: str, default: str) -> Path:
        return Path(given.get(name) or ROOT / default)

    fixed = given.get("HUINONG_TODAY")
    var = path("HUINONG_VAR", "var")
    return Settings(
        content=path("HUINONG_CONTENT", "policies_kb"),
        models=path("HUINONG_MODELS", "models"),
        var=var,
        today=date.fromisoformat(fixed) if fixed else None,
        database_url=given.get("DATABASE_URL") or f"sqlite:///{var / 'huinong.db'}",
        redis_url=given.get("REDIS_URL") or None,
        dialogue_port=int(given.get("HUINONG_DIALOGUE_PORT") or 5005),
        web_host=given.get("HUINONG_WEB_HOST") or "127.0.0.1",
        web_port=int(given.get("HUINONG_WEB_PORT") or 8000),
        log_level=given.get("HUINONG_LOG_LEVEL") or "INFO",
    )


def _written() -> dict[str, str]:
    """What .env says; the environment wins over it."""
    file = ROOT / ".env"
    return dict(environ.parse(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def prepare_process() -> None:
    """What libraries read from the environment when they are imported; call before importing Rasa."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    # libgomp's threads hurt badly on busy cores (STACK.md)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
