"""`huinong reports list`, `due` and `show`: which cases there are, what of them is masked, and which receipt is meant."""
from __future__ import annotations

from datetime import timedelta

import pytest

from bot.casework import receipt as receipts
from bot.storage.tables import audit_log
from tests.unit.cli.reports.calls import REGISTERED_AT, registered, rows, told

# --- list and due

def test_the_list_masks_and_puts_urgent_ones_first(run):
    plain = receipts.compact(run("register", "--division", "441424", "--name", "王五", "--phone", "13987654321",
                                 "--consent-given").output.splitlines()[0])
    urgent = registered(run)
    done = run("list")

    assert done.output.index(receipts.spaced(urgent)) < done.output.index(receipts.spaced(plain))
    assert "张**" in done.output and "138****5678" in done.output and "2 of 2 cases" in done.output
    assert not any(word in done.output for word in ("张三丰", "13812345678", "没钱治病"))


@pytest.mark.parametrize(("options", "found"), [
    (["--division", "441424"], True), (["--division", "441400"], True), (["--division", "500230"], False),
    (["--state", "received"], True), (["--state", "verifying"], False), (["--urgent"], True), (["--due"], False)])
def test_the_list_can_be_narrowed(run, receipt, options, found):
    assert (receipts.spaced(receipt) in run("list", *options).output) == found


def test_the_list_says_how_many_there_are_beyond_those_it_shows(run):
    for _ in range(3):
        registered(run)

    assert "2 of 3 cases" in run("list", "--last", "2").output


def test_what_is_due_is_listed_from_one_day_before_with_its_standing(run, receipt, at):
    days = {13: None, 14: "due soon", 15: "due soon", 16: "overdue"}
    for passed, standing in days.items():
        at(REGISTERED_AT + timedelta(days=passed))
        listed, due = run("list", "--due").output, run("due").output
        assert (receipts.spaced(receipt) in listed) == (receipts.spaced(receipt) in due) == (standing is not None)
        assert standing is None or standing in due
    assert "no clock is due soon or overdue" in run("due", "--division", "500230").output


# --- show

def test_show_tells_everything_but_what_is_personal(run, receipt):
    done = run("show", receipts.spaced(receipt))

    assert done.exit_code == 0
    for said in ("received  URGENT: 没钱治病", "name: 张**", "phone: 138****5678", "story: 10 characters", "consent to version",
                 "clock 认定: IN TIME, due 2024-06-18", "register  received  by staff:li", "possible now: verify, withdraw",
                 "监测线 8300", "income told 6000 CNY a person a year: at or below it. It decides nothing. 依据："):
        assert said in done.output, said
    assert not any(word in done.output for word in ("张三丰", "13812345678", "双龙村"))
    assert [row.action for row in rows(audit_log)] == ["case_register"]


def test_showing_what_is_personal_is_audited_with_who_what_and_why(run, receipt):
    done = run("show", receipt, "--unmask", "--reason", "call back", "--by", "wang")
    act = rows(audit_log)[-1]

    assert "张三丰" in done.output and "13812345678" in done.output and "没钱治病，住在双龙村" in done.output
    assert (act.actor, act.action, act.subject, act.reason, act.details) == (
        "staff:wang", "unmask_case", "case 1", "call back", {"parts": ["name", "phone", "story"]})


def test_what_is_personal_is_not_shown_without_a_reason(run, receipt):
    done = run("show", receipt, "--unmask", "--reason", " ")

    assert done.exit_code == 2 and "张三丰" not in done.output and len(rows(audit_log)) == 1


def test_what_cannot_be_audited_is_not_shown(run, receipt, monkeypatch):
    def fail(*_):
        raise RuntimeError
    monkeypatch.setattr("bot.storage.audit_log.record", fail)

    assert "张三丰" not in run("show", receipt, "--unmask", "--reason", "r").output


def test_two_swapped_digits_are_asked_about(run, receipt):
    at = next(at for at in range(9) if receipt[at] != receipt[at + 1])
    swapped = receipt[:at] + receipt[at + 1] + receipt[at] + receipt[at + 2:]
    done = run("show", swapped)

    assert done.exit_code == 2 and f"did you mean {receipts.spaced(receipt)}?" in told(done)


def test_another_slip_brings_no_guess(run, receipt):
    wrong = receipt[:-1] + str((int(receipt[-1]) + 1) % 10)
    done = run("show", wrong)

    assert done.exit_code == 2 and "check digit" in told(done) and "did you mean" not in told(done)


@pytest.mark.parametrize(("typed", "said"), [("12345", "has 10 digits, this one has 5"), ("abc", "this one has 0")])
def test_what_is_no_receipt_is_told(run, typed, said):
    done = run("show", typed)

    assert done.exit_code == 2 and said in told(done)


def test_a_receipt_that_nobody_has_is_told(run):
    done = run("show", receipts.new_receipt())

    assert done.exit_code == 2 and "no case has the receipt" in told(done)
