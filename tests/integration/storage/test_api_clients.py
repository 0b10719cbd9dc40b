"""Clients of the API: the key is kept as its hash, the webhook's secret sealed, each change audited."""
from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from bot.storage import audit_log
from bot.storage.api_clients import ApiClients, NameTaken, NoSuchClient, Webhook
from bot.storage.encryption import Keyring
from bot.storage.key_file import new_key
from tests.integration.storage.case_rows import everything_written
from tests.unit.casework.fakes import MOMENT

URL = "https://h.example.cn/hook"
LATER = MOMENT + timedelta(days=1)


@pytest.fixture
def clients(engine) -> ApiClients:
    return ApiClients(engine, Keyring((new_key("first"),)))


def acts(engine) -> list[tuple]:
    with engine.connect() as connection:
        return [(act.actor, act.action, act.subject, act.details) for act in audit_log.acts(connection)]


def test_a_client_is_known_by_its_key_and_only_by_it(clients):
    made = clients.add("fengdu", "500230", None, "li", MOMENT)

    client = clients.of_key(made.key)
    assert (client.name, client.actor, client.division, client.created_at) == ("fengdu", "api:fengdu", "500230", MOMENT)
    assert [clients.of_key(wrong) for wrong in ("", "hn_", made.key[:-1], made.key + "a", made.key.upper())] == [None] * 5


def test_neither_the_key_nor_the_secret_stands_in_the_database(clients, engine):
    made = clients.add("fengdu", None, URL, "li", MOMENT)

    assert made.key.startswith("hn_") and made.webhook.startswith("whsec_")
    assert len(base64.b64decode(made.webhook.removeprefix("whsec_"))) == 32
    written = everything_written(engine)
    assert URL in written
    assert not any(secret in written for secret in (made.key, made.key[3:], made.webhook, made.webhook[6:]))


def test_two_clients_have_different_keys_and_secrets(clients):
    one, other = (clients.add(name, None, URL, "li", MOMENT) for name in ("a", "b"))

    assert one.key != other.key and one.webhook != other.webhook


def test_a_client_without_a_webhook_has_no_secret_and_is_told_nothing(clients):
    made = clients.add("fengdu", None, None, "li", MOMENT)

    assert made.webhook is None and clients.webhook(clients.of_key(made.key).id) is None


def test_a_webhook_is_read_with_its_secret(clients):
    made = clients.add("fengdu", None, URL, "li", MOMENT)

    assert clients.webhook(clients.of_key(made.key).id) == Webhook(URL, made.webhook)


def test_a_name_is_never_given_twice_also_after_its_end(clients, engine):
    clients.add("fengdu", None, None, "li", MOMENT)
    with pytest.raises(NameTaken):
        clients.add("fengdu", "500230", None, "li", MOMENT)
    clients.end("fengdu", "li", LATER)
    with pytest.raises(NameTaken):
        clients.add("fengdu", "500230", None, "li", LATER)

    assert [(client.name, client.division) for client in clients.all()] == [("fengdu", None)]
    assert [action for _, action, _, _ in acts(engine)] == ["add_api_client", "end_api_client"]


def test_an_ended_client_opens_nothing_and_is_told_nothing_and_is_still_listed(clients):
    made = clients.add("fengdu", None, URL, "li", MOMENT)
    number = clients.of_key(made.key).id
    clients.end("fengdu", "li", LATER)

    assert (clients.of_key(made.key), clients.webhook(number)) == (None, None)
    assert [(client.name, client.ended_at) for client in clients.all()] == [("fengdu", LATER)]


@pytest.mark.parametrize("name", ["nobody", "ended"])
def test_only_a_client_in_use_can_end(clients, name):
    clients.add("ended", None, None, "li", MOMENT)
    clients.end("ended", "li", MOMENT)
    with pytest.raises(NoSuchClient):
        clients.end(name, "li", LATER)


def test_a_dropped_webhook_takes_its_secret_along_and_the_key_goes_on_opening(clients, engine):
    made = clients.add("fengdu", "500230", URL, "li", MOMENT)
    number = clients.of_key(made.key).id
    clients.drop_webhook(number, LATER)
    clients.drop_webhook(number, LATER)

    assert clients.webhook(number) is None and clients.of_key(made.key).webhook_url is None
    assert acts(engine) == [("li", "add_api_client", "api client fengdu", {"division": "500230", "webhook_url": URL}),
                            ("system", "drop_webhook", "api client fengdu", {})]


@pytest.mark.parametrize(("division", "covered"), [(None, {"500230", "500231", "441424", None}), ("500230", {"500230"}),
                                                   ("500200", {"500230", "500231"}), ("440000", {"441424"})])
def test_a_client_covers_its_division_and_all_that_lies_in_it(clients, division, covered):
    client = clients.of_key(clients.add("fengdu", division, None, "li", MOMENT).key)

    assert {each for each in ("500230", "500231", "441424", None) if client.covers(each)} == covered
