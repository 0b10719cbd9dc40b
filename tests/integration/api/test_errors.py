"""Each way to go wrong: a problem in plain words (RFC 9457), and nothing registered."""
from __future__ import annotations

import json
import logging
import re

import pytest
from fastapi.testclient import TestClient

from bot import bootstrap, clock
from bot.casework.handlers import Casework
from bot.casework.ports import KeyTaken
from bot.channels.api.wording import words
from bot.channels.web.app import create_app
from bot.replies.report import consent_version
from bot.storage.tables import cases
from tests.integration.api.conftest import System
from tests.integration.storage.case_rows import count
from tests.unit.channels.fake_dialogue import FakeDialogue


def problem(response, key: str) -> dict:
    """The body of a problem, after what holds for every one."""
    said = words()["problems"][key]
    body = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, body["status"], body["title"], body["detail"]) == (said["status"], said["status"], said["title"], said["detail"])
    assert body["type"] == f"urn:huinong:problem:{key.replace('_', '-')}"
    assert body["instance"].startswith("/api/v1")
    assert re.search("[\u4e00-\u9fff]", body["detail"])
    assert response.headers["Cache-Control"] == "no-store"
    return body


def nothing_is_registered() -> bool:
    return count(bootstrap.database(), cases) == 0


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic aHVpbm9uZw==", "hn_key", "Bearer a b", "Bearer \u00fc"])
def test_without_a_right_key_nothing_is_done(system, authorization):
    headers = {"Authorization": authorization.encode("latin-1") if authorization is not None else None}
    response = system.send(headers=headers)

    assert problem(response, "unauthorized") and response.headers["WWW-Authenticate"] == "Bearer"
    assert nothing_is_registered()


@pytest.mark.parametrize("path", ["/api/v1/reports/4821093757", "/api/v1/consent"])
def test_nothing_but_the_contract_is_shown_without_a_key(web, path):
    problem(web.get(path), "unauthorized")


def test_an_ended_client_s_key_opens_nothing(system):
    bootstrap.api_clients().end("chongqing", "li", clock.now())

    problem(system.send(), "unauthorized")


def test_a_place_outside_the_client_s_division_is_forbidden(system):
    problem(system.send(division="441424"), "outside_division")
    assert nothing_is_registered()


@pytest.mark.parametrize("receipt", ["4821093756", "482109375", "48210937577", "abc", "%E5%9B%9E", "482 109 3757", "%00", "../openapi.json/x"])
def test_a_receipt_that_is_none_is_not_found(system, receipt):
    response = system.look(receipt)

    assert response.status_code == 404 and response.json()["type"] in ("urn:huinong:problem:unknown-receipt", "urn:huinong:problem:not-found")


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/nothing", "/api/v1/reports/", "/api/v1/reports/1/2", "/api/v1/%E5%86%9C"])
def test_a_path_that_is_none_is_not_found(system, web, path):
    body = problem(web.get(path, headers=system.authorization), "not_found")

    assert body["instance"] == path


@pytest.mark.parametrize(("method", "path", "allowed"), [
    ("GET", "/reports", {"POST"}), ("PUT", "/reports", {"POST"}), ("DELETE", "/reports/4821093757", {"GET", "HEAD"}),
    ("PATCH", "/reports/4821093757", {"GET", "HEAD"}), ("POST", "/consent", {"GET", "HEAD"}), ("POST", "/openapi.json", {"GET", "HEAD"}),
    ("OPTIONS", "/reports", {"POST"}), ("BREW", "/reports", {"POST"})])
