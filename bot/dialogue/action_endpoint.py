"""Custom actions inside Rasa's own process.

Rasa posts each custom action to another server. `rasa run` with `rasa run actions` still does; our runner uses this and
gives the same answers.
"""
from __future__ import annotations

import json
from typing import Any, Dict, Optional, Text

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException


class InProcessActions(EndpointConfig):
    """An action endpoint that runs the actions of a package by a call instead of a request."""

    def __init__(self, package: Text = "actions") -> None:
        # the domain goes along only for actions that ask for it
        super().__init__(enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, method: Text = "post", subpath: Optional[Text] = None,
                      content_type: Optional[Text] = "application/json", compress: bool = False, **kwargs: Any) -> Any:
        """The action server's answer to `json`. Raises ClientResponseError as the server's status would."""
        call: Dict[Text, Any] = kwargs["json"]
        try:
            return await self._executor.run(call)
        except ActionExecutionRejection as rejection:
            body = json.dumps({"error": str(rejection), "action_name": rejection.action_name})
            raise ClientResponseError(400, "rejected", body) from rejection
        except ActionNotFoundException as missing:
            raise ClientResponseError(404, "not found", json.dumps({"action_name": missing.action_name})) from missing
