"""Each part that is wrong is told with its place and how to mend it, all at once."""
from __future__ import annotations

from typing import Any

import pytest

from bot.casework.model import Origin, Report, Risk
from bot.channels.api.problems import Refused
from bot.channels.api.reading import parse, submission
from bot.replies.report import consent_version

GOOD = {"consent": consent_version(), "division": "500230", "risks": ["illness"]}


def is_known(code: str) -> bool:
    return code == "500230"


def flaws(told: Any) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        submission(told, is_known)
    assert refused.value.key == "invalid_report"
    return {flaw.pointer: flaw.detail for flaw in refused.value.flaws}


def with_(**parts: Any) -> dict[str, Any]:
    return {**GOOD, **parts}


def test_a_whole_report_is_read():
    told = submission(with_(phone="+86 138-0013-8000", household_size=4.0, income_per_head=0, origin="department_early_warning", village="双龙村",
                            story=None, name="", for_other=True), is_known)

    assert told.report == Report((Risk.ILLNESS,), "500230", "双龙村", True, phone="13800138000", household_size=4, income_per_head=0)
    assert (told.consent, told.origin) == (consent_version(), Origin.DEPARTMENT_EARLY_WARNING)


@pytest.mark.parametrize("origin", [{}, {"origin": None}])
def test_a_report_without_an_origin_is_the_household_s_own(origin):
    assert submission({**GOOD, **origin}, is_known).origin is Origin.SELF_REPORT


@pytest.mark.parametrize(("parts", "pointer", "said"), [
    ({"phone": "1380013800"}, "#/phone", "写了10位"),
    ({"phone": "a" * 41}, "#/phone", "最多40个字，您写了41个"),
    ({"phone": 13800138000}, "#/phone", "电话要写成文字"),
    ({"identity_number": "500230199909090214"}, "#/identity_number", "有一位写错了"),
    ({"identity_number": "5002301999"}, "#/identity_number", "写了10位"),
    ({"division": "999999"}, "#/division", "没有找到这个地方"),
    ({"division": " "}, "#/division", "6位行政区划代码"),
    ({"division": None}, "#/division", "6位行政区划代码"),
    ({"division": ""}, "#/division", "6位行政区划代码"),
    ({"division": 500230}, "#/division", "要写成文字"),
    ({"division": "5002301"}, "#/division", "最多6个字"),
    ({"risks": []}, "#/risks", "遇到了什么难处"),
    ({"risks": None}, "#/risks", "遇到了什么难处"),
    ({"risks": "illness"}, "#/risks", "写成一个列表"),
    ({"risks": ["illness", "ufo"]}, "#/risks/1", "不认得"),
    ({"risks": [None]}, "#/risks/0", "不认得"),
    ({"story": "长" * 1801}, "#/story", "最多1800个字，您写了1801个"),
    ({"story": {"a": 1}}, "#/story", "要写成文字"),
    ({"household_size": 0}, "#/household_size", "只写数字"),
    ({"household_size": 31}, "#/household_size", "最多写30"),
    ({"household_size": "4"}, "#/household_size", "只写数字"),
    ({"household_size": True}, "#/household_size", "只写数字"),
    ({"income_per_head": -1}, "#/income_per_head", "只写数字"),
    ({"income_per_head": 1e300}, "#/income_per_head", "最多写10000000"),
    ({"income_per_head": 0.5}, "#/income_per_head", "只写数字"),
    ({"for_other": "yes"}, "#/for_other", "true 或者 false"),
    ({"origin": "rumour"}, "#/origin", "self_report"),
    ({"consent": ""}, "#/consent", "不同意就不能登记"),
    ({"consent": None}, "#/consent", "不同意就不能登记"),
    ({"consent": "1999"}, "#/consent", "GET /api/v1/consent"),
    ({"surname": "张"}, "#/surname", "不认得"),
    ({"a/b~": 1}, "#/a~1b~0", "不认得")])
def test_one_wrong_part_is_named_and_it_is_said_how_to_mend_it(parts, pointer, said):
    found = flaws(with_(**parts))

    assert list(found) == [pointer] and said in found[pointer]


def test_half_a_sign_in_a_name_does_not_break_the_answer():
    assert list(flaws(with_(**{"\ud800": 1}))) == ["#/%3F"]


@pytest.mark.parametrize("part", ["consent", "division", "risks"])
def test_what_must_be_there_is_asked_for(part):
    assert list(flaws({name: value for name, value in GOOD.items() if name != part})) == [f"#/{part}"]


@pytest.mark.parametrize("told", [None, [], "text", 4, True, [GOOD]])
def test_a_body_that_is_no_object_is_refused_as_a_whole(told):
    assert flaws(told) == {"#": "发来的内容要是一个 JSON 对象。"}


def test_all_that_is_wrong_is_told_at_once():
    found = flaws({"consent": "1999", "division": "999999", "phone": "1", "household_size": "four", "extra": 1})

    assert set(found) == {"#/risks", "#/consent", "#/division", "#/phone", "#/household_size", "#/extra"}


BROKEN = {"nothing": b"", "unfinished": b"{", "more behind": b"{}x", "no UTF-8": b"\xff\xfe{}", "a name twice": b'{"a": 1, "a": 2}', "NaN": b'{"a": NaN}',
          "Infinity": b'{"a": Infinity}', "deep": b"[" * 100_000, "a number of 5000 digits": b"9" * 5_000, "UTF-16": "{}".encode("utf-16")}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_what_json_readers_disagree_about_is_malformed(body):
    with pytest.raises(Refused) as refused:
        parse(body)
    assert refused.value.key == "malformed"


def test_nothing_that_was_typed_is_repeated_in_what_is_said():
    found = flaws(with_(phone="139001390O1", identity_number="50023019990909021X", story=["住院"], name="张" * 31))

    assert len(found) == 4
    assert not any(typed in detail for detail in found.values() for typed in ("139001390", "50023019990909021X", "住院", "张张"))