def test_a_wrong_method_is_told_the_right_one(system, web, method, path, allowed):
    response = web.request(method, f"/api/v1{path}", headers=system.authorization)

    assert problem(response, "wrong_method") and set(response.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize("content", ["", "{", "{}}", "[1,", '{"risks": ["illness"], "risks": ["water"]}', '{"household_size": NaN}', "\ufeff{}"])
def test_broken_json_is_malformed(system, content):
    problem(system.send(content=content.encode()), "malformed")
    assert nothing_is_registered()


@pytest.mark.parametrize("kind", ["", "text/plain", "application/xml", "application/json; charset=gbk", "application/jsonp", "multipart/form-data",
                                  "application/x-www-form-urlencoded"])
def test_only_json_is_taken(system, kind):
    problem(system.send(headers={"Content-Type": kind}, content=b"{}"), "wrong_type")


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON", "application/json; charset=utf-8", 'application/json;charset="UTF-8"'])
def test_json_may_say_that_it_is_utf_8(system, kind):
    body = json.dumps({"consent": "none", "division": "500230", "risks": ["illness"]}).encode()

    problem(system.send(headers={"Content-Type": kind}, content=body), "invalid_report")


@pytest.mark.parametrize("key", [None, "", " ", "a b", "k" * 129, "键", "a\tb"])
def test_a_report_without_a_right_idempotency_key_is_refused(system, key):
    headers = {"Idempotency-Key": key.encode() if key is not None else None}
    problem(system.send(None, headers=headers), "bad_key")
    assert nothing_is_registered()


@pytest.mark.parametrize("key", ["k", "k" * 127, "k" * 128, "!~:/"])
def test_an_idempotency_key_has_up_to_128_visible_signs(system, key):
    assert system.send(key).status_code == 201


@pytest.mark.parametrize("changed", [{"risks": ["water"]}, {"phone": "13800138000"}, {"division": "500231"}, {"origin": "official_inspection"}])
def test_a_key_that_comes_again_with_another_report_is_refused_and_the_first_one_stands(system, changed):
    receipt = system.send().json()["receipt"]

    problem(system.send(**changed), "key_reused")
    assert count(bootstrap.database(), cases) == 1 and system.look(receipt).status_code == 200


def test_every_wrong_part_is_told_with_its_place(system):
    body = problem(system.send(phone="1380013800", identity_number="11010519491231002", extra=1, household_size="four"), "invalid_report")

    assert {error["pointer"] for error in body["errors"]} == {"#/phone", "#/identity_number", "#/extra", "#/household_size"}
    assert all(re.search("[\u4e00-\u9fff]", error["detail"]) for error in body["errors"])
    assert nothing_is_registered()


ODD = {"emoji": "\U0001f62d" * 50, "HTML": "<script>alert(1)</script>", "SQL": "'; DROP TABLE cases; --", "CSV": "=cmd|' /C calc'!A0",
       "control": "a\x00b\x1b[31m", "half a sign": "\ud83d"}


@pytest.mark.parametrize("story", ODD.values(), ids=ODD.keys())
def test_odd_words_are_only_words(system, story):
    response = system.send(content=json.dumps({"consent": consent_version(), "division": "500230", "risks": ["other"], "story": story}).encode())

    assert response.status_code == 201 and count(bootstrap.database(), cases) == 1


def test_a_story_of_20_kilobytes_is_told_its_limit(system):
    body = problem(system.send(story="长" * 7_000), "invalid_report")

    assert [error["pointer"] for error in body["errors"]] == ["#/story"] and "7000" in body["errors"][0]["detail"]


@pytest.mark.parametrize(("size", "key"), [(64 * 1024, "malformed"), (64 * 1024 + 1, "too_big"), (1_000_000, "too_big")])
def test_a_body_has_at_most_64_kilobytes(system, size, key):
    problem(system.send(content=b" " * size), key)


def test_a_page_elsewhere_may_not_post_to_our_pages_and_a_gateway_may_pass_its_headers_to_the_api(system, web):
    foreign = {"Origin": "https://gateway.example.cn", "Sec-Fetch-Site": "cross-site"}

    assert web.post("/api/chat", headers=foreign, json={"message": "你好"}).status_code == 403
    assert system.send(headers=foreign).status_code == 201


def test_each_client_has_its_own_limit_a_minute(own_settings):
    own_settings.setenv("HUINONG_API_PER_MINUTE", "3")
    time = [1000.0]
    with TestClient(create_app(FakeDialogue().client(), lambda: time[0])) as web:
        one, other = System(web, "one", None), System(web, "other", None)
        assert [one.send(str(number)).status_code for number in range(3)] == [201] * 3
        refused = one.send("3")
        assert problem(refused, "too_many") and refused.headers["Retry-After"] == "60"
        assert other.send("3").status_code == 201
        time[0] += 60
        assert one.send("3").status_code == 201


def test_a_report_that_another_process_is_registering_is_to_be_sent_again(system, monkeypatch):
    def taken(*_):
        raise KeyTaken("k1")

    monkeypatch.setattr(Casework, "register", taken)
    response = system.send()

    assert problem(response, "busy") and response.headers["Retry-After"] == "1"


def test_when_something_breaks_it_is_said_that_sending_again_is_safe_and_nothing_typed_is_logged(system, monkeypatch, caplog):
    typed = {"phone": "13800138000", "name": "欧阳铁蛋"}

    def broken(*_):
        raise RuntimeError(typed["phone"])

    with monkeypatch.context() as patch, caplog.at_level(logging.DEBUG):
        patch.setattr(Casework, "register", broken)
        problem(system.send(**typed), "broken")
    assert system.send(**typed).status_code == 201

    told = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("huinong"))
    assert "request failed" in told
    assert not any(word in told for word in (*typed.values(), system.key))


def test_requests_are_counted_under_one_path(system, web):
    system.send()
    system.look("4821093757")

    assert 'huinong_web_requests_total{path="/api/v1",status="201"} 1.0' in web.get("/metrics").text
