"""`huinong reports …` on the small content, for a county whose document sets a clock."""
from __future__ import annotations

import shutil
from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot import bootstrap, clock
from bot.__main__ import app
from bot.casework import receipt as receipts
from bot.replies.wording import wording
from bot.storage.case_files import Wanted
from bot.storage.tables import audit_log, case_history, cases, consents
from tests.anew import forget
from tests.conftest import REAL_CONTENT

REGISTERED_AT = datetime(2024, 6, 3, 4, tzinfo=timezone.utc)  # noon in China
GIVEN = ("--division", "441424", "--risk", "illness", "--name", "张三丰", "--phone", "13812345678", "--story", "没钱治病，住在双龙村",
         "--income", "6000", "--consent-given", "--by", "li")
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


def registered(run, *more: str) -> str:
    done = run("register", *GIVEN, *more)
    assert done.exit_code == 0, done.output
    return receipts.compact(done.output.splitlines()[0])


def rows(table) -> list:
    with bootstrap.database().connect() as connection:
        return list(connection.execute(sa.select(table).order_by(table.c.id)))


def told(done) -> str:
    """Everything that was printed, without the frame that errors stand in and its line breaks."""
    return " ".join("".join(done.output).replace("│", " ").split())


# --- register

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


# --- moves

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
