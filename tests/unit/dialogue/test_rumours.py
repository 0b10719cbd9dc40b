"""What somebody heard, turn by turn, by hand-made readings over the small content."""
from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.conversation import take_turn
from bot.dialogue.interpret import RELEVANT_STRANGER
from bot.dialogue.reading import Link, Memory
from bot.dialogue.rumours import check_rumour
from bot.dialogue.turn import Assistant
from bot.knowledge.lookup import Status
from tests.unit.dialogue.readings import AT_HOME, GRANT, UNCLEAR, UNCOVERED, says

NAMED = replace(GRANT, named=True)


def hears(text: str, *links: Link, **details):
    return says("ask_rumour", *links, text=text, **details)


@pytest.mark.parametrize(("text", "verdict"), [
    ("听说产业奖补每户2000元是真的吗", "matches"), ("听说产业奖补每户3000元是真的吗", "differs"), ("听说产业奖补每户能有8300元是真的吗", "differs"),
    ("听说产业奖补的收入线是8300元是真的吗", "matches")])
def test_what_was_heard_of_a_named_policy_is_set_beside_the_document_of_ones_place(assistant, text, verdict):
    reply, memory = check_rumour(assistant, hears(text, NAMED), AT_HOME)

    assert (reply.about["verdict"], reply.about["place"]) == (verdict, "441424")
    assert memory.kind == "industry_grant"


def test_another_places_figure_is_not_taken_for_the_own_one(small, assistant):
    small.change("500230_doc-b/industry_grant.yml", "value: 8300, unit: CNY/household/year", "value: 4000, unit: CNY/household/year")
    reply, _ = check_rumour(Assistant(small.kb, small.divisions, assistant.on), hears("听说产业奖补每户4000元是真的吗", NAMED), AT_HOME)

    assert reply.about["verdict"] == "other_place" and "丰都县" in reply.text and "最高2000元" in reply.text


def test_of_several_policies_the_one_that_knows_of_it_is_told(assistant):
    reply, _ = check_rumour(assistant, hears("听说每户给2000元是真的吗", Link("self_report", 0.45), Link("industry_grant", 0.45), Link("visits", 0.1)), AT_HOME)

    assert (reply.about["kind"], reply.about["verdict"]) == ("industry_grant", "matches")


def test_of_no_policy_at_all_nothing_is_confirmed(assistant):
    reply, memory = check_rumour(assistant, hears("听说要发东西了是真的吗", relevance=0.0), AT_HOME)

    assert reply.status is Status.NOTHING_FOUND and reply.about["verdict"] == "not_in_documents"
    assert memory == AT_HOME


def test_from_an_unknown_place_it_is_asked_for(assistant):
    reply, memory = check_rumour(assistant, hears("听说产业奖补每户3000元是真的吗", NAMED), Memory())

    assert reply.status is Status.AREA_UNKNOWN and memory.waiting and memory.kind == "industry_grant"


@pytest.mark.parametrize(("place", "status"), [(UNCOVERED, Status.NOT_IN_YOUR_AREA), (UNCLEAR, Status.AREA_UNKNOWN)])
def test_a_place_without_documents_or_without_one_meaning_is_told_so_and_no_figure(assistant, place, status):
    reply, _ = check_rumour(assistant, hears("听说产业奖补每户2000元是真的吗", NAMED, places=(place,)), Memory())

    assert reply.status is status and "2000" not in reply.plain()


def test_a_question_whose_words_doubt_is_a_rumour(assistant):
    doubting = replace(says("ask_amount", NAMED, text="产业奖补每户3000元是真的吗"), doubts=True)
    reply, _ = take_turn(assistant, Assistant.ask, doubting, AT_HOME)

    assert reply.about["verdict"] == "differs"


def test_that_there_is_such_help_is_told_where_nothing_more_was_claimed_and_the_policy_is_sure(assistant):
    heard = "听说咱们这搞种养的有奖补是真的吗"
    sure, _ = check_rumour(assistant, hears(heard, GRANT), AT_HOME)
    unsure, _ = check_rumour(assistant, hears(heard, GRANT, relevance=RELEVANT_STRANGER - 0.01), AT_HOME)
    more, _ = check_rumour(assistant, hears(heard.replace("有奖补", "全免"), GRANT), AT_HOME)

    assert [reply.about["verdict"] for reply in (sure, unsure, more)] == ["exists", "not_in_documents", "not_in_documents"]
    assert "自家搞种养" in sure.text


def test_who_is_to_pay_first_is_warned_before_anything_else(assistant):
    reply, _ = check_rumour(assistant, hears("听说产业奖补2000元要先交手续费是真的吗", NAMED), AT_HOME)

    assert reply.text.startswith("先别交钱！五华县") and "马上打110" in reply.text and reply.about["verdict"] == "differs"
