"""Sealing and blind indexes: nothing can be read or guessed without the key, everything is found after a rotation."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.encryption import Key, Keyring, Unreadable, key_of
from bot.storage.key_file import new_key

OLD, NEW = new_key("old"), new_key("new")
RING = Keyring((OLD,))
ROTATED = Keyring((NEW, OLD))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_is_opened_again_also_after_a_rotation(text):
    sealed = RING.seal(text)

    assert RING.open(sealed) == ROTATED.open(sealed) == text and key_of(sealed) == "old" and key_of(ROTATED.seal(text)) == "new"


def test_the_same_text_never_seals_to_the_same_token():
    assert RING.seal("13912345678") != RING.seal("13912345678")


def test_a_key_that_is_not_there_and_a_token_that_was_changed_are_unreadable():
    sealed = ROTATED.seal("电话")
    for broken in (sealed[:-4] + "AAA=", "old:" + sealed.split(":")[1], "plain text", ""):
        with pytest.raises(Unreadable):
            ROTATED.open(broken)
    with pytest.raises(Unreadable, match="new"):
        RING.open(sealed)


@given(st.text())
def test_only_what_bears_the_mark_of_a_key_counts_as_sealed(text):
    assert key_of('{"event": "user", "text": "' + text) is None and key_of(f"a:{text}") in (None, "a")
    assert key_of(text) is None or text.split(":", 1)[1].startswith("gAAAA")


def test_an_index_tells_equal_values_of_one_purpose_and_one_key_and_nothing_else():
    assert RING.index("phone", "139") == RING.index("phone", "139") != RING.index("phone", "138")
    assert RING.index("phone", "139") not in (RING.index("chat", "139"), Keyring((NEW,)).index("phone", "139"))
    assert ROTATED.indexes("phone", "139") == (ROTATED.index("phone", "139"), RING.index("phone", "139"))


@pytest.mark.parametrize("keys", [(), (Key("a", b"short"),), (Key("a b", bytes(32)),), (Key("a:", bytes(32)),), (Key("", bytes(32)),),
                                  (Key("a", bytes(32)), Key("a", bytes(32)))])
def test_what_is_no_key_is_refused(keys):
    with pytest.raises(ValueError, match="key"):
        Keyring(keys)
