"""What a household types into a report: taken as it was meant, or refused with the part and what is wrong with it."""
from __future__ import annotations

import json
from typing import Any, Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.cn import ric

from bot.casework.model import DETAILS, Report, Risk
from bot.casework.validation import LONGEST, InvalidReport, Wrong, merged, read

KNOWN = frozenset({"500230", "231181"})


def told(**parts) -> Report:
    return read(parts, KNOWN.__contains__)


def wrong(**parts) -> dict[str, str]:
    with pytest.raises(InvalidReport) as refused:
        told(**parts)
    return {each.part: each.problem for each in refused.value.wrong}


def shown(value: object) -> str:
    """An id that pytest can write down: no halves of surrogate pairs, no numbers that Python would not print."""
    return "huge" if isinstance(value, int) and abs(value) > 10 ** 9 else ascii(value)[:40]


def read_or_refused(parts: Mapping[str, Any]) -> tuple[Report | None, tuple[Wrong, ...]]:
    """Any other exception is a mistake and goes through."""
    try:
        return read(parts, KNOWN.__contains__), ()
    except InvalidReport as refused:
        return None, refused.wrong


def identity(area: str, day: str, order: str = "021") -> str:
    return f"{area}{day}{order}" + ric.calc_check_digit(f"{area}{day}{order}0")


@pytest.mark.parametrize(("typed", "kept"), [
    ("13800138000", "13800138000"), (" 138 0013 8000 ", "13800138000"), ("138-0013-8000", "13800138000"), ("１３８００１３８０００", "13800138000"),
    ("+8613800138000", "13800138000"), ("+86 138 0013 8000", "13800138000"), ("008613800138000", "13800138000"), ("86-13800138000", "13800138000"),
    ("＋８６１３８００１３８０００", "13800138000"), ("\u202d13800138000\u202c", "13800138000"), ("138.0013.8000", "13800138000"),
    ("138‐0013—8000", "13800138000"), ("138\u200b00138000\ufeff", "13800138000"), ("19912345678", "19912345678"),
    ("023-70712345", "02370712345"), ("(023)70712345", "02370712345"), ("（０２３）７０７１２３４５", "02370712345"), ("0455-6661234", "04556661234"),
    ("+86 23 70712345", "02370712345"), ("+86 455 6661234", "04556661234"), ("+86 023 70712345", "02370712345")])
def test_a_telephone_is_taken_however_it_is_written(typed, kept):
    assert told(phone=typed).phone == kept


@pytest.mark.parametrize(("typed", "problem"), [
    ("1380013800", "phone_mobile_length"), ("138001380001", "phone_mobile_length"), ("12800138000", "phone_mobile_length"), ("70712345", "phone_unknown"),
    ("010-1234", "phone_unknown"), ("023-0071234", "phone_unknown"), ("一三八", "phone_not_digits"), ("没有", "phone_not_digits"),
    ("13800138000转3", "phone_not_digits"), ("1380013800O", "phone_not_digits"), ("=1+1", "phone_not_digits"), ("--", "phone_not_digits"),
    ("1٣800138000", "phone_not_digits"), ("1३800138000", "phone_not_digits"), ("فارسی", "phone_not_digits"), ("😀", "phone_not_digits"),
    ("0" * 10_000, "phone_unknown"), ("\ud800", "phone_not_digits"), ("' OR 1=1 --", "phone_not_digits")], ids=shown)
def test_what_is_no_telephone_is_told_as_what_it_lacks(typed, problem):
    assert wrong(phone=typed) == {"phone": problem}


def test_a_telephone_of_the_wrong_length_tells_its_length():
    with pytest.raises(InvalidReport) as refused:
        told(phone="138 0013 800")

    assert refused.value.wrong[0].details == {"count": 10}


@pytest.mark.parametrize("number", [
    identity("500230", "20000229"), identity("512324", "19520310"), identity("441424", "19500101"), identity("140524", "19600606"),
    identity("231181", "19700815"), identity("110101", "20150101")])
def test_an_identity_number_is_taken_also_where_the_county_is_younger_than_its_holder(number):
    assert told(identity_number=number).identity_number == number


@given(st.sampled_from([f"{order:03d}" for order in range(1, 999, 7)]))
def test_an_identity_number_may_be_typed_with_spaces_full_width_and_a_small_x(order):
    number = identity("500230", "19990909", order)
    full_width = "".join(chr(ord(each) + 0xFEE0) for each in number)

    for typed in (number.lower(), f"{number[:6]} {number[6:14]} {number[14:]}", full_width):
        assert told(identity_number=typed).identity_number == number


