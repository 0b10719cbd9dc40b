"""What is sent to webhooks, against the example of the Standard Webhooks specification."""
from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.jobs.outbox import Undeliverable
from bot.jobs.webhooks import Webhooks, body_of, headers_of
from bot.storage.api_clients import Webhook
from bot.storage.outbox import Letter

PAYLOAD = {"event": "case.not_included", "receipt": "4821093757", "state": "not_included", "division": "500230", "at": "2026-11-22T00:00:00+00:00",
           "reason": "张三家有车", "anything": "new"}
LETTER = Letter("7f6f1d0a", "case.not_included", "webhook", "3", PAYLOAD)


class Directory:
    """Of one client whose webhook is `hook`."""

    def __init__(self, hook: Webhook | None) -> None:
        self.hook = hook

    def webhook(self, number: int) -> Webhook | None:
        assert number == 3
        return self.hook

    def drop_webhook(self, number: int, at: datetime) -> None:
        raise AssertionError("nothing was sent")


def now() -> datetime:
    return datetime.fromtimestamp(1614265330, timezone.utc)


def test_the_signature_is_that_of_the_specification_s_example():
    headers = headers_of("msg_p5jXN8AQM9LWM0D4loKWxJek", now(), b'{"test": 2432232314}', "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330")


def test_the_body_has_the_id_and_the_event_and_no_free_words():
    assert json.loads(body_of(LETTER)) == {"id": "7f6f1d0a", "event": "case.not_included", "receipt": "4821093757", "state": "not_included",
                                           "division": "500230", "at": "2026-11-22T00:00:00+00:00"}


def test_a_client_without_a_webhook_gets_nothing():
    with pytest.raises(Undeliverable, match="ended or its webhook was dropped"):
        Webhooks(Directory(None), now, is_production=False)(LETTER)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://h.example.cn/"])
def test_an_address_that_production_forbids_gets_nothing(url):
    with pytest.raises(Undeliverable, match="not allowed"):
        Webhooks(Directory(Webhook(url, "whsec_AAAA")), now, is_production=True)(LETTER)


def test_what_is_left_of_a_letter_whose_case_was_erased_goes_nowhere():
    with pytest.raises(Undeliverable, match="erased"):
        Webhooks(Directory(None), now, is_production=False)(Letter("7f6f1d0a", "case.received", "webhook", "", {}))


def test_the_guide_s_receiver_accepts_what_is_sent_and_nothing_else():
    guide = (Path(__file__).resolve().parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
    scope: dict = {}
    exec(guide.partition("```python\n")[2].partition("```")[0], scope)
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", body_of(LETTER)
    headers = headers_of("7f6f1d0a", now(), body, secret)

    def accepted(body: bytes = body, secret: str = secret, at: float = now().timestamp(), **changed: str) -> bool:
        return scope["is_from_huinong"]({**headers, **changed}, body, secret, lambda: at)

    assert accepted() and accepted(at=now().timestamp() + 300)
    assert accepted(**{"webhook-signature": f"v1,AAAA {headers['webhook-signature']}"}), "while a secret is changed there are two"
    assert not accepted(body + b" ") and not accepted(secret="whsec_AAAA") and not accepted(at=now().timestamp() + 301)
    assert not accepted(**{"webhook-id": "other"})
