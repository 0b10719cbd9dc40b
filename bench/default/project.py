"""The default pipeline's Rasa project: config, domain, and the catalogue as a retrieval intent. No Rasa types."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.loader import KnowledgeBase
from bot.settings import ROOT

RETRIEVAL_INTENT = "policy"


def write(folder: Path) -> Path:
    """Domain and catalogue under `folder`, for `rasa train` from the root of the checkout."""
    folder.mkdir(parents=True, exist_ok=True)
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    domain["intents"].append(RETRIEVAL_INTENT)
    _dump(folder / "domain.yml", domain)
    _dump(folder / "data" / "catalogue.yml", catalogue(KnowledgeBase(ROOT / "policies_kb")))
    return folder


def catalogue(kb: KnowledgeBase) -> dict[str, Any]:
    """Rasa's own way to choose among many: an intent policy/<kind> for each, with a response each."""
    kinds = {f"{RETRIEVAL_INTENT}/{kind_id}": kind for kind_id, kind in kb.kinds.items()}
    examples = {name: dict.fromkeys((kind.name, *kind.aliases, kind.about, *kind.sayings)) for name, kind in kinds.items()}
    return {
        "version": "3.1",
        "nlu": [{"intent": name, "examples": "".join(f"- {text}\n" for text in texts)} for name, texts in examples.items()],
        "responses": {f"utter_{name}": [{"text": kind.about}] for name, kind in kinds.items()},
    }


def _dump(file: Path, tree: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
