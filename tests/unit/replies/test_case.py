"""Closed lists have their words, and the words have their blanks filled."""
from __future__ import annotations

import string

import pytest

from bot.casework.model import DETAILS, Report, Risk, State
from bot.casework.states import Move
from bot.replies import case, case_status
from bot.replies.case import ASKED, TOLD, WITHDRAW
from bot.replies.wording import wording

FULL = Report(tuple(Risk), "500230", "双龙村", True, "张三丰", None, "13812345678", None, "摔了", 4, 6000)


def test_every_question_has_its_words_and_no_words_are_left_over():
    assert set(wording("case")["ask"]) == {TOLD, WITHDRAW, *ASKED}


def test_every_part_that_is_asked_for_can_be_read_back_put_right_and_heard():
    assert set(ASKED) <= set(DETAILS)
    assert set(ASKED) == set(wording("case")["told"]) == set(wording("buttons")["filing_parts"]) == set(wording("heard")["part_words"])


def test_every_state_move_and_risk_has_its_words():
    words = wording("report")

    assert set(words["states"]) == {state.value for state in State} and set(words["risks"]) == {risk.value for risk in Risk}
    assert {move.value for move in Move} <= set(words["moves"])


def test_what_is_heard_leads_to_risks_and_situations_that_exist(real_kb):
    heard, risks = wording("heard"), {risk.value for risk in Risk}

    assert set(heard["risk_of_situation"]) <= set(real_kb.situations.situations)
    assert set(heard["risk_of_situation"].values()) <= risks and set(heard["risk_words"]) == risks - {"other"}


@pytest.mark.parametrize("key", ASKED)
@pytest.mark.parametrize("known", [Report(), FULL], ids=["nothing", "all"])
def test_every_question_can_be_asked(real_kb, real_divisions, key, known):
    reply = case.question(real_kb, real_divisions, key, known, ["得了大病重病"], is_again=True)

    assert reply.text and "{" not in reply.text and reply.about == {"reports": key} and 2 <= len(reply.buttons) <= 6


def test_what_is_read_back_hides_the_telephone_but_for_its_end(real_divisions):
    told = "".join(case.told_in_words(real_divisions, FULL))

    assert "尾号5678" in told and "1381234" not in told and "张三丰" in told and "摔了" not in told


def test_a_place_without_documents_gets_no_other_place_s_office(real_kb, real_divisions):
    assert case.office(real_kb, real_divisions, "530102") == case.office(real_kb, real_divisions, None) == wording("case")["village_office"]


def test_the_offer_fits_a_screen_and_its_blanks_are_filled(real_kb, real_divisions):
    reply = case.offer(real_kb, real_divisions, Report((Risk.ILLNESS,), "500230"), "4821093753")

    assert len(reply.text) <= 240 and not [field for _, field, *_ in string.Formatter().parse(reply.text) if field]
    assert "482 109 3753" in reply.text


def test_an_ask_for_a_receipt_s_end_and_an_unknown_case_are_said_alike_for_all():
    assert case_status.ask_digits().text and case_status.ask_digits_again().text == wording("report")["refusals"]["case_unknown"]


@pytest.mark.parametrize("key", ["said", "again"])
def test_a_long_text_is_no_button_to_send_again(real_kb, real_divisions, key):
    typed = "雨" * (60 if key == "said" else 61)

    assert len(case.down(real_kb, real_divisions, "500230", typed).buttons) == (key == "said")


def test_the_offer_is_short_when_it_is_read_aloud_and_says_what_for_who_sees_it_and_how_to_take_it_back(real_kb, real_divisions):
    text = case.offer(real_kb, real_divisions, Report(), None).text

    assert len(text) <= 160 and wording("report")["consent"]["short"] in text and wording("report")["free_of_charge"] in text
    assert all(word in text for word in ("核实", "只有", "撤回"))
