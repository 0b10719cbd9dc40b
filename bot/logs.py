"""Structured logs: one JSON object a line on standard error. Static text and ids only, never what people typed."""
from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

_STAMP = structlog.processors.TimeStamper(fmt="iso", utc=True)
_EVERY: list[Any] = [structlog.stdlib.add_logger_name, structlog.stdlib.add_log_level, _STAMP]


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Our own loggers stand on the standard library's, so Rasa's configuring of structlog leaves them alone."""
    return structlog.wrap_logger(
        logging.getLogger(f"huinong.{name}"),
        processors=[structlog.stdlib.filter_by_level, *_EVERY, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def configure(level: str) -> None:
    """For a process of ours, after everything that sets up logging of its own. Libraries speak from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_EVERY, processor=structlog.processors.JSONRenderer(ensure_ascii=False)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("huinong").setLevel(level)
    # Sanic has handlers of its own
    for name in ("sanic.root", "sanic.error", "sanic.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