@given(st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_slip_in_an_identity_number_is_seen(at, put):
    number = identity("500230", "19990909")
    slip = number[:at] + put + number[at + 1:]
    if slip != number:
        assert wrong(identity_number=slip) == {"identity_number": "identity_checksum"}


@pytest.mark.parametrize(("typed", "problem"), [
    ("123", "identity_length"), ("5002302000022902", "identity_length"), (identity("500230", "20010229"), "identity_checksum"),
    (identity("500230", "20001301"), "identity_checksum"), ("X" * 18, "identity_checksum"), ("五" * 18, "identity_checksum"),
    ("፩" * 18, "identity_checksum"), ("٣" * 18, "identity_checksum"), (identity("500230", "00000101"), "identity_checksum"),
    ("😀" * 18, "identity_checksum"), ("1" * 5_000, "identity_length"), ("5002302000022900211", "identity_length")])
def test_what_is_no_identity_number_is_refused(typed, problem):
    assert wrong(identity_number=typed) == {"identity_number": problem}


@pytest.mark.parametrize(("typed", "kept"), [
    ("  房子塌了  ", "房子塌了"), ("一\n二", "一\n二"), ("一\r\n二\r三", "一\n二\n三"), ("一\t二", "一 二"), ("房\x00子\x07塌\x1b[31m了", "房子塌[31m了"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"), ("'; DROP TABLE cases; --", "'; DROP TABLE cases; --"), ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    ("难😭死了", "难😭死了"), ("\u202e反着\u202c", "反着"), ("a\ud800b", "ab"), ("e\u0301", "é")], ids=shown)
def test_a_story_is_kept_as_it_was_told_but_for_what_nobody_can_see(typed, kept):
    assert told(story=typed).story == kept


@pytest.mark.parametrize("name", ["欧阳锋", "买买提·艾力", "\ue863某", "𰻝某", "\U000323b0某", "李\U000e0100"])
def test_rare_characters_of_a_name_are_not_lost(name):
    assert told(name=name).name == name


def test_a_name_is_one_line_with_single_spaces():
    assert told(name=" 王 \n  二\t麻子 ").name == "王 二 麻子" and told(village="双龙\n村").village == "双龙 村"


@pytest.mark.parametrize(("part", "most"), LONGEST.items())
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(part, most):
    for length in (most - 1, most):
        assert getattr(told(**{part: "字" * length}), part) == "字" * length
    with pytest.raises(InvalidReport) as refused:
        told(**{part: "字" * (most + 1)})

    assert [(each.part, each.problem, each.details) for each in refused.value.wrong] == [(part, "too_long", {"most": most, "count": most + 1})]


def test_a_story_of_twenty_kilobytes_is_refused_with_its_length():
    with pytest.raises(InvalidReport) as refused:
        told(story="难" * 6_827)

    assert refused.value.wrong[0].details == {"most": LONGEST["story"], "count": 6_827}


@pytest.mark.parametrize(("part", "typed", "kept"), [
    ("household_size", "4", 4), ("household_size", 4, 4), ("household_size", " ４ ", 4), ("household_size", 30, 30), ("income_per_head", "8,300", 8300),
    ("income_per_head", "８３００", 8300), ("income_per_head", 0, 0), ("income_per_head", "0", 0), ("income_per_head", 10_000_000, 10_000_000)])
def test_a_number_is_taken_as_text_or_as_a_number(part, typed, kept):
    assert getattr(told(**{part: typed}), part) == kept


@pytest.mark.parametrize(("part", "typed", "problem"), [
    ("household_size", "0", "not_a_number"), ("household_size", 0, "not_a_number"), ("household_size", 31, "too_much"), ("household_size", "四", "not_a_number"),
    ("household_size", -1, "not_a_number"), ("household_size", "-1", "not_a_number"), ("household_size", 4.5, "not_a_number"), ("household_size", True, "not_a_number"),
    ("household_size", [4], "not_a_number"), ("household_size", {"a": 4}, "not_a_number"), ("income_per_head", "8300元", "not_a_number"),
    ("income_per_head", 10_000_001, "too_much"), ("income_per_head", "10000001", "too_much"), ("income_per_head", "9" * 5_000, "not_a_number"),
    ("income_per_head", float("nan"), "not_a_number"), ("income_per_head", float("inf"), "not_a_number"), ("income_per_head", "1e5", "not_a_number"),
    ("income_per_head", "٣", "not_a_number"), ("income_per_head", 10 ** 5_000, "too_much"), ("income_per_head", -10 ** 5_000, "not_a_number")],
    ids=shown)
def test_what_is_no_number_or_too_much_is_refused(part, typed, problem):
    assert wrong(**{part: typed}) == {part: problem}


@pytest.mark.parametrize(("typed", "kept"), [
    ("illness", (Risk.ILLNESS,)), (["illness", "water"], (Risk.ILLNESS, Risk.WATER)), (["water", "water"], (Risk.WATER,)), ([], ()), ((), ()),
    ([Risk.OTHER], (Risk.OTHER,))])
def test_risks_are_one_or_several_each_once(typed, kept):
    assert told(risks=typed).risks == kept


@pytest.mark.parametrize("typed", ["poverty", ["illness", "poverty"], 5, True, [["illness"]], [None], {"illness": 1}, "看病"])
def test_an_unknown_risk_is_refused(typed):
    assert wrong(risks=typed) == {"risks": "unknown_risk"}


@pytest.mark.parametrize(("typed", "kept"), [
    (True, True), ("1", True), ("true", True), ("on", True), ("yes", True), (False, False), ("0", False), ("false", False), ("False", False), ("off", False), (0, False)])
def test_for_somebody_else_is_what_was_ticked(typed, kept):
    assert told(for_other=typed).for_other is kept


@pytest.mark.parametrize("typed", ["999999", "丰都", "500230; DROP", "５００２３０", "50023", "x" * 10_000])
def test_an_unknown_division_is_refused(typed):
    assert wrong(division=typed) == {"division": "unknown_division"}


def test_a_known_division_is_taken():
    assert told(division=" 500230 ").division == "500230"


def test_every_problem_is_told_at_once_and_holds_nothing_that_was_typed():
    with pytest.raises(InvalidReport) as refused:
        told(risks="poverty", division="999999", phone="13800", identity_number="511", story="难" * 6_827, household_size="四口", income_per_head="很少",
             name="张" * 31, nonsense="x", village=5)
    problems = {each.part: each.problem for each in refused.value.wrong}

    assert problems == {
        "risks": "unknown_risk", "division": "unknown_division", "phone": "phone_mobile_length", "identity_number": "identity_length", "story": "too_long",
        "household_size": "not_a_number", "income_per_head": "not_a_number", "name": "too_long", "nonsense": "unknown_part", "village": "not_a_text"}
    shown = str(refused.value) + repr([each.details for each in refused.value.wrong])
    assert not any(typed in shown for typed in ("13800", "511", "难", "四口", "很少", "张"))


@pytest.mark.parametrize("nothing", [None, "", "   ", "\u3000\n", "\x00\x07", [], ()])
def test_what_is_empty_is_left_out(nothing):
    assert told(**dict.fromkeys(("name", "story", "village"), nothing)) == Report()
    assert told(phone=None, risks=[], household_size="", income_per_head=None, division=" ") == Report()


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.sampled_from(["500230", "13800138000", "illness", "9" * 40]),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=8)


@given(st.dictionaries(st.sampled_from(DETAILS), JSON))
def test_whatever_is_sent_it_becomes_a_report_or_is_refused_part_by_part(parts):
    report, refused = read_or_refused(parts)
    if report:
        assert Report.from_dict(report.as_dict()) == report
        assert read(report.as_dict(), KNOWN.__contains__) == report  # what was taken once is taken again, unchanged
        assert json.dumps(report.as_dict(), ensure_ascii=False).encode()
    else:
        assert refused and {each.part for each in refused} <= set(parts) and all(each.problem for each in refused)


@example("\ud800")
@given(st.text(st.characters()))
def test_any_text_as_any_part_is_read_or_refused(text):
    for part in DETAILS:
        report, refused = read_or_refused({part: text})

        assert json.dumps(report.as_dict(), ensure_ascii=False).encode() if report else [each.part for each in refused] == [part]


def test_merging_takes_only_the_parts_named_and_tells_which_differ():
    report, changes = Report(name="张三", phone="13800138000", risks=(Risk.WATER,)), Report(name="李四", story="变了", risks=(Risk.WATER,))

    assert merged(report, changes, ("name", "risks", "phone")) == (Report(name="李四", risks=(Risk.WATER,)), ("name", "phone"))
    assert merged(report, changes, ()) == (report, ()) and merged(report, report, DETAILS) == (report, ())


def test_the_limits_are_those_of_the_parts():
    assert set(LONGEST) <= set(DETAILS)
