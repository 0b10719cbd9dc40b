from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from bot.casework.model import Case, Channel, Origin, Report, Risk, State
from bot.channels.h5.proof import CODE_LENGTH, Verdict, by_code, by_signature, proofs
from bot.storage.encryption import Key, Keyring

OLD, NEW = Key("old", bytes(range(32))), Key("new", bytes(range(1, 33)))
KEYS = Keyring((OLD,))
AT = datetime(2026, 3, 1, 8, tzinfo=timezone.utc)
CASE = Case("4821093757", State.RECEIVED, Origin.SELF_REPORT, Channel.PAGE, Report((Risk.ILLNESS,), "500230", "双龙村", phone="13812345678"), AT, AT)


def test_a_proof_is_the_same_each_time_and_says_nothing_personal() -> None:
    first, second = proofs(KEYS, CASE)[0], proofs(KEYS, CASE)[0]

    assert first == second and len(first.code) == CODE_LENGTH and first.code.isdigit() and len(first.spaced.split()) == 4


@pytest.mark.parametrize("report", [
    Report((Risk.WATER,), "500230", "双龙村"), Report((Risk.ILLNESS, Risk.WATER), "500230", "双龙村"),
    Report((Risk.ILLNESS,), "441424", "双龙村"), Report((Risk.ILLNESS,), "500230")])
def test_what_stands_on_the_paper_and_changes_leaves_it_ours_but_changed(report: Report) -> None:
    paper, now = proofs(KEYS, CASE)[0], proofs(KEYS, replace(CASE, report=report))

    assert by_code(now, paper.code) is Verdict.CHANGED and by_signature(now, paper.signature) is Verdict.CHANGED


def test_what_does_not_stand_on_it_leaves_it_genuine() -> None:
    paper = proofs(KEYS, CASE)[0]
    now = proofs(KEYS, replace(CASE, state=State.ASSISTED, report=replace(CASE.report, phone="1", name="李四", story="x")))

    assert by_code(now, paper.code) is Verdict.GENUINE and by_signature(now, paper.signature) is Verdict.GENUINE


@pytest.mark.parametrize("other", [{"receipt": "1234567892"}, {"registered_at": datetime(2026, 3, 1, 9, tzinfo=timezone.utc)}])
def test_the_code_of_another_report_is_forged(other: dict) -> None:
    assert by_code(proofs(KEYS, CASE), proofs(KEYS, replace(CASE, **other))[0].code) is Verdict.FORGED


@pytest.mark.parametrize("code", ["", "0" * 15, "0" * 17, "0" * 100_000, "😀" * 16])
def test_what_is_no_code_is_forged(code: str) -> None:
    assert by_code(proofs(KEYS, CASE), code) is Verdict.FORGED


def test_half_a_code_with_more_behind_it_is_forged() -> None:
    assert by_code(proofs(KEYS, CASE), proofs(KEYS, CASE)[0].code + "0") is Verdict.FORGED


def test_papers_outlive_a_change_of_keys() -> None:
    paper, rotated = proofs(KEYS, CASE)[0], proofs(Keyring((NEW, OLD)), CASE)

    assert by_code(rotated, paper.code) is Verdict.GENUINE and by_signature(rotated, paper.signature) is Verdict.GENUINE
    assert by_code(proofs(Keyring((NEW,)), CASE), paper.code) is Verdict.FORGED
