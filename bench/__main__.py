"""python -m bench SECTION [--quick]: measures, and keeps the figures in var/bench; `report` writes docs/measurements.md."""
from __future__ import annotations

import argparse
import importlib
import time
from typing import Any

from bench import results

# training first: the others use the model that it leaves
SECTIONS = ("training", "accuracy", "load", "parse", "turns", "history", "processes", "counties")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Ours beside Rasa's default Chinese pipeline.")
    parser.add_argument("section", choices=(*SECTIONS, "all", "report"))
    parser.add_argument("--quick", action="store_true", help="few messages and a hardly trained default: tries the code only")
    parser.add_argument("--epochs", type=int, help="training: the default learns so many, its hundred told by proportion")
    options = parser.parse_args()
    if options.section == "all":
        for section in SECTIONS:
            measure(section, options.quick, **({"reuse": True} if section == "training" else {}))
    elif options.section != "report":
        measure(options.section, options.quick, **({"epochs": options.epochs} if options.section == "training" else {}))
    if options.section in ("all", "report"):
        from bench import report

        report.write()


def measure(section: str, quick: bool, **more: Any) -> None:
    from bench.sections import training

    if section not in ("training", "processes", "counties"):
        training.ensure_default(quick)
    began = time.perf_counter()
    print(f"{section} …", flush=True)
    result = importlib.import_module(f"bench.sections.{section}").run(quick, **more)
    seconds = time.perf_counter() - began
    results.append(section, quick, seconds, result)
    print(f"{section}: {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
