"""A small `make faults`: the web process is killed while households report. And its check sees what it should."""
from __future__ import annotations

import pytest
import sqlalchemy as sa

from bench.agreement import disagreements, totals
from bench.faults import WEBHOOKS, Plan, run
from bench.reporters import API, Submission
from bench.web_process import Site
from bot.casework.calendar import Calendar
from bot.casework.commands import Register
from bot.casework.handlers import Casework
from bot.casework.model import Channel
from bot.casework.rules import PlaceRules
from bot.storage.cases import CaseStore
from bot.storage.engine import make_engine
from bot.storage.tables import audit_log, case_history, cases, clocks, consents, outbox
from tests.unit.casework.fakes import MOMENT

SEED = 7


@pytest.mark.parametrize("is_repeated", [False, True], ids=["once", "two to four times at once"])
def test_nothing_is_lost_and_nothing_doubled_when_the_process_is_killed_among_reports(tmp_path, is_repeated):
    plan = Plan.drawn(SEED, 25, 3, is_repeated)
    outcome = run(Site.prepared(tmp_path, f"sqlite:///{tmp_path}/huinong.db", WEBHOOKS), plan)

    assert outcome.wrong == [] and outcome.kills == 3
    assert outcome.rows["cases"] == outcome.rows["case_history"] == outcome.rows["audit_log"] == outcome.rows["consents"] == 25
    assert len({receipt for submission in plan.submissions for receipt in submission.receipts}) == 25
    assert sum(len(submission.receipts) for submission in plan.submissions) == sum(submission.copies for submission in plan.submissions)


def test_all_kills_fall_among_the_submissions_and_the_same_seed_draws_the_same():
    plan = Plan.drawn(SEED, 500, 25, True)

    assert plan == Plan.drawn(SEED, 500, 25, True) != Plan.drawn(SEED + 1, 500, 25, True)
    assert len(set(plan.points)) == 25 and set(plan.points) <= set(range(500)) and {each.copies for each in plan.submissions} == {2, 3, 4}
    assert not plan.may_begin(499, 0) and plan.may_begin(499, 25) and all(plan.may_begin(point, done) for done, point in enumerate(plan.points))


@pytest.fixture
def told(tmp_path, real_kb, real_divisions):
    """A database with three reports as the API registers them, and what was sent."""
    site = Site.prepared(tmp_path, f"sqlite:///{tmp_path}/huinong.db", WEBHOOKS)
    engine = make_engine(site.database_url)
    casework = Casework(CaseStore(engine, site.keyring), PlaceRules(real_kb, real_divisions, Calendar()))
    sent = [Submission(number, API) for number in range(3)]
    for each in sent:
        each.receipts.append(casework.register(Register(each.key, each.report, Channel.API, "2026-11", MOMENT, "bench", "api:bench")).case.receipt)
    yield engine, site.keyring, sent
    engine.dispose()


def test_what_agrees_is_told_as_agreeing(told):
    engine, keyring, sent = told

    assert [*disagreements(engine, keyring, sent)] == []
    assert totals(engine) == {"cases": 3, "case_history": 3, "consents": 3, "clocks": 1, "outbox": 5, "audit_log": 3}


SPOILT = {
    "a lost history row": sa.delete(case_history).where(case_history.c.case_id == 2),
    "a lost audit row": sa.delete(audit_log).where(audit_log.c.subject == "case 2"),
    "a lost consent": sa.delete(consents).where(consents.c.case_id == 2),
    "a lost letter": sa.delete(outbox).where(outbox.c.id == 1),
    "a lost clock": sa.delete(clocks),
    "a lost case": sa.delete(cases).where(cases.c.id == 2),
    "another receipt": sa.update(cases).where(cases.c.id == 2).values(receipt="4821093757"),
    "another key": sa.update(cases).where(cases.c.id == 2).values(idempotency_key="other"),
    "a changed state": sa.update(cases).where(cases.c.id == 2).values(state="verifying"),
    "an audit row that says otherwise": sa.update(audit_log).where(audit_log.c.subject == "case 2").values(actor="somebody"),
    "a doubled history row": sa.insert(case_history).from_select(
        [column.name for column in case_history.c if column.name != "id"],
        sa.select(*(column for column in case_history.c if column.name != "id")).where(case_history.c.case_id == 1)),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_does_not_agree_is_seen(told, spoil):
    engine, keyring, sent = told
    with engine.begin() as connection:
        connection.execute(spoil)

    assert [*disagreements(engine, keyring, sent)]


def test_a_receipt_that_leads_to_no_case_and_one_report_with_two_cases_are_seen(told):
    engine, keyring, sent = told
    unknown = Submission(9, API, receipts=["4821093757"])

    assert [*disagreements(engine, keyring, [*sent, unknown])] == ["submission 9 (API): 0 cases"]
    assert "nobody sent it" in [*disagreements(engine, keyring, sent[:2])][0]
    sent[0].receipts.append(sent[1].receipts[0])
    assert "were given out" in [*disagreements(engine, keyring, sent)][0]
