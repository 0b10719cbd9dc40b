"""A question or a verdict of the check, in words, buttons and clauses."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.knowledge.eligibility import Question, questions
from bot.knowledge.lookup import Status
from bot.replies.eligibility import Case, from_about, stopped
from bot.replies.reply import Button
from bot.replies.wording import wording

COUNTY, GRANT = "441424", "441424_doc-a/industry_grant.yml"
IN_FORCE, DAY_AFTER = date(2024, 6, 30), date(2025, 1, 1)
YES = {"household_category.lifted_household": True, "able_to_work": True, "income_per_head": 5000}


@pytest.fixture
def case(small):
    def one(known: dict | None = None, on: date = IN_FORCE, whom: str | None = None) -> Case:
        scheme = small.kb.scheme(COUNTY, "industry_grant")
        assert scheme
        return Case(small.kb, small.divisions, "industry_grant", COUNTY, COUNTY, scheme, known or {}, on, whom)
    return one


def titles(buttons: tuple[Button, ...]) -> list[str]:
    return [button.title for button in buttons]


# questions

@pytest.mark.parametrize(("question", "ask", "answers"), [
    (Question("able_to_work"), "有没有劳动能力？", ["是", "不是", "不清楚", "不查了"]),
    (Question("income_per_head"), "人均收入多少？报个数就行。", ["不清楚", "不查了"]),
    (Question("household_category", ("monitored_household",)), "哪一类户？有就点一样，都不是就点“都不是”。", ["监测对象", "都不是", "不清楚", "不查了"])])
def test_a_question_is_asked_with_the_answers_to_tap(case, question, ask, answers):
    reply = case().question(question, is_first=False)

    assert (reply.text, titles(reply.buttons)) == (ask, answers)
    assert all(button.text == button.title for button in reply.buttons)
    assert reply.about["asks"] == question.fact and reply.citation == "" and reply.status is None


def test_the_first_question_says_of_what_and_what_is_known(case):
    question = Question("able_to_work")

    assert case().question(question, True).text == "帮您对一对五华县产业奖补的条件，答“是”“不是”“不清楚”都行。有没有劳动能力？"
    assert "您说过：脱贫户或监测对象（不对就告诉我）。有没有" in case({"household_category.lifted_household": True}).question(question, True).text


def test_a_question_asked_again_says_so(case):
    assert case().question(Question("able_to_work"), False, is_again=True).text == "没听明白您的意思。有没有劳动能力？"


@pytest.mark.parametrize(("status", "on", "said"), [("in_force", DAY_AFTER, "已到期"), ("draft_for_comment", IN_FORCE, "没有生效"),
                                                    ("repealed", IN_FORCE, "已废止")])
def test_a_check_against_what_no_longer_or_not_yet_holds_says_so_first_and_in_the_verdict(small, case, status, on, said):
    small.change("documents/doc-a.yml", "status: in_force", f"status: {status}")

    assert said in case(on=on).question(Question("able_to_work"), True).text
    verdict = case(YES, on=on).verdict()
    assert said in verdict.text and verdict.text.endswith(wording("answer")["still_valid"]["period_ended" if on == DAY_AFTER else status].format(office="县农业农村委"))


# verdicts

def test_a_yes_names_what_was_met_and_leaves_the_last_word_to_the_office(case):
    reply = case(YES).verdict()

    assert "五华县产业奖补" in reply.text and "对得上：脱贫户或监测对象、有劳动能力、人均纯收入在8300元以下。" in reply.text
    assert reply.text.endswith("最后以县农业农村委审核为准。")
    assert reply.status is Status.ANSWERED and reply.about["verdict"] == "yes"
    assert reply.citation == "依据：《五华县办法》试字〔2024〕8号 二"


def test_a_no_names_only_what_was_not_met(case):
    reply = case({**YES, "income_per_head": 9000}).verdict()

    assert "对不上。文件要求：人均纯收入在8300元以下。" in reply.text and "劳动能力" not in reply.text
    assert reply.status is Status.ANSWERED and reply.about["verdict"] == "no"


def test_a_no_because_of_what_may_not_be_names_it_as_such(small, case):
    small.change(GRANT, "    - {fact: able_to_work, is: true, text: 有劳动能力, source: doc-a 二, proof: [有劳动能力]}",
                 "    - not: {fact: able_to_work, is: true, text: 有劳动能力, source: doc-a 二, proof: [有劳动能力]}")

    assert "文件要求：不能是有劳动能力。" in case({"able_to_work": True}).verdict().text


def test_an_unknown_names_what_is_met_and_what_is_open_and_whom_to_ask(case):
    reply = case({"able_to_work": True}).verdict(("household_category", "income_per_head"))

    assert "对得上的：有劳动能力。还要弄清：脱贫户或监测对象、人均纯收入在8300元以下。" in reply.text and "县农业农村委" in reply.text
    assert reply.status is Status.PARTLY_ANSWERED and reply.about["unsure"] == ["household_category", "income_per_head"]


def test_what_the_document_leaves_to_an_office_is_named_as_open(small, case):
    small.change(GRANT, "    - {fact: able_to_work, is: true, text: 有劳动能力, source: doc-a 二, proof: [有劳动能力]}",
                 "    - {open: 村里评议通过, source: doc-a 二, proof: [有劳动能力]}")
    reply = case(YES).verdict()

    assert reply.about["verdict"] == "unknown" and "文件没写清的：村里评议通过。" in reply.text
    assert "还要弄清" not in reply.text


def test_what_the_household_may_still_tell_is_apart_from_what_the_document_leaves_open(small, case):
    small.change(GRANT, "    - {fact: able_to_work, is: true, text: 有劳动能力, source: doc-a 二, proof: [有劳动能力]}",
                 "    - {open: 村里评议通过（怎么评文件没写）, source: doc-a 二, proof: [有劳动能力]}")

    assert "还要弄清：人均纯收入在8300元以下。文件没写清的：村里评议通过（怎么评）。" in case({"household_category.lifted_household": True}).verdict().text


@pytest.mark.parametrize(("known", "first"), [(YES, "够条件。"), ({"able_to_work": False}, "不够条件。"), ({}, "还定不了：")])
def test_the_verdict_is_said_before_anything_else_and_its_reasons_after(case, known, first):
    reply = case(known).verdict()

    assert reply.text.startswith(first)
    assert reply.text.index(first) < reply.text.index("五华县产业奖补") < reply.text.index("劳动能力")
    assert reply.citation


def test_what_only_the_document_leaves_undecided_is_not_laid_on_the_household(small, case):
    small.change(GRANT, "    - {fact: able_to_work, is: true, text: 有劳动能力, source: doc-a 二, proof: [有劳动能力]}",
                 "    - {open: 村里评议通过, source: doc-a 二, proof: [有劳动能力]}")

    assert case(YES).verdict().text.startswith("文件定不了：")


def test_a_verdict_on_somebody_else_says_of_whom(case):
    assert case(YES, whom="您妈妈").verdict().text == case(YES).verdict().text.replace(
        wording("eligibility")["own"] + "说", wording("eligibility")["other"].format(whom="您妈妈") + "说")


def test_a_verdict_leads_on_to_how_where_and_another_check(case):
    assert [button.text for button in case(YES).verdict().buttons] == [
        "产业奖补：怎么办理", "产业奖补：找谁", "产业奖补：我够不够条件", "我要申报", "转人工"]


def test_the_verdict_can_be_given_again_from_what_the_ledger_keeps(small, case):
    reply = case({"able_to_work": True}, whom="您妈妈").verdict(("income_per_head",))
    scheme = small.kb.scheme(COUNTY, "industry_grant")

    assert from_about(small.kb, small.divisions, reply.about, (COUNTY, scheme)) == reply


# the wording

def test_every_verdict_has_its_words_and_no_words_are_for_another():
    assert set(wording("eligibility")["verdict"]) == {"yes", "no", "unknown"}


@pytest.mark.parametrize("key", ["stopped", "nothing_to_resume", "which"])
def test_a_check_that_ends_without_a_verdict_says_why(key):
    assert stopped(key).text == wording("eligibility")[key]
    assert titles(stopped(key).buttons) == ["接着对条件"] and stopped(key, can_resume=False).buttons == ()


# the real content

def cases(kb, divisions, on: date):
    for place in kb.folders:
        for kind in kb.schemes(place):
            scheme = kb.scheme(place, kind)
            if scheme.conditions:
                yield Case(kb, divisions, kind, place, place, scheme, {}, on)


@pytest.mark.parametrize("on", [date(2024, 6, 30), date(2026, 7, 1)], ids=str)
def test_every_first_question_and_every_unknown_verdict_of_the_real_content_fits_on_a_phone(real_kb, real_divisions, on):
    long = []
    for one in cases(real_kb, real_divisions, on):
        still = questions(real_kb.facts, one.tree, {})
        texts = {"verdict": one.verdict(tuple(question.fact for question in still)).text}
        if still:
            texts["question"] = one.question(still[0], is_first=True).text
        long += [f"{one.place} {one.kind} {what}: {len(text)}" for what, text in texts.items() if len(text) > 300]

    assert long == []


def test_the_standing_of_the_document_follows_the_verdict_at_once(real_kb, real_divisions):
    for one in cases(real_kb, real_divisions, date(2026, 7, 1)):
        text = one.verdict().text
        assert any(word in text[:40] for word in ("到期", "征求意见", "没有生效")), text


def test_every_question_of_the_real_content_has_its_buttons_and_no_text_twice(real_kb, real_divisions, a_day):
    for one in cases(real_kb, real_divisions, a_day):
        for question in questions(real_kb.facts, one.tree, {}):
            buttons = one.question(question, is_first=False).buttons
            assert len({button.text for button in buttons}) == len(buttons) >= 2, (one.place, one.kind, question)


def test_the_verdict_of_the_real_content_is_cited(real_kb, real_divisions, a_day):
    assert [(one.place, one.kind) for one in cases(real_kb, real_divisions, a_day) if not replace(one, known={}).verdict().citation] == []
