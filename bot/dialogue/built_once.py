"""Two things that Rasa makes anew for every action and every event, made once. What they answer stays the same."""
from __future__ import annotations

from functools import cache
from typing import Any, Dict, Text

from jsonschema.exceptions import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event


def build_once() -> None:
    """For the life of the process. Call before the agent is loaded; a second call changes nothing."""
    if RemoteAction._validate_action_result is not _validate:
        RemoteAction._validate_action_result = _validate
        # Rasa walks the tree of all event classes for each event it reads from the store: about 0.1 ms each
        Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))


@cache
def _validator() -> Any:
    """For the schema that Rasa itself checks results with; it builds this anew each time, which takes about 27 ms."""
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def _validate(self: RemoteAction, result: Dict[Text, Any]) -> bool:
    """Raises ValidationError, as Rasa's own check does."""
    error = next(iter(_validator().iter_errors(result)), None)
    if error is not None:
        raise ValidationError(f"The action {self.name()} returned what Rasa cannot read: {error.message}")
    return True
