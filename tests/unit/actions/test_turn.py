"""What the conversation remembers, to Rasa's slots and back."""
from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
import yaml

from actions._turn import read, remember
from bot.dialogue.reading import Lookup, Memory, Place
from tests.conftest import ROOT

UNCLEAR = Place("五华", ("441424", "530102"))
SLOTS = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["slots"]


def stored_and_read(memory: Memory, before: Memory) -> Memory:
    """Through the slots that there are, as JSON."""
    slots = {event["name"]: json.loads(json.dumps(event["value"])) for event in [*remember(before, Memory()), *remember(memory, before)]}
    assert slots.keys() <= SLOTS.keys()
    return read(SimpleNamespace(get_slot=slots.get, latest_message={}, events=[]))[1]


@pytest.mark.parametrize("memory", [
    Memory(), Memory(division="441424", kind="a", aspect="amount", waiting=True), Memory(unclear=UNCLEAR), Memory(finding={"situations": ["unfit"]}),
    Memory(finding={"situations": ["unfit"]}, unclear=UNCLEAR, waiting=True), Memory(lookup=Lookup("HN1", 2))])
def test_what_is_remembered_is_read_again_as_it_was(memory):
    assert stored_and_read(memory, Memory()) == memory


def test_a_place_that_has_become_clear_is_unclear_no_longer():
    assert stored_and_read(Memory(division="441424"), Memory(unclear=UNCLEAR)) == Memory(division="441424")
    found = Memory(division="441424", finding={"situations": ["unfit"]})
    assert stored_and_read(found, Memory(finding={"situations": ["unfit"]}, unclear=UNCLEAR)) == found
