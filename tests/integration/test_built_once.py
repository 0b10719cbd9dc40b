"""What our runner builds once answers as Rasa's own does."""
from __future__ import annotations

import pytest
from jsonschema.exceptions import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered

from bot.dialogue.built_once import build_once


@pytest.fixture(autouse=True)
def built() -> None:
    build_once()
    build_once()  # a second call changes nothing


def test_events_are_found_by_their_names_as_before():
    assert [Event.resolve_by_type(name) for name in ("user", "bot", "slot")] == [UserUttered, BotUttered, SlotSet]
    assert Event.resolve_by_type("no such event", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="no such event"):
        Event.resolve_by_type("no such event")


@pytest.mark.parametrize("result", [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "division", "value": "500230"}], "responses": [{"text": "a reply"}]},
])
def test_a_result_in_form_is_taken(result):
    assert RemoteAction("action_more", None)._validate_action_result(result) is True


@pytest.mark.parametrize("result", [[], {"responses": "text"}, {"responses": ["text"]}, {"events": [{"event": "slot"}]}])
def test_a_result_out_of_form_is_refused_by_name(result):
    with pytest.raises(ValidationError, match="action_more"):
        RemoteAction("action_more", None)._validate_action_result(result)
