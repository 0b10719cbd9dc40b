"""The one place that reads the environment (and .env). Names are listed in .env.example."""
from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Mapping

from honcho import environ

ROOT = Path(__file__).resolve().parent.parent
_WEB_ADDRESS = re.compile(
    r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?(?:/[a-z0-9._~%/-]*)?", re.IGNORECASE | re.ASCII)
_LONGEST_PERIOD = 36_500  # days
_LONGEST_ADDRESS = 100  # characters; more would make a QR code too fine to read from the board


@dataclass(frozen=True)
class Settings:
    """`content` is policies_kb; `today` fixes the date; `var` holds what the running program writes.

    `public_url` is where phones find the web app, without a slash at its end; `font` is for drawing Chinese, None to look for one.
    """

    content: Path
    models: Path
    var: Path
    today: date | None
    database_url: str
    redis_url: str | None
    dialogue_port: int
    web_host: str
    web_port: int
    public_url: str
    font: Path | None
    log_level: str
    is_production: bool
    keys_file: Path
    api_per_minute: int
    staff_webhook: str | None
    keep_cases_days: int
    keep_conversations_days: int
    keep_answers_days: int
    keep_outbox_days: int
    telegram_token: str | None = field(repr=False)
    telegram_api: str  # another Bot API server than Telegram's own
    telegram_webhook: str | None  # where Telegram sends updates; None: they are fetched
    telegram_webhook_port: int
    telegram_per_second: int  # messages
    speech_to_text_url: str | None
    speech_to_text_key: str | None = field(repr=False)
    speech_to_text_model: str

    @property
    def model_file(self) -> Path:
        return self.models / "huinong.tar.gz"

    @property
    def dialogue_url(self) -> str:
        return f"http://127.0.0.1:{self.dialogue_port}"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Read once. Raises ValueError for a HUINONG_TODAY that is no date, a port that is no number and a HUINONG_PUBLIC_URL that is none."""
    given = {**_written(), **os.environ}

    def path(name: str, default: str) -> Path:
        return Path(given.get(name) or ROOT / default)

    fixed = given.get("HUINONG_TODAY")
    var = path("HUINONG_VAR", "var")
    web_host, web_port = given.get("HUINONG_WEB_HOST") or "127.0.0.1", int(given.get("HUINONG_WEB_PORT") or 8000)
    return Settings(
        content=path("HUINONG_CONTENT", "policies_kb"),
        models=path("HUINONG_MODELS", "models"),
        var=var,
        today=date.fromisoformat(fixed) if fixed else None,
        database_url=given.get("DATABASE_URL") or f"sqlite:///{var / 'huinong.db'}",
        redis_url=given.get("REDIS_URL") or None,
        dialogue_port=int(given.get("HUINONG_DIALOGUE_PORT") or 5005),
        web_host=web_host,
        web_port=web_port,
        public_url=_public_url(given.get("HUINONG_PUBLIC_URL"), web_host, web_port),
        font=Path(given["HUINONG_FONT"]) if given.get("HUINONG_FONT") else None,
        log_level=given.get("HUINONG_LOG_LEVEL") or "INFO",
        is_production=given.get("HUINONG_ENV") == "production",
        keys_file=Path(given.get("HUINONG_KEYS_FILE") or var / "keys"),
        api_per_minute=int(given.get("HUINONG_API_PER_MINUTE") or 600),
        staff_webhook=given.get("HUINONG_STAFF_WEBHOOK") or None,
        keep_cases_days=_days(given, "HUINONG_KEEP_CASES_DAYS", 1095),
        keep_conversations_days=_days(given, "HUINONG_KEEP_CONVERSATIONS_DAYS", 180),
        keep_answers_days=_days(given, "HUINONG_KEEP_ANSWERS_DAYS", 1095),
        keep_outbox_days=_days(given, "HUINONG_KEEP_OUTBOX_DAYS", 30),
        telegram_token=given.get("TELEGRAM_BOT_TOKEN") or None,
        telegram_api=(given.get("TELEGRAM_BASE_URL") or "https://api.telegram.org").rstrip("/"),
        telegram_webhook=given.get("TELEGRAM_WEBHOOK_URL") or None,
        telegram_webhook_port=int(given.get("TELEGRAM_WEBHOOK_PORT") or 8443),
        telegram_per_second=int(given.get("TELEGRAM_MESSAGES_PER_SECOND") or 30),
        speech_to_text_url=given.get("SPEECH_TO_TEXT_URL") or None,
        speech_to_text_key=given.get("SPEECH_TO_TEXT_KEY") or None,
        speech_to_text_model=given.get("SPEECH_TO_TEXT_MODEL") or "whisper-1",
    )


def _days(given: Mapping[str, str | None], name: str, default: int) -> int:
    """0 keeps for ever. Raises ValueError: a period that is misspelt must not delete anything."""
    text = given.get(name) or str(default)
    if not (text.isascii() and text.isdigit()) or int(text) > _LONGEST_PERIOD:
        raise ValueError(f"{name}: {text!r} is no number of days from 0 to {_LONGEST_PERIOD}; 0 keeps for ever")
    return int(text)


def web_address(text: str) -> str:
    """An http(s) address without a slash at its end. Raises ValueError."""
    found = _WEB_ADDRESS.fullmatch(text)
    if found is None or int(found["port"] or 1) not in range(1, 1 << 16) or len(text) > _LONGEST_ADDRESS:
        raise ValueError(f"{text!r} is no address that phones open: write https:// or http:// and the host, in at most {_LONGEST_ADDRESS} "
                         "plain characters and without ?, # or @, for instance https://huinong.example.cn (a Chinese domain as xn--…)")
    return text.rstrip("/")


def _public_url(text: str | None, host: str, port: int) -> str:
    """The default serves this machine alone, which is enough to try things out."""
    try:
        return web_address(text or f"http://{f'[{host}]' if ':' in host else host}:{port}")
    except ValueError as error:
        raise ValueError(f"HUINONG_PUBLIC_URL: {error}") from error


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
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # else python-telegram-bot warns of every duration
