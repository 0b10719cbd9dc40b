"""Reporting through the API, and looking at how a case stands."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from bot import bootstrap, clock
from bot.casework.commands import Amend, Decide
from bot.casework.days import day_of
from bot.casework.model import Report
from bot.casework.receipt import is_valid, new_receipt
from bot.casework.states import Move
from bot.replies.report import consent_version
from bot.storage.people import People, Person
from bot.storage.tables import case_history, cases, consents, outbox
from tests.integration.api.conftest import System
from tests.integration.storage.case_rows import audit_of, count, everything_written, rows

PERSONAL = {"name": "欧阳铁蛋", "reporter": "李翠花", "phone": "13800138000", "identity_number": "11010519491231002X", "story": "户主住院两个月",
            "for_other": True, "village": "双龙村", "household_size": 4, "income_per_head": 5000}


def test_a_report_gets_a_receipt_its_place_s_clock_and_where_to_look(system):
    response = system.send(**PERSONAL)

    assert response.status_code == 201
    case = response.json()
    assert is_valid(case["receipt"])
    assert (case["state"], case["division"], case["urgent"]) == ("received", "500230", False)
    assert response.headers["Location"] == case["links"]["self"] == f"/api/v1/reports/{case['receipt']}"
    [deadline] = case["clocks"]
    today = day_of(clock.now())
    assert (deadline["clock"], deadline["due_on"], deadline["stopped_at"]) == ("identification", (today + timedelta(15)).isoformat(), None)
    assert date.fromisoformat(deadline["started_on"]) == today
    assert deadline["source"].startswith("fengdu-2024-8")
    assert [(step["move"], step["before"], step["after"]) for step in case["history"]] == [("register", None, "received")]
    assert system.look(case["receipt"]).json() == case


def test_a_department_s_warning_starts_the_clocks_of_warnings(system):
    case = system.send(origin="department_early_warning").json()

    assert {"warning_verified", "warning_settled"} <= {deadline["clock"] for deadline in case["clocks"]}


def test_the_same_request_again_is_answered_and_registers_nothing(system):
    first, again = system.send(**PERSONAL), system.send(**PERSONAL)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() and again.headers["Location"] == first.headers["Location"]
    engine = bootstrap.database()
    assert (count(engine, cases), count(engine, case_history), count(engine, consents)) == (1, 1, 1)


def test_the_same_request_at_once_from_many_sides_is_one_case(system):
    with ThreadPoolExecutor(6) as pool:
        answers = [answer.result() for answer in [pool.submit(system.send) for _ in range(6)]]

    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.json()["receipt"] for answer in answers}) == 1 and count(bootstrap.database(), cases) == 1


def test_a_key_is_the_client_s_own(system, web):
    other = System(web, "fengdu", "500230")

    assert (system.send("same").status_code, other.send("same", risks=["water"]).status_code) == (201, 201)
    assert count(bootstrap.database(), cases) == 2


def test_who_reported_and_what_was_agreed_to_is_kept(system):
    receipt = system.send().json()["receipt"]
    engine = bootstrap.database()
    [row] = rows(engine, cases)

    assert (row.receipt, row.channel) == (receipt, "api")
    assert [step.actor for step in rows(engine, case_history)] == [act.actor for act in audit_of(engine, row.id)] == ["api:chongqing"]
    assert [consent.version for consent in rows(engine, consents)] == [consent_version()]


def test_nothing_personal_is_returned_and_nothing_is_stored_in_clear(system):
    receipt = system.send(**PERSONAL).json()["receipt"]
    casework = bootstrap.casework()
    casework.decide(Decide(receipt, Move.VERIFY, "staff:li", clock.now()))
    casework.decide(Decide(receipt, Move.REFUSE, "staff:li", clock.now(), "欧阳铁蛋家（13800138000）收入高于标准，邻居13912345678作证"))

    shown = system.look(receipt)
    assert [step["after"] for step in shown.json()["history"]] == ["received", "verifying", "not_included"]
    assert "收入高于标准" in shown.json()["history"][-1]["reason"]
    typed = [PERSONAL[part] for part in ("name", "reporter", "phone", "identity_number", "story")]
    assert not any(value in shown.text for value in (*typed, "13912345678", "双龙村"))
    written = everything_written(bootstrap.database())
    assert not any(value in written for value in typed[1:2] + typed[3:]), "the reason alone, which staff wrote, may have the others"


def test_a_change_of_state_is_seen_and_stops_the_clock(system):
    receipt = system.send().json()["receipt"]
    for move in (Move.VERIFY, Move.INCLUDE):
        bootstrap.casework().decide(Decide(receipt, move, "staff:li", clock.now()))

    case = system.look(receipt).json()
    assert case["state"] == "monitored"
    assert {deadline["clock"]: deadline["stopped_at"] is not None for deadline in case["clocks"]} == {"identification": True, "officer_named": False}


@pytest.mark.parametrize(("division", "status"), [("500230", 200), ("500200", 200), (None, 200), ("500231", 404), ("441424", 404), ("440000", 404)])
def test_a_case_is_seen_by_those_whose_division_it_is_in(system, web, division, status):
    receipt = system.send().json()["receipt"]

    assert System(web, "other", division).look(receipt).status_code == status


def test_a_client_sees_what_it_reported_also_when_the_case_has_moved_elsewhere(system, web):
    receipt = system.send().json()["receipt"]
    bootstrap.casework().amend(Amend(receipt, Report(division="441424"), ("division",), clock.now(), "staff:li"))

    assert system.look(receipt).json()["division"] == "441424"
    assert System(web, "fengdu", "500230").look(receipt).status_code == 404


def test_a_case_elsewhere_and_one_that_is_not_are_told_alike(system, web):
    elsewhere = System(web, "wuhua", "441424").look(system.send().json()["receipt"])
    missing = system.look(new_receipt())

    same = ("type", "title", "status", "detail")
    assert [elsewhere.json()[part] for part in same] == [missing.json()[part] for part in same]


def test_an_erased_case_is_gone_and_its_key_is_not_used_again(system):
    receipt = system.send(**PERSONAL).json()["receipt"]
    People(bootstrap.database(), bootstrap.keyring()).erase(Person(receipt=receipt), "staff:li", "asked for it", clock.now())

    assert system.look(receipt).status_code == 404
    again = system.send(**PERSONAL)
    assert (again.status_code, again.json()["type"]) == (422, "urn:huinong:problem:key-reused")
    assert count(bootstrap.database(), cases) == 1


def test_clients_with_a_webhook_in_whose_division_it_is_get_a_letter(system):
    add = bootstrap.api_clients().add
    for name, division in (("county", "500230"), ("all", None), ("elsewhere", "441424")):
        add(name, division, "https://h.example.cn/", "li", clock.now())
    system.send()

    assert [row.recipient for row in rows(bootstrap.database(), outbox)] == ["webhook", "webhook"]


def test_the_words_to_agree_to_are_served_with_their_version(system, web):
    said = web.get("/api/v1/consent", headers=system.authorization).json()

    assert said["version"] == consent_version() and len(said["text"]) >= 3 and said["label"]


def test_the_contract_is_served_to_everybody(web):
    served = web.get("/api/v1/openapi.json").json()

    assert served["openapi"] == "3.1.0" and "/reports" in served["paths"]
    examples = served["paths"]["/reports"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    assert {example["value"]["consent"] for example in examples.values()} == {consent_version()}


def test_the_examples_of_the_contract_are_accepted(system, web):
    content = web.get("/api/v1/openapi.json").json()["paths"]["/reports"]["post"]["requestBody"]["content"]["application/json"]
    for name, example in content["examples"].items():
        assert web.post("/api/v1/reports", headers={**system.authorization, "Idempotency-Key": name}, json=example["value"]).status_code == 201
