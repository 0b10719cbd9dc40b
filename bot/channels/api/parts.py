"""What the API is put together from."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Callable

from bot import bootstrap
from bot.casework.handlers import Casework
from bot.casework.queries import CaseQueries
from bot.storage.api_clients import ApiClients


@dataclass(frozen=True)
class Parts:
    """`is_known` tells whether a six-digit code is a division."""

    casework: Casework
    queries: CaseQueries
    clients: ApiClients
    is_known: Callable[[str], bool]


@lru_cache(maxsize=1)
def parts() -> Parts:
    """Of the settings; with the first request, so that pages without cases need no database."""
    return Parts(bootstrap.casework(), bootstrap.case_queries(), bootstrap.api_clients(), bootstrap.divisions().exists)
