"""A made-up content folder with thousands of covered counties: real codes, copied schemes."""
from __future__ import annotations

import shutil
from pathlib import Path

from bot.knowledge.divisions import current_names
from bot.settings import ROOT

MODEL, DOCUMENT = "500230", "fengdu-2024-8"
KINDS = ("household_industry_grant", "self_report", "medical_assistance", "public_welfare_job", "microcredit", "yulu_plan",
         "dilapidated_house_renovation", "safe_drinking_water", "relapse_monitoring", "transport_subsidy")


def many_counties(folder: Path, places: int) -> list[str]:
    """Copies policies_kb into `folder` and adds counties until `places` are covered. The codes that were added."""
    shutil.copytree(ROOT / "policies_kb", folder)
    covered = {path.name[:6] for path in folder.iterdir() if path.is_dir() and path.name[:6].isdigit()}
    free = [code for code in current_names() if not code.endswith("00") and code not in covered]
    added = free[: places - len(covered)]
    model = next(folder.glob(f"{MODEL}_*"))
    files = {f"{kind}.yml": (model / f"{kind}.yml").read_text(encoding="utf-8") for kind in (*KINDS, "place")}
    document = (folder / "documents" / f"{DOCUMENT}.yml").read_text(encoding="utf-8")
    for code in added:
        own = f"county-{code}"
        home = folder / f"{code}_county"
        home.mkdir()
        for name, text in files.items():
            (home / name).write_text(text.replace(MODEL, code).replace(DOCUMENT, own), encoding="utf-8")
        (folder / "documents" / f"{own}.yml").write_text(document.replace(MODEL, code).replace(DOCUMENT, own), encoding="utf-8")
    return added
