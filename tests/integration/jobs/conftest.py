"""The same tests on SQLite and on PostgreSQL, with a county whose document sets clocks."""
from __future__ import annotations

import shutil

import pytest

from tests.conftest import REAL_CONTENT
from tests.integration.jobs.office import Office
from tests.integration.storage.conftest import empty_url, engine  # noqa: F401  pytest finds them here

_CLOCKS = """\
clocks:
  - {clock: identification, what: 认定, starts: received, ends: [monitored, not_included], value: 15, unit: day,
     from: "2024-01-01", source: doc-a 二, proof: [15天以内]}
  - {clock: officer_named, what: 定下责任人, starts: monitored, ends: [assisted], value: 10, unit: working_day,
     from: "2024-01-01", source: doc-a 二, proof: [15天以内]}
"""


@pytest.fixture
def office(engine, empty_url, small) -> Office:  # noqa: F811
    place = small.folder / "441424_doc-a" / "place.yml"
    place.write_text(place.read_text(encoding="utf-8") + _CLOCKS, encoding="utf-8")
    shutil.copy(REAL_CONTENT / "screening.yml", small.folder)
    return Office(engine, empty_url, small.folder)
