"""A whole visit, from the first screen to the withdrawal, leaves nothing personal in logs, addresses and counters."""
from __future__ import annotations

import logging

import pytest

from bot.casework.receipt import spaced
from tests.integration.h5.house import PHONE, Household, link_of
from tests.integration.h5.test_details import IDENTITY

NAME, STORY = "欧阳翠花", "男人摔断了腿没钱治"


def test_no_log_no_address_and_no_counter_of_a_visit_holds_what_is_personal(household: Household, caplog: pytest.LogCaptureFixture) -> None:
    addresses: list[str] = []
    household.browser.event_hooks["request"] = [lambda request: addresses.append(str(request.url))]
    with caplog.at_level(logging.DEBUG):
        household.open()
        household.send(phone="123", who="other", name=NAME)
        link = link_of(household.send(who="other", name=NAME))
        for step, typed in {"who": {"name": NAME, "reporter": NAME}, "story": {"story": STORY}, "identity": {"identity_number": IDENTITY},
                            "phone": {"phone": PHONE}}.items():
            household.browser.post(f"/r/case/{link}/{step}", data=typed)
        receipt = household.receipt(link)
        household.browser.post("/r/status", data={"receipt": receipt, "digits": PHONE[-4:]})
        household.browser.post("/r/verify", data={"receipt": receipt, "code": "0" * 16})
        household.browser.post(f"/r/case/{link}/withdraw")

    logged = "\n".join(record.getMessage() + str(record.__dict__) for record in caplog.records if not record.name.startswith(("httpx", "httpcore")))
    counted = household.browser.get("/metrics").text
    assert logged and '"/r"' in counted
    for personal in (PHONE, NAME, STORY, IDENTITY, receipt, spaced(receipt), link):
        assert personal not in logged and personal not in counted
    for personal in (PHONE, NAME, STORY, IDENTITY, receipt, PHONE[-4:] + "&"):
        assert not any(personal in address for address in addresses)
