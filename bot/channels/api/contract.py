"""The contract of the API, openapi.yml: it is served, and what comes in is held against it."""
from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from bot.knowledge.loader import read_tree
from bot.replies.report import consent_version


@lru_cache(maxsize=1)
def contract() -> dict[str, Any]:
    """The OpenAPI 3.1 document; its examples agree to the words in force. Raises ContentError."""
    tree: dict[str, Any] = json.loads(json.dumps(read_tree(Path(__file__).with_name("openapi.yml"))))
    for example in tree["paths"]["/reports"]["post"]["requestBody"]["content"]["application/json"]["examples"].values():
        example["value"]["consent"] = consent_version()
    return tree


@lru_cache(maxsize=1)
def report_shape() -> Draft202012Validator:
    """Of the body of a report."""
    return Draft202012Validator({"$ref": "#/components/schemas/Report", "components": contract()["components"]})
