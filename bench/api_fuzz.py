"""`make api-fuzz`: generated requests against the API in this process, with a database of its own; none may break it or its contract.

Schemathesis makes requests that keep to the contract and such that break it in one place, and checks every answer against it;
what no contract describes (any method, path, header and bytes) comes on top.
"""
from __future__ import annotations

import argparse
import copy
import itertools
import json
import os
import secrets
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Callable

import hypothesis
import schemathesis
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROOT = "/api/v1"
COUNTIES = ["500230", "500231"]
PLENTY = 1_000_000_000  # requests a minute: the limit has tests of its own
# a report may keep to the contract and still have a wrong check digit, or a key that was used
ACCEPTED = ["2xx", "401", "403", "404", "409", "422"]
# of all requests, those that keep to the contract and those that break it: as it is served, and narrowed to what a schema cannot say
SHARES = {("POST", "/reports"): ((0.1, 0.1), (0.2, 0.2)), ("GET", "/reports/{receipt}"): ((0.05, 0.05), (0.01, 0.02)),
          ("GET", "/consent"): ((0.01, 0.02), (0, 0))}
_ANY = st.text(st.characters(min_codepoint=1, max_codepoint=255, blacklist_characters="\r\n"), max_size=20)


@dataclass
class Tally:
    """Counts the requests that reach an app, by status."""

    app: ASGIApp
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.statuses.values())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.statuses[message["status"]] += 1
            await send(message)

        await self.app(scope, receive, counting if scope["type"] == "http" else send)


def fuzz(requests: int, seed: int) -> Tally:
    """At least so many requests. Raises what the first wrong answer is told by. Needs settings with a database of its own."""
    from bot import bootstrap, clock
    from bot.channels.api.contract import contract
    from bot.channels.web.app import create_app
    from bot.replies.report import consent_version

    key = bootstrap.api_clients().add(f"fuzz-{seed}", "500200", None, "fuzz", clock.now()).key
    app = Tally(create_app())
    headers = {"Authorization": f"Bearer {key}"}
    client = TestClient(app, follow_redirects=False)
    numbers = itertools.count()
    report = {"consent": consent_version(), "division": COUNTIES[0], "risks": ["illness"]}
    first = [client.post(f"{ROOT}/reports", headers={**headers, "Idempotency-Key": f"first-{number}"}, json=report) for number in range(5)]
    receipts = [response.json()["receipt"] for response in first]
    served = schemathesis.openapi.from_asgi(f"{ROOT}/openapi.json", app, config=_config(ACCEPTED))
    narrow = schemathesis.openapi.from_dict(narrowed(contract(), consent_version(), receipts), config=_config(["2xx"]))
    narrow.app = app

    def as_served(case: Any) -> None:
        case.call_and_validate(headers=headers)

    def as_narrowed(case: Any) -> None:
        case.call_and_validate(headers={**headers, "Idempotency-Key": f"fuzz-{next(numbers)}"})

    for (method, path), shares in SHARES.items():
        for schema, check, of_each in zip((served, narrow), (as_served, as_narrowed), shares, strict=True):
            for mode, share in zip((GenerationMode.POSITIVE, GenerationMode.NEGATIVE), of_each, strict=True):
                if share:
                    _run(check, schema[path][method].as_strategy(generation_mode=mode), int(share * requests), seed)

    problem = Draft202012Validator({"$ref": "#/components/schemas/Problem", "components": contract()["components"]})

    def stray(drawn: tuple[str, str, dict[str, str], bytes]) -> None:
        method, path, given, body = drawn
        sent = {name: value.encode("latin-1") for name, value in given.items()}
        response = client.request(method, f"{ROOT}{path}", headers=sent, content=body)
        assert response.status_code < 500, response.status_code
        if response.status_code >= 400 and method != "HEAD":
            assert response.headers["content-type"] == "application/problem+json"
            problem.validate(response.json())
            assert response.json()["status"] == response.status_code

    _run(stray, strays(headers["Authorization"], receipts), max(requests - app.total, requests // 5), seed)
    return app


def strays(authorization: str, receipts: list[str]) -> st.SearchStrategy[tuple[str, str, dict[str, str], bytes]]:
    """Any method, path, headers and bytes."""
    headers = st.fixed_dictionaries({}, optional={
        "authorization": st.sampled_from([authorization] * 9) | _ANY,
        "idempotency-key": st.sampled_from(["a", "b"]) | _ANY,
        "content-type": st.sampled_from(["application/json"] * 4 + ["application/json; charset=gbk", "text/plain"]) | _ANY,
        "origin": _ANY,
        "accept-encoding": _ANY,
        "content-length": st.sampled_from(["0", "-1", "99999999", "x"])})
    large = st.integers(60_000, 70_000).map(lambda size: b" " * size)
    body = st.binary(max_size=200) | _json().map(lambda value: json.dumps(value).encode()) | large
    known = ["/reports", "/reports", "/consent", "/openapi.json", "/", "", "/reports/", *(f"/reports/{each}" for each in receipts)]
    path = st.sampled_from(known) | st.text("ab/.%?#;0123456789\u4e2d", max_size=12).map(lambda text: f"/{text}")
    method = st.sampled_from(["POST"] * 6 + ["GET"] * 2 + ["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW"])
    return st.tuples(method, path, headers, body)


def narrowed(contract: dict[str, Any], consent: str, receipts: list[str]) -> dict[str, Any]:
    """The contract for a client whose key, places, words and receipts are right: what keeps to it must be accepted."""
    tree = copy.deepcopy(contract)
    tree["security"] = []
    del tree["paths"]["/reports"]["post"]["parameters"]
    del tree["paths"]["/reports"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    [receipt] = tree["paths"]["/reports/{receipt}"]["get"]["parameters"]
    receipt["schema"] = {"enum": receipts}
    parts = tree["components"]["schemas"]["Report"]["properties"]
    parts["consent"] = {"const": consent}
    parts["division"] = {"enum": COUNTIES}
    parts["phone"] = {"enum": ["13800138000", "+86 138-0013-8000", "023-70709090", "", None]}
    parts["identity_number"] = {"enum": ["11010519491231002X", "", None]}
    return tree


def _config(accepted: list[str]) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict({"checks": {"positive_data_acceptance": {"expected-statuses": accepted}}})


def _json() -> st.SearchStrategy[Any]:
    leaf = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    names = st.sampled_from(["consent", "division", "risks", "phone", "story", "household_size"]) | st.text(max_size=5)
    return st.recursive(leaf, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=6), max_leaves=10)


def _run(check: Callable[[Any], None], strategy: Any, examples: int, seed: int) -> None:
    @hypothesis.seed(seed)
    @hypothesis.settings(max_examples=max(examples, 1), database=None, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(strategy)
    def each(drawn: Any) -> None:
        check(drawn)

    each()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10 ** 9))
    asked = parser.parse_args()
    print(f"seed {asked.seed} (again with ARGS=\"--seed {asked.seed}\")", flush=True)
    with tempfile.TemporaryDirectory() as var:
        os.environ.update(HUINONG_VAR=var, HUINONG_KEYS_FILE=f"{var}/keys", DATABASE_URL=f"sqlite:///{var}/huinong.db",
                          HUINONG_API_PER_MINUTE=str(PLENTY), HUINONG_ENV="")
        done = fuzz(asked.requests, asked.seed)
    print(", ".join(f"{status}: {count}" for status, count in sorted(done.statuses.items())))
    print(f"{done.total} requests, {sum(count for status, count in done.statuses.items() if status >= 500)} answered with 5xx, "
          "every answer as the contract says")


if __name__ == "__main__":
    main()
