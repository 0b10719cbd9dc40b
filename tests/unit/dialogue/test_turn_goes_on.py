"""What follows a turn: more, again, reporting, benefits, coverage; by hand-made readings over the small content."""
from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.conversation import take_turn
from bot.dialogue.reading import Link, Memory
from bot.dialogue.turn import Assistant
from bot.knowledge.lookup import Status
from tests.unit.dialogue.readings import ASKED, AT_HOME, GRANT, OTHER, UNCLEAR, UNCOVERED, says, titles

# more, again

@pytest.fixture
def long_answer(small, a_day) -> Assistant:
    steps = "".join(f"  - {{text: 第{n}步先到村里说清楚家里的情况，再一起等镇上来人看, source: doc-a 二, proof: [第二条]}}\n" for n in range(1, 21))
    small.change("441424_doc-a/industry_grant.yml", "not_stated: [how_to_apply, materials]\n", f"steps:\n{steps}not_stated: [materials]\n")
    return Assistant(small.kb, small.divisions, a_day)


def test_more_goes_on_where_the_answer_stopped_until_there_is_no_more(long_answer):
    memory = Memory(division="441424", kind="industry_grant", aspect="how_to_apply")
    first, memory = long_answer.answer(memory)
    second, memory = long_answer.more(memory)
    seen = [first.text, second.text]
    while second.about["page"] + 1 < second.about["pages"]:
        second, memory = long_answer.more(memory)
        seen.append(second.text)
    last, memory = long_answer.more(memory)

    assert "第1步" in first.text and "第1步先" not in second.text
    assert all(f"第{n}步" in "".join(seen) for n in range(1, 21))
    assert "就这些了" in last.text


def test_repeat_says_the_same_page_again(long_answer):
    memory = Memory(division="441424", kind="industry_grant", aspect="how_to_apply")
    second, memory = long_answer.more(memory)
    again, after = long_answer.answer(memory)

    assert again == second
    assert after == memory


def test_repeat_after_the_last_page_says_something_of_the_answer_again(assistant):
    _, memory = assistant.more(ASKED)
    reply, _ = assistant.answer(memory)

    assert "最高2000元" in reply.text


def test_more_and_repeat_before_any_question_say_so(assistant):
    for reply, memory in (assistant.more(Memory()), assistant.answer(Memory())):
        assert "还没有可以重说的" in reply.text
        assert memory.kind is None


# reporting, benefits, coverage

def test_to_report_one_is_told_how_in_ones_own_place(assistant):
    reply, memory = assistant.report(says("report_risk"), AT_HOME)

    assert "12317平台" in reply.text
    assert (memory.kind, memory.aspect) == ("self_report", "how_to_apply")


def test_to_report_from_an_unknown_place_is_kept_until_it_is_known(assistant):
    reply, waiting = assistant.report(says("report_risk"), Memory())
    answered, _ = assistant.set_place(says("inform_place", places=(OTHER,)), waiting)

    assert reply.status is Status.AREA_UNKNOWN
    assert "丰都县" in answered.text and "12317" in answered.text


def test_to_report_from_an_ambiguous_place_is_asked_back_and_not_answered_for_the_last_one(assistant):
    reply, _ = assistant.report(says("report_risk", places=(UNCLEAR,)), Memory(division="500230"))

    assert reply.status is Status.AREA_UNKNOWN
    assert titles(reply) == ["广东省梅州市五华县", "云南省昆明市五华区"]


def test_to_report_from_an_ambiguous_place_is_told_once_it_is_clear(assistant):
    _, waiting = assistant.report(says("report_risk", places=(UNCLEAR,)), Memory())
    again, waiting = assistant.answer(waiting)
    reply, _ = assistant.set_place(says("inform_place", places=(OTHER,)), waiting)

    assert titles(again) == ["广东省梅州市五华县", "云南省昆明市五华区"]
    assert "丰都县" in reply.text and "12317" in reply.text


def test_what_can_i_get_offers_what_fits_and_the_place_has(assistant):
    reply, memory = assistant.ask(says("ask_benefits", Link("industry_grant", 0.42), Link("self_report", 0.38), Link("visits", 0.2)), AT_HOME)

    assert [button.text for button in reply.buttons] == ["产业奖补：有哪些帮助", "自主申报：有哪些帮助", "我要申报"]
    assert replace(memory, finding=None) == replace(AT_HOME, kind="industry_grant", aspect="overview")  # what follows is asked of the first


LISTED = says("ask_benefits", Link("industry_grant", 0.42), Link("self_report", 0.38), Link("visits", 0.2))


@pytest.mark.parametrize(("said", "intent", "kind", "aspect"), [
    ("第一个", "affirm", "industry_grant", "overview"), ("具体说第二个", "out_of_scope", "self_report", "overview"),
    ("第2个找谁", "ask_where", "self_report", "where"), ("那第一条给多少钱", "follow_up", "industry_grant", "overview")])
def test_one_of_those_that_were_listed_can_be_asked_for_by_its_number(assistant, said, intent, kind, aspect):
    _, memory = assistant.ask(LISTED, AT_HOME)
    reply, after = take_turn(assistant, Assistant.ask, says(intent, text=said, relevance=0.0), memory)

    assert (reply.about["kind"], after.kind, after.finding) == (kind, kind, None) and after.aspect == aspect


def test_a_number_beyond_the_list_shows_the_list_again_and_without_a_list_a_number_means_nothing(assistant):
    _, memory = assistant.ask(LISTED, AT_HOME)
    beyond, _ = take_turn(assistant, Assistant.ask, says("affirm", text="第五个", relevance=0.0), memory)
    nothing, _ = take_turn(assistant, Assistant.ask, says("nlu_fallback", text="第一个", relevance=0.0), AT_HOME)

    assert beyond.about["kinds"] == ["industry_grant", "self_report"] and nothing.status is Status.NOTHING_FOUND


def test_what_can_i_get_from_an_unknown_place_asks_for_it(assistant):
    reply, _ = assistant.ask(says("ask_benefits", GRANT), Memory())

    assert reply.status is Status.AREA_UNKNOWN


def test_what_can_i_get_from_an_uncovered_place_is_told_so(assistant):
    reply, _ = assistant.ask(says("ask_benefits", GRANT, places=(UNCOVERED,)), AT_HOME)

    assert reply.status is Status.NOT_IN_YOUR_AREA


def test_which_places_there_are_is_told_by_name(assistant):
    reply, memory = assistant.coverage(says("ask_coverage"), Memory())

    assert "五华县、丰都县" in reply.text
    assert titles(reply) == ["五华县", "丰都县"]
    assert memory == Memory()


def test_asking_whether_a_place_is_there_sets_it(assistant):
    _, memory = assistant.coverage(says("ask_coverage", places=(OTHER,)), Memory())

    assert memory.division == "500230"


def test_a_place_in_a_message_that_says_nothing_else_is_remembered_and_said(assistant):
    reply, memory = assistant.ask(says("nlu_fallback", places=(OTHER,)), Memory())

    assert memory.division == "500230" and "丰都县" in reply.text
