"""Voice messages as text, by a service that speaks OpenAI's protocol."""
from __future__ import annotations

import httpx

LONGEST = 120  # seconds of a voice message
LARGEST = 8 * 1024 * 1024  # bytes
_PATIENCE = 30.0  # seconds


class NotHeard(Exception):
    """The service does not answer, or heard nothing."""


class SpeechToText:
    """`url` is the full address of the service, …/v1/audio/transcriptions."""

    def __init__(self, url: str, key: str | None, model: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.AsyncClient(headers=headers, timeout=_PATIENCE, transport=transport)
        self._url, self._model = url, model

    async def close(self) -> None:
        await self._http.aclose()

    async def text(self, sound: bytes) -> str:
        """What was said, in Chinese characters. Raises NotHeard."""
        try:
            response = await self._http.post(self._url, data={"model": self._model, "language": "zh", "response_format": "json"},
                                             files={"file": ("voice.ogg", sound, "audio/ogg")})
            text = response.raise_for_status().json()["text"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise NotHeard(type(error).__name__) from None
        if not isinstance(text, str) or not text.strip():
            raise NotHeard("nothing")
        return text.strip()
