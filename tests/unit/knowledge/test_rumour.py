"""What somebody heard, set beside the documents: each verdict, and what counts as a claim."""
from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge.lookup import Question
from bot.knowledge.model import Aspect
from bot.knowledge.rumour import Rumour, Verdict, judge, read

COUNTY, OTHER, UNCOVERED = "441424", "500230", "231181"
GRANT = "441424_doc-a/industry_grant.yml"
IN_FORCE, DAY_AFTER = date(2024, 6, 30), date(2025, 1, 1)
GROUPS = {"denies": ["取消", "停了"], "exaggerates": ["人人"], "fees": ["手续费"],
          "paid": ["发", "领"], "not_paid": ["发展"], "all": ["全额", "全免"], "half": ["一半"], "part": ["部分"], "restricts": ["只给"]}


@pytest.fixture
def heard(small):
    def verdict(text: str, kind: str = "industry_grant", on: date = IN_FORCE, division: str = COUNTY) -> Rumour:
        return judge(small.kb, small.divisions, Question(Aspect.AMOUNT, kind, division, on), read(text, GROUPS), GROUPS)
    return verdict


# what is claimed

@pytest.mark.parametrize(("text", "figures"), [
    ("每户补2000元", {2000}), ("每户补两千块", {2000}), ("补三万", {30000}), ("报八成", {80}), ("报80%", {80}), ("补0.5万元", {5000}),
    ("15天办好", {15}), ("两个娃读书", set()), ("有3个人", set()), ("取消了", set()), ("", set()),
    ("发2000万", {20000000}), ("2025年办成", {2025}), ("2025年以后取消", set())])
def test_figures_are_claims_and_small_counts_are_the_story(text, figures):
    assert read(text, GROUPS).figures == figures


@pytest.mark.parametrize(("text", "is_of_time"), [("15天办好", True), ("要三个月", True), ("补2000元", False), ("没有数字", False)])
def test_it_is_seen_whether_a_figure_is_of_time(text, is_of_time):
    assert read(text, GROUPS).is_of_time is is_of_time


@pytest.mark.parametrize(("text", "is_of_money"), [
    ("每户补三千", True), ("给2000元", True), ("均下来七千来块", True), ("领到1500", True), ("新增3000箱", False), ("补3000亩地", False),
    ("培训7000人", False), ("8300这条线", False), ("15天办好", False)])
def test_it_is_seen_whether_a_figure_is_of_money(text, is_of_money):
    groups = {**GROUPS, "pays": ["补", "给", "领到"], "counts": ["亩", "人"]}

    assert read(text, groups).is_of_money is is_of_money


def test_telling_words_are_found_by_their_group():
    heard = read("产业奖补取消了,人人都要交手续费", GROUPS)

    assert heard.says("denies") == {"取消"} and heard.says("exaggerates") == {"人人"} and heard.says("fees") == {"手续费"} and heard.says("half") == frozenset()


def test_money_that_comes_is_told_from_words_that_only_hold_its_sign():
    assert read("每人发8300", GROUPS).says("paid") == {"发"} and not read("产业发展8300亩", GROUPS).says("paid")


@pytest.mark.parametrize(("text", "is_so"), [
    ("听说种养有奖补", True), ("听说种养奖补2000元", False), ("听说奖补取消了", False), ("听说人人有奖补", False), ("听说奖补要手续费", False),
    ("听说全免", False), ("听说只给穷人", False)])
def test_whether_more_is_claimed_than_that_there_is_such_help(text, is_so):
    assert read(text, GROUPS).only_that_it_exists is is_so


# verdicts

@pytest.mark.parametrize("text", ["产业奖补每户每年2000元", "听说产业奖补给两千块", "产业奖补15天办好"])
def test_what_the_document_says_matches(heard, text):
    rumour = heard(text)

    assert rumour.verdict is Verdict.MATCHES
    assert rumour.place == COUNTY and rumour.said


@pytest.mark.parametrize(("text", "said"), [("产业奖补每户每年3000元", "每户每年奖补"), ("产业奖补给五千块", "每户每年奖补"), ("产业奖补30天办好", "申请后办结")])
def test_another_figure_differs_and_what_the_document_says_is_told(heard, text, said):
    rumour = heard(text)

    assert rumour.verdict is Verdict.DIFFERS
    assert said in [item.what for item in rumour.said]


