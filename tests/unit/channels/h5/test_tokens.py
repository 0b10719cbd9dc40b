from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.casework.receipt import new_receipt
from bot.channels.h5.tokens import (
    FORM_LIFETIME,
    LINK_LIFETIME,
    case_link,
    new_form,
    proof_link,
    read_case_link,
    read_form,
    read_proof_link,
)
from bot.storage.encryption import Key, Keyring

OLD, NEW = Key("old", bytes(range(32))), Key("new", bytes(range(1, 33)))
KEYS = Keyring((OLD,))
AT = datetime(2026, 3, 1, 8, tzinfo=timezone.utc)
SECOND = timedelta(seconds=1)


def test_two_forms_are_never_the_same_and_each_has_a_key_of_its_own() -> None:
    first, second = (read_form(KEYS, new_form(KEYS, AT), AT) for _ in range(2))

    assert first and second and first.key != second.key and len(first.key) < 100


@pytest.mark.parametrize(("age", "is_expired"), [(FORM_LIFETIME - SECOND, False), (FORM_LIFETIME, False), (FORM_LIFETIME + SECOND, True)])
def test_a_form_expires_after_its_lifetime(age: timedelta, is_expired: bool) -> None:
    form = read_form(KEYS, new_form(KEYS, AT), AT + age)

    assert form and form.is_expired is is_expired


def test_a_form_that_was_changed_is_not_ours() -> None:
    token = new_form(KEYS, AT)
    nonce, issued, signature = token.split(".")
    forged = [f"{nonce}x.{issued}.{signature}", f"{nonce}.{int(issued) + 1}.{signature}", f"{nonce}.{issued}.{signature[:-1]}", f"{nonce}.{issued}",
              token + "0", "", ".", "..", "😀.1.2", "x" * 100_000]

    assert [read_form(KEYS, each, AT) for each in forged] == [None] * len(forged)


def test_what_another_key_signed_is_not_ours() -> None:
    assert read_form(Keyring((NEW,)), new_form(KEYS, AT), AT) is None
    assert read_case_link(Keyring((NEW,)), case_link(KEYS, new_receipt(), AT), AT) is None


def test_forms_and_links_outlive_a_change_of_keys() -> None:
    rotated, receipt = Keyring((NEW, OLD)), new_receipt()

    assert read_form(rotated, new_form(KEYS, AT), AT)
    assert read_case_link(rotated, case_link(KEYS, receipt, AT), AT).receipt == receipt  # type: ignore[union-attr]


@pytest.mark.parametrize(("age", "is_old"), [(LINK_LIFETIME, False), (LINK_LIFETIME + SECOND, True)])
def test_a_link_grows_old_but_stays_ours(age: timedelta, is_old: bool) -> None:
    receipt = new_receipt()
    link = read_case_link(KEYS, case_link(KEYS, receipt, AT), AT + age)

    assert link and link.receipt == receipt and link.is_old is is_old


def test_a_link_hides_the_receipt_and_stands_in_an_address_as_it_is() -> None:
    receipt = new_receipt()
    link = case_link(KEYS, receipt, AT)

    assert receipt not in link and "/" not in link and "?" not in link and "#" not in link and link.isascii()


def test_each_kind_of_link_opens_only_what_it_is_for() -> None:
    receipt = new_receipt()
    paper, case = proof_link(KEYS, receipt, "a" * 64), case_link(KEYS, receipt, AT)

    assert read_proof_link(KEYS, paper) == (receipt, "a" * 64) and read_proof_link(KEYS, case) is None and read_case_link(KEYS, paper, AT) is None


@pytest.mark.parametrize("text", ["", "case", "case 123 1", "case x y z", "CASE 4821093757 1", "proof"])
def test_sealed_text_of_another_kind_is_no_link(text: str) -> None:
    assert read_case_link(KEYS, KEYS.seal(text), AT) is None
