"""`huinong reports register`: a call becomes a case, once, with consent, and what is wrong is told."""
from __future__ import annotations

from bot import bootstrap
from bot.casework import receipt as receipts
from bot.replies.wording import wording
from bot.storage.case_files import Wanted
from bot.storage.tables import case_history, cases, consents
from tests.unit.cli.reports.calls import GIVEN, registered, rows, told


def test_a_caller_s_report_becomes_a_case_of_the_hotline_by_the_worker(run, receipt):
    [case] = rows(cases)
    [step] = rows(case_history)
    [consent] = rows(consents)

    assert (case.receipt, case.channel, case.division, step.actor) == (receipt, "hotline", "441424", "staff:li")
    assert consent.version == wording("report")["consent"]["version"]


def test_the_receipt_is_printed_spaced_with_what_to_read_aloud(run):
    done = run("register", *GIVEN)
    first, *rest = done.output.splitlines()

    assert receipts.is_valid(receipts.compact(first)) and first == receipts.spaced(receipts.compact(first))
    assert any(line.count(first) == 2 for line in rest)  # read out twice
    assert "认定：最晚2024年6月18日" in rest and wording("report")["free_of_charge"] in rest[-1]
    assert "URGENT: 没钱治病，停了药" in rest


def test_without_consent_nothing_is_registered_and_the_words_to_read_out_are_printed(run):
    done = run("register", *(word for word in GIVEN if word != "--consent-given"))

    assert done.exit_code == 2 and "nothing is registered without the caller's consent" in told(done)
    assert all(line in done.output for line in wording("report")["consent"]["text"])
    assert rows(cases) == []


def test_the_same_call_never_registers_twice(run):
    first = registered(run, "--key", "call-7")
    again = run("register", *GIVEN, "--key", "call-7")

    assert receipts.compact(again.output.splitlines()[0]) == first and "早就登记好了" in again.output
    assert len(rows(cases)) == 1


def test_the_same_call_with_other_words_is_refused(run):
    registered(run, "--key", "call-7")
    done = run("register", *GIVEN, "--key", "call-7", "--village", "双龙村")

    assert done.exit_code == 2 and "was registered with other words" in told(done) and len(rows(cases)) == 1


def test_two_calls_are_two_cases_and_the_second_says_that_it_may_be_the_same_household(run, receipt):
    done = run("register", *GIVEN)

    assert f"may be the same household: {receipts.spaced(receipt)} (same phone)" in done.output and len(rows(cases)) == 2


def test_every_wrong_part_is_told_at_once_with_what_to_say_to_the_caller(run):
    done = run("register", "--phone", "138123", "--income", "many", "--consent-given")

    assert done.exit_code == 2 and rows(cases) == []
    assert "phone: 手机号要11位" in told(done) and "income_per_head: 平均每人一年收入只写数字" in told(done)


def test_an_unknown_place_is_told(run):
    done = run("register", "--division", "没有这个县", "--consent-given")

    assert done.exit_code == 2 and "is no place that is known" in told(done)


def test_without_any_part_each_is_asked_for_and_what_is_wrong_is_asked_again(run):
    lines = ["没有这个县", "441424", "99", "1 9", "y", "张三丰", "李四", "138", "13812345678", "", "摔断了腿", "4", ""]
    done = run("register", "--consent-given", typed="\n".join(lines) + "\n")

    assert done.exit_code == 0, done.output
    report = bootstrap.case_files().find(Wanted(), 1)[0][0].report
    assert report.as_dict() == {"division": "441424", "risks": ["illness", "water"], "for_other": True, "name": "张三丰", "reporter": "李四",
                                "phone": "13812345678", "story": "摔断了腿", "household_size": 4}


def test_everything_can_be_skipped_and_no_clock_is_made_up(run):
    done = run("register", "--consent-given", typed="\n" * 10)

    assert done.exit_code == 0 and len(rows(cases)) == 1 and "最晚" not in done.output
