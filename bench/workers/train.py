"""Trains one model and prints how long the training itself took, without the imports before it.

Usage: python -m bench.workers.train CONFIG DOMAIN OUT DATA…
"""
from __future__ import annotations

import json
import logging
import sys
import time


def main(config: str, domain: str, out: str, *data: str) -> None:
    import rasa.engine.recipes.default_components  # noqa: F401  (TensorFlow and all components)
    from rasa.model_training import train
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    began = time.perf_counter()
    result = train(domain, config, list(data), out, force_training=True, fixed_model_name="huinong")
    if result.code:
        sys.exit(f"training failed with {result.code}")
    print(json.dumps({"seconds": time.perf_counter() - began}))


if __name__ == "__main__":
    main(*sys.argv[1:])
