"""What many tests share: the real content, and a small made-up content folder that a test may spoil as it likes."""
from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import settings

from bot.knowledge.check import check
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.problems import Problem

ROOT = Path(__file__).resolve().parents[1]
REAL_CONTENT = ROOT / "policies_kb"
REAL_SOURCES = ROOT.parent / "shared" / "sources"

COUNTY = "441424"

settings.register_profile("untimed", deadline=None)  # how long an example takes is no property
settings.load_profile("untimed")

_FACTS = """\
household_category: {type: several, scope: household, ask: 哪一类户？, choices: {lifted_household: 脱贫户, monitored_household: 监测对象}}
able_to_work: {type: bool, scope: person, ask: 有没有劳动能力？}
income_per_head: {type: number, unit: CNY/person/year, scope: household, ask: 人均收入多少？}
work_capacity: {type: choice, scope: person, ask: 劳动能力怎么样？, choices: {weak: 弱劳力, lost: 丧失劳动能力}, implies: {weak: {able_to_work: true}, lost: {able_to_work: false}}}
"""

_SITUATIONS = """people: {我妈: 您妈妈, 邻居: 您邻居}
on_behalf: [给, 帮]
own: [我家, 我是, 我]
asking: [我想问]
not: [不是, 没有]
maybe: [是不是, 想进]
checking: [帮我看…够]
doubting: [是真的吗]
answers: {yes: [是, 是的], no: [不是, 没有], unsure: [不清楚, 说不准]}
situations:
  lifted: {name: 脱贫户, says: [脱贫户], of_whom: true, told: {household_category: lifted_household}, kinds: [industry_grant, self_report]}
  monitored: {name: 监测户, says: [监测户], of_whom: true, told: {household_category: monitored_household}, kinds: [self_report]}
  fit: {name: 有劳力, says: [有劳动能力, 干得动], told: {able_to_work: true}}
  unfit: {name: 没劳力, says: [没有劳动能力, 干不动], told: {able_to_work: false}, kinds: [self_report]}
  wants_to_raise: {name: 想搞种养, says: [想养, 想种], kinds: [industry_grant]}
"""

_UNITS = """\
CNY: {label: 元}
CNY/household/year: {label: 元}
CNY/person/year: {label: 元}
percent: {label: "%"}
day: {label: 天}
"""

_KINDS = """\
industry_grant:
  name: 产业奖补
  about: 自己搞种养能领多少奖补
  aliases: [产业补助, 种养奖补]
  sayings: [养鸡有没有钱补, 种地能领多少]
self_report:
  name: 自主申报
  about: 遇到困难自己怎么报
  aliases: [一键申报]
  sayings: [家里出事了找谁报]
"""

_DOCUMENT = """\
id: {id}
title: {place}产业奖补办法
short_title: {place}办法
number: 试字〔2024〕8号
issuer: {place}办公室
issued_on: "2024-04-10"
division: "{division}"
status: in_force
period: {{from: "2024-01-01", until: "2024-12-31", text: 2024年度, source: {id} 标题, proof: [2024年度]}}
source_file: {id}.txt
clauses:
  - {{id: 标题, heading: 标题, starts: 试字〔2024〕8号}}
  - {{id: 总则, heading: 总则, starts: 第一条}}
  - {{id: 二, heading: 奖补, starts: 第二条}}
  - {{id: 三, heading: 申报, starts: 第三条}}
"""

_TEXT = """\
试字〔2024〕8号
{place}产业奖补办法（2024年度）
第一条 为做好工作，制定本办法。
第二条 对脱贫户和监测对象中有劳动能力、年人均纯收入8300元以下的，多干多补，<p>每户每年
不高于2000元</p>；全县安排500万元。由县农业农村委牵头，申请后１５天以内办结。
第三条 遇到困难可拨打12317平台申报，由县乡村振兴局受理，每年3月、8月集中走访两次。
"""

_PLACE = """\
division: "{division}"
ask_office: {{name: 县乡村振兴局, source: {id} 三, proof: [县乡村振兴局]}}
hotline: {{name: 12317平台, value: "12317", source: {id} 三, proof: [12317平台]}}
"""

