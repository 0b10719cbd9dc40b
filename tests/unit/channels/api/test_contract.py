"""The contract says what the program does."""
from __future__ import annotations

import re

import pytest
from jsonschema import Draft202012Validator

from bot.casework import validation
from bot.casework.model import DETAILS, Origin, Risk, State
from bot.casework.states import Move
from bot.channels.api.app import create_api
from bot.channels.api.contract import contract, report_shape
from bot.channels.api.problems import ROOT
from bot.channels.api.wording import words
from bot.channels.web.rate_limit import RateLimit

SCHEMAS = contract()["components"]["schemas"]
REPORT = SCHEMAS["Report"]["properties"]


def test_every_schema_is_one():
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)


def test_the_closed_lists_are_those_of_casework():
    assert SCHEMAS["Risk"]["enum"] == [risk.value for risk in Risk]
    assert SCHEMAS["State"]["enum"] == [state.value for state in State]
    assert REPORT["origin"]["enum"] == [*(origin.value for origin in Origin), None]
    assert set(SCHEMAS["Step"]["properties"]["move"]["enum"]) == {move.value for move in Move} | {"register", "amend"}


def test_a_report_holds_the_parts_that_casework_knows():
    assert set(REPORT) == {*DETAILS, "consent", "origin"}


def test_the_limits_are_those_of_casework():
    assert {part: REPORT[part]["maxLength"] for part in validation.LONGEST} == validation.LONGEST
    assert REPORT["household_size"]["maximum"] == validation.MOST_PEOPLE
    assert REPORT["income_per_head"]["maximum"] == validation.MOST_INCOME


@pytest.mark.parametrize("name", ["short", "full"])
def test_the_examples_keep_to_the_contract(name):
    example = contract()["paths"]["/reports"]["post"]["requestBody"]["content"]["application/json"]["examples"][name]["value"]

    assert list(report_shape().iter_errors(example)) == []


def test_every_route_is_described_and_nothing_else():
    app = create_api(RateLimit(1))
    served = {(route.path, method.lower()) for route in app.routes for method in route.methods if method != "HEAD"}
    described = {(path, method) for path, item in contract()["paths"].items() for method in item}

    assert served == described | {("/openapi.json", "get")}
    assert contract()["servers"] == [{"url": ROOT}]


def test_every_problem_has_its_status_in_the_contract_and_words_that_say_how_to_go_on():
    described = {int(status) for item in contract()["paths"].values() for operation in item.values() for status in operation["responses"]}
    for key, said in words()["problems"].items():
        assert said["status"] in described | {405}, key  # 405 is for what is no operation
        assert re.search("[\u4e00-\u9fff]", said["title"]) and said["detail"].endswith("。")
