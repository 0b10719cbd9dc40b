"""`huinong reports …` on the small content, for a county whose document sets a clock."""
from __future__ import annotations

import shutil
from datetime import datetime

import pytest
from typer.testing import CliRunner

from bot import clock
from bot.__main__ import app
from tests.anew import forget
from tests.conftest import REAL_CONTENT
from tests.unit.cli.reports.calls import REGISTERED_AT, registered

_CLOCKS = """\
clocks:
  - {clock: identification, what: 认定, starts: received, ends: [monitored, not_included], value: 15, unit: day,
     from: "2024-01-01", source: doc-a 二, proof: [15天以内]}
"""
_SCHEME = """\
scheme: {kind}
title: 标题
gist: {{text: 收入以{kind}为准, source: doc-a 二, proof: [申请]}}
for: [监测对象]
"""
_MONITORING = _SCHEME.format(kind="relapse_monitoring") + """\
thresholds:
  - {what: 监测线, value: 8300, unit: CNY/person/year, bound: max, source: doc-a 二, proof: [8300元以下]}
conditions: {fact: income_per_head, below: 8300, text: 收入低, source: doc-a 二, proof: [8300元以下]}
not_stated: [amount]
"""
_ELIMINATION = _SCHEME.format(kind="risk_elimination") + """\
conditions:
  all_of:
    - {fact: household_category, in: [monitored_household], text: 是监测对象, source: doc-a 二, proof: [监测对象]}
    - {fact: able_to_work, is: true, text: 有人能干活, source: doc-a 二, proof: [有劳动能力]}
    - {fact: income_per_head, at_least: 8300, text: 收入够了, source: doc-a 二, proof: [8300元以下]}
not_stated: [amount]
"""


@pytest.fixture
def at(monkeypatch):
    """Sets the time."""
    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)
    set_to(REGISTERED_AT)
    return set_to


@pytest.fixture
def run(small, tmp_path, monkeypatch, at):
    place = small.folder / "441424_doc-a" / "place.yml"
    place.write_text(place.read_text(encoding="utf-8") + _CLOCKS, encoding="utf-8")
    shutil.copy(REAL_CONTENT / "screening.yml", small.folder)
    for kind, text in (("relapse_monitoring", _MONITORING), ("risk_elimination", _ELIMINATION)):
        small.write(f"441424_doc-a/{kind}.yml", text)
    monkeypatch.setenv("HUINONG_CONTENT", str(small.folder))
    monkeypatch.setenv("HUINONG_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/var/huinong.db")
    monkeypatch.setenv("HUINONG_KEYS_FILE", str(tmp_path / "var" / "keys"))
    monkeypatch.setenv("COLUMNS", "300")
    forget()
    yield lambda *words, typed=None: CliRunner().invoke(app, ["reports", *words], input=typed)
    forget()


@pytest.fixture
def receipt(run) -> str:
    """Of a case that was just registered."""
    return registered(run)