_GRANT = """\
scheme: industry_grant
title: 产业奖补
gist: {{text: 自家搞种养，多干多补，每户每年最多2000元, source: {id} 二, proof: [多干多补, 2000元]}}
for: [脱贫户, 监测对象]
amounts:
  - {{what: 每户每年奖补, value: 2000, unit: CNY/household/year, bound: max, source: {id} 二, proof: [不高于2000元]}}
thresholds:
  - {{what: 年人均纯收入, value: 8300, unit: CNY/person/year, bound: max, source: {id} 二, proof: [8300元以下]}}
conditions:
  all_of:
    - {{fact: household_category, in: [lifted_household, monitored_household], text: 脱贫户或监测对象, source: {id} 二, proof: [脱贫户和监测对象]}}
    - {{fact: able_to_work, is: true, text: 有劳动能力, source: {id} 二, proof: [有劳动能力]}}
    - {{fact: income_per_head, below: 8300, text: 人均纯收入在8300元以下, source: {id} 二, proof: [8300元以下]}}
offices:
  - {{name: 县农业农村委, role: lead, source: {id} 二, proof: [县农业农村委]}}
time_limits:
  - {{what: 申请后办结, value: 15, unit: day, bound: max, source: {id} 二, proof: [15天以内]}}
targets:
  - {{what: 全县奖补资金, value: 5000000, unit: CNY, by: "2024-12-31", source: {id} 二, proof: [500万元]}}
not_stated: [how_to_apply, materials]
related: [self_report]
"""

_REPORT = """\
scheme: self_report
title: 自主申报
kind: service
gist: {{text: 遇到困难可以自己打电话申报, source: {id} 三, proof: [12317平台申报]}}
channels:
  - {{kind: hotline, name: 12317平台, value: "12317", source: {id} 三, proof: [12317平台]}}
time_limits:
  - {{what: 集中走访, when: 每年3月、8月, source: {id} 三, proof: [3月、8月]}}
not_stated: [amount]
"""


@dataclass
class SmallContent:
    """A folder like policies_kb with one covered county, and the official texts beside it."""

    folder: Path
    sources: Path

    def add_place(self, division: str, name: str, document: str, **schemes: str) -> None:
        """A covered place with its own document; without `schemes`, both kinds in full."""
        details = {"division": division, "place": name, "id": document}
        self.write(f"documents/{document}.yml", _DOCUMENT.format(**details))
        (self.sources / f"{document}.txt").write_text(_TEXT.format(**details), encoding="utf-8")
        self.write(f"{division}_{document}/place.yml", _PLACE.format(**details))
        for kind, text in (schemes or {"industry_grant": _GRANT, "self_report": _REPORT}).items():
            self.write(f"{division}_{document}/{kind}.yml", text.format(**details))
        coverage = self.folder / "coverage.yml"
        before = coverage.read_text(encoding="utf-8") if coverage.is_file() else ""
        self.write("coverage.yml", before + f"{document}: {{总则: 制定办法的缘由}}\n")

    def write(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")
        return file

    def change(self, name: str, old: str, new: str) -> Path:
        """Put `new` for `old`, which must stand in the file exactly once."""
        file = self.folder / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        file.write_text(text.replace(old, new), encoding="utf-8")
        return file

    def line_of(self, name: str, words: str) -> int:
        """The line, from 1, of the first line of a file that has `words`."""
        lines = (self.folder / name).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if words in line)

    @property
    def kb(self) -> KnowledgeBase:
        return KnowledgeBase(self.folder)

    @property
    def divisions(self) -> Divisions:
        return Divisions(self.folder / "divisions.yml")

    def check(self, with_sources: bool = True) -> list[Problem]:
        return check(self.kb, self.divisions, self.sources if with_sources else None)


@pytest.fixture
def small(tmp_path: Path) -> SmallContent:
    """One covered county (五华县), its document `doc-a`, a grant that households claim and a way to report."""
    content = SmallContent(tmp_path / "policies_kb", tmp_path / "sources")
    content.folder.mkdir()
    content.sources.mkdir()
    shutil.copy(REAL_CONTENT / "divisions.yml", content.folder / "divisions.yml")
    content.write("facts.yml", _FACTS)
    content.write("situations.yml", _SITUATIONS)
    content.write("units.yml", _UNITS)
    content.write("schemes/all.yml", _KINDS)
    content.add_place(COUNTY, "五华县", "doc-a")
    return content


@pytest.fixture(scope="session")
def real_kb() -> KnowledgeBase:
    return KnowledgeBase(REAL_CONTENT)


@pytest.fixture(scope="session")
def real_divisions() -> Divisions:
    return Divisions(REAL_CONTENT / "divisions.yml")


@pytest.fixture(scope="session")
def official_texts() -> Path:
    """The folder of the official texts; they are not part of the project, so tests that need them may be skipped."""
    if not REAL_SOURCES.is_dir():
        pytest.skip(f"the official texts are not in {REAL_SOURCES}")
    return REAL_SOURCES


@pytest.fixture(scope="session")
def a_day() -> date:
    """A day on which the small content is in force."""
    return date(2024, 6, 30)
