"""The schemes that may be of use, with why, on pages."""
from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge.lookup import Status
from bot.replies.finder import benefits
from bot.replies.reply import MOST_BUTTONS
from bot.replies.wording import wording

COUNTY, OTHER = "441424", "500230"
LIFTED = {"household_category.lifted_household": True}


@pytest.fixture
def found(small, a_day):
    def reply(*situations: str, known: dict | None = None, heard: dict | None = None, whom: str | None = None, on: date = a_day,
              division: str = COUNTY, page: int = 0):
        told = {"situations": list(situations), "before": [], "known": known or {}, "heard": heard or {}, "whom": whom}
        return benefits(small.kb, small.divisions, division, told, on, page)
    return reply


def test_what_fits_is_numbered_with_what_it_is_and_why(found):
    reply = found("lifted", known=LIFTED)

    assert reply.text.startswith(wording("finder")["opening"].format(whom="您", place="五华县") + "1. 产业奖补：自家搞种养，多干多补，每户每年最多2000元")
    assert "因为您说脱贫户；还要看：有劳动能力、人均纯收入在8300元以下" in reply.text and "2. 自主申报：" in reply.text
    assert reply.status is Status.ANSWERED and "《五华县办法》" in reply.citation


def test_what_one_qualifies_for_is_said_so(found):
    assert "条件对得上" in found("lifted", known={**LIFTED, "able_to_work": True, "income_per_head": 5000}).text


def test_what_was_only_heard_of_is_named_without_a_reason_that_was_not_given(found):
    assert "因为" not in found(heard={"self_report": 1.0}).text


def test_it_is_said_of_whom(found):
    assert "您妈妈" in found("lifted", whom="您妈妈").text.partition("：")[0]


def test_each_scheme_can_be_asked_for_and_one_can_report(found):
    assert [button.text for button in found("lifted").buttons] == ["产业奖补：有哪些帮助", "自主申报：有哪些帮助", "我要申报"]


def test_nothing_that_fits_is_no_reply(found):
    assert found() is None and found("lifted", division=OTHER) is None and found("lifted", page=1) is None


def test_an_ended_period_is_said_first_and_last(found):
    reply = found("lifted", on=date(2025, 1, 1))

    assert "已到期" in reply.text[:60] and reply.text.endswith("请先问县乡村振兴局。")


# the real content

@pytest.fixture
def real(real_kb, real_divisions, a_day):
    def reply(page: int, division: str = "441400", **told):
        return benefits(real_kb, real_divisions, division, {"before": [], "known": {}, "heard": {}, "whom": None, **told}, a_day, page)
    return reply


def test_pages_go_on_until_there_is_no_more_and_repeat_nothing(real):
    first = real(0, situations=["serious_illness", "hospital_costs", "disabled"])
    pages = [real(page, situations=["serious_illness", "hospital_costs", "disabled"]) for page in range(first.about["pages"])]

    assert len(pages) > 1 and len(set(first.about["kinds"])) == len(first.about["kinds"])
    assert ["还有呢" in [button.text for button in page.buttons] for page in pages] == [True] * (len(pages) - 1) + [False]
    assert pages[1].text.split("：")[0].endswith("的文件里还有")
    assert real(len(pages), situations=["serious_illness", "hospital_costs", "disabled"]) is None


def test_every_situation_of_the_real_content_is_answered_within_a_phone_s_screen(real_kb, real):
    long = []
    for place in real_kb.folders:
        for name in real_kb.situations.situations:
            reply = real(0, place, situations=[name])
            if reply:
                assert len(reply.buttons) <= MOST_BUTTONS and reply.citation
                long += [f"{place} {name}: {len(reply.text)}"] if len(reply.text) > 300 else []

    assert long == []


def test_where_the_nearer_document_and_a_wider_one_both_help_each_is_said_to_be_whose_it_is(real_kb, real_divisions, a_day):
    told = {"situations": ["no_self_care", "serious_illness"], "before": [], "known": {}, "heard": {"visiting_care": 1.0}, "whom": None}
    reply = benefits(real_kb, real_divisions, "231181", told, a_day)

    assert reply.about["place"] == "231181" and reply.text.startswith("北安市")
    assert "1. 黑龙江省规定的困难家庭访视照料服务" in reply.text and "2. 医疗救助" in reply.text
