"""Delivers to the webhooks of other systems, signed as the Standard Webhooks specification says."""
from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import ssl
from datetime import datetime
from functools import cached_property
from typing import Callable, Mapping, Protocol

import certifi
import httpx

from bot.jobs.outbox import Undeliverable, Undelivered
from bot.jobs.webhook_address import BadAddress, checked
from bot.storage.api_clients import Webhook
from bot.storage.outbox import Letter

PATIENCE = 15.0  # seconds for the whole of one delivery
# Reasons are staff's own words and may name somebody: the receiver asks the API for the case.
_TOLD = ("event", "receipt", "state", "division", "at")
_GONE = 410


class Receivers(Protocol):
    """bot.storage.api_clients.ApiClients."""

    def webhook(self, number: int) -> Webhook | None: ...

    def drop_webhook(self, number: int, at: datetime) -> None: ...


class Webhooks:
    """A Deliverer for recipients of the kind `webhook`, whose target is the number of an API client."""

    def __init__(self, receivers: Receivers, now: Callable[[], datetime], is_production: bool, patience: float = PATIENCE) -> None:
        self._receivers, self._now, self._is_production, self._patience = receivers, now, is_production, patience

    def __call__(self, letter: Letter) -> None:
        """Any 2xx is a delivery; 410 drops the client's webhook. Raises Undelivered, Undeliverable."""
        if not letter.target:
            raise Undeliverable("the case was erased")
        client = int(letter.target)
        hook = self._receivers.webhook(client)
        if hook is None:
            raise Undeliverable("the client has ended or its webhook was dropped")
        try:
            url = checked(hook.url, self._is_production)
        except BadAddress:
            raise Undeliverable("the client's webhook has an address that is not allowed") from None
        body = body_of(letter)
        status = self._status(url, body, headers_of(letter.key, self._now(), body, hook.secret))
        if status == _GONE:
            self._receivers.drop_webhook(client, self._now())
            raise Undeliverable(f"HTTP {status}")
        if not 200 <= status < 300:
            raise Undelivered(f"HTTP {status}")

    def _status(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        try:
            return asyncio.run(asyncio.wait_for(self._post(url, body, headers), self._patience))
        except asyncio.TimeoutError:
            raise Undelivered("no answer in time") from None
        except httpx.HTTPError as error:
            raise Undelivered(type(error).__name__) from None

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """A redirect is not followed: it would carry the event to where nobody checked. The answer's body is not read."""
        async with httpx.AsyncClient(verify=self._trusted, trust_env=False, timeout=self._patience) as client, \
                client.stream("POST", url, content=body, headers=dict(headers)) as response:
            return response.status_code

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """The authorities of the system, where a county puts its own, and those of Mozilla."""
        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
        return context


def body_of(letter: Letter) -> bytes:
    """The same bytes at every attempt."""
    told = {"id": letter.key, **{name: letter.payload[name] for name in _TOLD if name in letter.payload}}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def headers_of(key: str, at: datetime, body: bytes, secret: str) -> dict[str, str]:
    """`secret` is whsec_ and base64. Source: standardwebhooks.com, specification 1.0, symmetric signatures."""
    timestamp = str(int(at.timestamp()))
    signed = hmac.new(base64.b64decode(secret.partition("_")[2]), f"{key}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return {"content-type": "application/json", "user-agent": "huinong-webhooks", "webhook-id": key, "webhook-timestamp": timestamp,
            "webhook-signature": f"v1,{base64.b64encode(signed).decode()}"}
