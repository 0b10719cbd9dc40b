"""Delivers alerts on clocks to the one address that staff have for them (HUINONG_STAFF_WEBHOOK)."""
from __future__ import annotations

import json
import ssl
from functools import cached_property

import certifi
import httpx

from bot.jobs.outbox import Undelivered
from bot.jobs.webhook_address import BadAddress, checked
from bot.storage.outbox import Letter

PATIENCE = 15.0  # seconds for each step of one delivery


class StaffAlerts:
    """A Deliverer for recipients of the kind `staff`, whose target is the division whose staff are told. Raises ValueError."""

    def __init__(self, url: str, is_production: bool) -> None:
        try:
            self._url = checked(url, is_production)
        except BadAddress as error:
            raise ValueError(f"HUINONG_STAFF_WEBHOOK: {error}") from error

    def __call__(self, letter: Letter) -> None:
        """Any 2xx is a delivery; its body is not read. Raises Undelivered.

        What is sent is what the letter says, nothing personal, and `id`, which is the same at every attempt.
        """
        body = json.dumps({"id": letter.key, **letter.payload}, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"content-type": "application/json", "user-agent": "huinong-staff", "webhook-id": letter.key}
        try:
            with httpx.Client(verify=self._trusted, trust_env=False, timeout=PATIENCE) as client, \
                    client.stream("POST", self._url, content=body, headers=headers) as response:
                status = response.status_code
        except httpx.HTTPError as error:
            raise Undelivered(type(error).__name__) from None
        if not 200 <= status < 300:
            raise Undelivered(f"HTTP {status}")

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """The authorities of the system, where a county puts its own, and those of Mozilla."""
        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
        return context