def test_a_share_is_not_set_beside_what_is_no_share(heard):
    assert heard("产业奖补报八成").verdict is heard("产业奖补报80%").verdict is Verdict.NOT_IN_DOCUMENTS


def test_a_right_figure_in_an_overreach_differs(heard):
    assert heard("产业奖补人人2000元").verdict is Verdict.DIFFERS
    assert heard("产业奖补给2000元,先交手续费").verdict is Verdict.DIFFERS


def test_a_line_is_no_money_that_is_paid(heard):
    paid, line = heard("产业奖补每人发8300元"), heard("产业奖补人均收入8300元以下")

    assert (paid.verdict, line.verdict) == (Verdict.DIFFERS, Verdict.MATCHES)
    assert [item.what for item in paid.said] == ["每户每年奖补", "年人均纯收入"]


def test_an_overreach_without_a_figure_differs(heard):
    assert heard("自家搞种养多干多补,人人都有").verdict is Verdict.DIFFERS


def test_what_matched_a_rule_that_has_ended_is_out_of_date(heard):
    assert heard("产业奖补每户每年2000元", on=DAY_AFTER).verdict is Verdict.OUT_OF_DATE


@pytest.mark.parametrize(("status", "verdict"), [("draft_for_comment", Verdict.DRAFT), ("repealed", Verdict.OUT_OF_DATE)])
def test_what_stands_in_no_rule_in_force_is_told_so(small, heard, status, verdict):
    small.change("documents/doc-a.yml", "status: in_force", f"status: {status}")

    assert heard("产业奖补每户每年2000元").verdict is verdict


def test_another_places_figure_is_told_as_such_with_the_own_rule(small, heard):
    small.add_place(OTHER, "丰都县", "doc-b")
    small.change("500230_doc-b/industry_grant.yml", "value: 2000,", "value: 3000,")
    rumour = heard("产业奖补每户每年3000元")

    assert (rumour.verdict, rumour.place, rumour.elsewhere) == (Verdict.OTHER_PLACE, COUNTY, OTHER)
    assert [item.what for item in rumour.said] == ["每户每年奖补", "年人均纯收入"]


def test_another_places_figure_where_the_own_place_has_no_rule_brings_no_rule(small, heard):
    small.add_place(OTHER, "丰都县", "doc-b")
    (small.folder / GRANT).unlink()
    rumour = heard("产业奖补每户每年2000元")

    assert (rumour.verdict, rumour.scheme, rumour.said, rumour.elsewhere) == (Verdict.OTHER_PLACE, None, (), OTHER)


def test_a_wider_places_figure_is_ones_own_rule(small, heard):
    small.add_place("441400", "梅州市", "doc-c")
    (small.folder / GRANT).unlink()
    rumour = heard("产业奖补每户每年2000元")

    assert (rumour.verdict, rumour.place, rumour.elsewhere) == (Verdict.MATCHES, "441400", None)


def test_what_no_document_says_is_not_confirmed(heard):
    rumour = heard("产业奖补要坐飞机去领")

    assert (rumour.verdict, rumour.place) == (Verdict.NOT_IN_DOCUMENTS, COUNTY)
    assert [item.text for item in rumour.said] == ["自家搞种养，多干多补，每户每年最多2000元"]


def test_what_is_no_longer_given_is_not_confirmed_by_a_rule_that_gives_it(heard):
    assert heard("自家搞种养多干多补的产业奖补取消了").verdict in (Verdict.DIFFERS, Verdict.NOT_IN_DOCUMENTS)


def test_where_no_place_has_the_kind_nothing_is_confirmed(small, heard):
    (small.folder / GRANT).unlink()

    assert heard("产业奖补每户每年2000元") == Rumour(Verdict.NOT_IN_DOCUMENTS)


def test_what_sounds_like_the_rule_matches_without_a_figure(heard):
    assert heard("自家搞种养多干多补").verdict is Verdict.MATCHES


@pytest.mark.parametrize("standing", [IN_FORCE, DAY_AFTER])
def test_a_wrong_figure_never_matches(heard, standing):
    for value in (1000, 2001, 2500, 20000, 8000):
        assert heard(f"产业奖补每户{value}元", on=standing).verdict is Verdict.DIFFERS, value
