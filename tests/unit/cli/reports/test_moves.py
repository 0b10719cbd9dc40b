"""`huinong reports verify`, `include`, `refuse` and the like: which move leads where, and what it needs."""
from __future__ import annotations

import pytest

from bot.casework import receipt as receipts
from bot.storage.tables import audit_log, case_history, cases
from tests.anew import forget
from tests.unit.cli.reports.calls import rows, told


def test_a_case_goes_its_way_and_each_step_is_kept(run, receipt):
    for words in (["verify"], ["include"], ["assist"]):
        done = run(words[0], receipt, "--by", "li")
        assert done.exit_code == 0, done.output
    facts = ("--fact", "able_to_work=yes", "--fact", "income_per_head=9000")
    done = run("eliminate", receipt, "--reason", "earns enough", *facts)

    assert "assisted → risk_eliminated" in done.output
    assert [row.move for row in rows(case_history)] == ["register", "verify", "include", "assist", "eliminate"]


@pytest.mark.parametrize("move", ["include", "refuse", "review", "assist", "eliminate"])
def test_an_illegal_move_says_which_ones_are_possible(run, receipt, move):
    done = run(move, receipt, "--reason", "r")

    assert done.exit_code == 2 and f"from which {move} leads nowhere; possible now: verify, withdraw" in told(done)
    assert [row.state for row in rows(cases)] == ["received"]


def test_nothing_leads_from_a_withdrawn_case(run, receipt):
    run("withdraw", receipt)

    assert "possible now: nothing, it is closed" in told(run("verify", receipt))


def test_a_refusal_needs_a_reason(run, receipt):
    run("verify", receipt)
    done = run("refuse", receipt)

    assert done.exit_code == 2 and "refuse needs a reason" in told(done)


def test_a_refusal_tells_the_way_to_a_review_with_its_clause(run, receipt):
    run("verify", receipt)
    done = run("refuse", receipt, "--reason", "income above the line")

    assert "verifying → not_included" in done.output
    assert "ask 县乡村振兴局" in done.output and "试字〔2024〕8号 三" in done.output
    assert "not_included → verifying" in run("review", receipt, "--reason", "new papers").output


def test_a_refusal_where_no_document_is_known_makes_no_office_up(run):
    receipt = receipts.compact(run("register", "--division", "500230", "--consent-given").output.splitlines()[0])
    run("verify", receipt)

    assert "no document of the place is known" in run("refuse", receipt, "--reason", "r").output


@pytest.mark.parametrize(("facts", "missing"), [
    ([], ["有人能干活", "收入够了"]),
    (["able_to_work=yes"], ["收入够了"]),
    (["able_to_work=no", "income_per_head=8300"], ["有人能干活"]),
    (["able_to_work=yes", "income_per_head=8299"], ["收入够了"]),
])
def test_a_risk_is_not_eliminated_while_conditions_are_missing(run, receipt, facts, missing):
    for move in ("verify", "include", "assist"):
        run(move, receipt)
    done = run("eliminate", receipt, "--reason", "r", *(word for fact in facts for word in ("--fact", fact)))

    assert done.exit_code == 1 and rows(cases)[0].state == "assisted"
    assert [text for text in ("有人能干活", "收入够了") if text in done.output] == missing and "--fact " in done.output
    assert "依据：" in done.output


@pytest.mark.parametrize(("fact", "said"), [
    ("wealth=yes", "the place's conditions ask for: able_to_work, income_per_head"), ("able_to_work=maybe", "is told as yes or no"),
    ("income_per_head=much", "is told as a whole number"), ("household_category=rich", "is told as lifted_household, monitored_household")])
def test_a_fact_that_cannot_be_read_is_told(run, receipt, fact, said):
    done = run("eliminate", receipt, "--reason", "r", "--fact", fact)

    assert done.exit_code == 2 and said in told(done)


def test_what_tells_a_person_is_not_kept_in_a_reason(run, receipt):
    run("withdraw", receipt, "--reason", "本人电话13812345678要求撤回")

    assert [row.reason for row in rows(case_history)][-1] == rows(audit_log)[-1].reason == "本人电话〔电话〕要求撤回"


def test_without_keys_in_production_it_says_how_to_make_them(run, monkeypatch):
    monkeypatch.setenv("HUINONG_ENV", "production")
    forget()
    done = run("list")

    assert done.exit_code == 1 and "huinong keys new" in done.output
