"""Turns of a policy conversation, by hand-made readings over the small content."""
from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.reading import Link, Memory, Place, Reading
from bot.dialogue.turn import Assistant
from bot.knowledge.lookup import Status

COUNTY, OTHER, UNCOVERED = Place("五华县", ("441424",)), Place("丰都", ("500230",)), Place("北安", ("231181",))
UNCLEAR = Place("五华", ("441424", "530102"))
GRANT, REPORT = Link("industry_grant", 1.0), Link("self_report", 1.0)
AT_HOME = Memory(division="441424")
ASKED = Memory(division="441424", kind="industry_grant", aspect="amount")


@pytest.fixture
def assistant(small, a_day) -> Assistant:
    small.add_place("500230", "丰都县", "doc-b")
    small.change("500230_doc-b/industry_grant.yml", "value: 2000,", "value: 8300,")  # so that the two places can be told apart
    return Assistant(small.kb, small.divisions, a_day)


def says(intent: str, *links: Link, text: str = "产业奖补每户每年一共能给多少钱啊", places: tuple = (), relevance: float = 1.0,
         confidence: float = 0.9, ranking: tuple = ()) -> Reading:
    return Reading(text, intent, confidence, ranking, links, relevance, places)


def titles(reply) -> list[str]:
    return [button.title for button in reply.buttons]


# asking

def test_a_question_from_a_known_place_is_answered_and_remembered(assistant):
    reply, memory = assistant.ask(says("ask_amount", GRANT), AT_HOME)

    assert reply.status is Status.ANSWERED
    assert "最高2000元" in reply.text
    assert memory == ASKED


def test_a_question_from_an_unknown_place_is_kept_until_the_place_is_known(assistant):
    reply, waiting = assistant.ask(says("ask_amount", GRANT), Memory())
    answered, memory = assistant.set_place(says("inform_place", places=(OTHER,), text="我是丰都的"), waiting)

    assert (reply.status, waiting.waiting) == (Status.AREA_UNKNOWN, True)
    assert titles(reply) == ["五华县", "丰都县"]
    assert "最高8300元" in answered.text and "丰都县" in answered.text
    assert memory == Memory(division="500230", kind="industry_grant", aspect="amount")


def test_an_elliptical_follow_up_keeps_the_scheme(assistant):
    reply, memory = assistant.ask(says("ask_where", text="那找谁", relevance=0.0), ASKED)

    assert reply.text.startswith("五华县产业奖补找：县农业农村委")
    assert (memory.kind, memory.aspect) == ("industry_grant", "where")


def test_a_place_alone_answers_the_last_question_again(assistant):
    reply, memory = assistant.ask(says("follow_up", text="那丰都呢", places=(OTHER,), relevance=0.0), ASKED)

    assert "丰都县" in reply.text and "最高8300元" in reply.text
    assert memory == replace(ASKED, division="500230")


def test_a_question_with_a_place_is_answered_for_that_place_and_it_is_kept(assistant):
    reply, memory = assistant.ask(says("ask_amount", GRANT, places=(OTHER,)), AT_HOME)

    assert "最高8300元" in reply.text
    assert memory.division == "500230"


def test_another_places_figure_never_answers_for_an_uncovered_place(assistant):
    reply, memory = assistant.ask(says("ask_amount", GRANT, places=(UNCOVERED,)), AT_HOME)

    assert reply.status is Status.NOT_IN_YOUR_AREA
    assert "2000" not in reply.plain() and "8300" not in reply.plain()
    assert memory.division == "231181"


def test_near_ties_are_offered_as_buttons_and_the_place_is_kept(assistant):
    reply, memory = assistant.ask(says("ask_amount", Link("industry_grant", 0.5), Link("self_report", 0.5), places=(OTHER,)), AT_HOME)

    assert reply.status is Status.SCHEME_UNCLEAR
    assert [button.text for button in reply.buttons] == ["产业奖补：能给多少", "自主申报：能给多少"]
    assert memory.division == "500230"


def test_what_is_not_understood_offers_what_the_place_has(assistant):
    reply, memory = assistant.ask(says("ask_amount", GRANT, relevance=0.0), AT_HOME)

    assert reply.status is Status.NOTHING_FOUND
    assert "县乡村振兴局" in reply.text
    assert titles(reply) == ["产业奖补", "转人工"]
    assert memory == AT_HOME


def test_what_is_none_of_our_business_is_told_so(assistant):
    reply, memory = assistant.ask(says("out_of_scope", GRANT, relevance=0.0), AT_HOME)

    assert reply.status is Status.OUT_OF_SCOPE
    assert memory == AT_HOME


def test_a_policy_named_in_what_seems_out_of_scope_is_answered(assistant):
    reply, _ = assistant.ask(says("out_of_scope", Link("industry_grant", 1.0, True), relevance=0.0), AT_HOME)

    assert reply.status is Status.ANSWERED


def test_of_two_likely_aspects_the_one_that_the_document_answers_is_answered(assistant):
    unsure = says("ask_materials", GRANT, confidence=0.4, ranking=(("ask_materials", 0.4), ("ask_amount", 0.3)))
    sure = says("ask_materials", GRANT)

    assert "最高2000元" in assistant.ask(unsure, AT_HOME)[0].text
    assert assistant.ask(sure, AT_HOME)[0].status is Status.NOT_STATED


def test_a_place_that_comes_up_within_a_question_leaves_home_as_it_is(assistant):
    reply, memory = assistant.ask(says("ask_amount", GRANT, places=(replace(UNCOVERED, start=7),)), AT_HOME)

    assert "五华县" in reply.text and "最高2000元" in reply.text
    assert memory.division == "441424"


def test_a_new_question_starts_on_the_first_page(assistant):
    _, memory = assistant.ask(says("ask_where", GRANT), replace(ASKED, page=3))

    assert memory.page == 0


# a name of several places

def test_an_ambiguous_place_is_asked_back_with_the_covered_one_first(assistant):
    reply, memory = assistant.ask(says("ask_amount", GRANT, places=(UNCLEAR,)), Memory())

    assert reply.status is Status.AREA_UNKNOWN
    assert "“五华”不止一个地方" in reply.text
    assert titles(reply) == ["广东省梅州市五华县", "云南省昆明市五华区"]
    assert memory == Memory(kind="industry_grant", aspect="amount", waiting=True)


def test_the_question_is_answered_once_the_place_is_clear(assistant):
    _, waiting = assistant.ask(says("ask_amount", GRANT, places=(UNCLEAR,)), Memory())
    reply, memory = assistant.set_place(says("inform_place", places=(COUNTY,)), waiting)

    assert "最高2000元" in reply.text
    assert memory == ASKED


def test_an_ambiguous_place_does_not_replace_the_remembered_one(assistant):
    _, memory = assistant.ask(says("ask_amount", GRANT, places=(UNCLEAR,)), Memory(division="500230"))

    assert memory.division == "500230"


def test_a_question_that_is_unclear_in_place_and_scheme_does_not_answer_the_one_before_it(assistant):
    unclear = says("ask_where", Link("industry_grant", 0.5), Link("self_report", 0.5), places=(UNCLEAR,))
    _, waiting = assistant.ask(unclear, Memory(division="500230", kind="self_report", aspect="deadline"))
    reply, _ = assistant.set_place(says("inform_place", places=(COUNTY,)), waiting)

    assert reply.status is not Status.ANSWERED


def test_setting_an_ambiguous_place_asks_back_and_forgets_nothing(assistant):
    reply, memory = assistant.set_place(says("inform_place", places=(UNCLEAR,)), ASKED)

    assert reply.status is Status.AREA_UNKNOWN
    assert memory == ASKED


# the place

def test_a_place_is_remembered_when_nothing_was_asked(assistant):
    reply, memory = assistant.set_place(says("inform_place", places=(OTHER,)), Memory())

    assert "重庆市丰都县" in reply.text
    assert memory == Memory(division="500230")


def test_an_uncovered_place_is_told_so_and_remembered(assistant):
    reply, memory = assistant.set_place(says("inform_place", places=(UNCOVERED,)), Memory())

    assert reply.status is Status.NOT_IN_YOUR_AREA
    assert "黑龙江省黑河市北安市" in reply.text
    assert titles(reply) == ["五华县", "丰都县"]
    assert memory.division == "231181"


def test_a_county_of_a_covered_city_is_told_that_the_city_speaks_for_it(small, a_day):
    small.add_place("441400", "梅州市", "doc-c")
    assistant = Assistant(small.kb, small.divisions, a_day)

    reply, memory = assistant.set_place(says("inform_place", places=(Place("丰顺", ("441423",)),)), Memory())

    assert "按梅州市的文件" in reply.text
    assert memory.division == "441423"


def test_no_place_in_the_message_asks_for_one(assistant):
    nowhere = replace(ASKED, division=None)
    reply, memory = assistant.set_place(says("inform_place"), nowhere)

    assert (reply.status, memory) == (Status.AREA_UNKNOWN, nowhere)


def test_what_only_sounds_like_a_place_is_a_question_where_the_place_is_known(assistant):
    reply, memory = assistant.set_place(says("inform_place"), ASKED)

    assert (reply.status, memory.division) == (Status.NOTHING_FOUND, ASKED.division)


def test_a_change_of_place_starts_on_the_first_page(assistant):
    _, memory = assistant.set_place(says("inform_place", places=(OTHER,)), replace(ASKED, page=2))

    assert memory == replace(ASKED, division="500230", page=0)


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


def test_what_can_i_get_offers_what_fits_and_the_place_has(assistant):
    reply, memory = assistant.ask(says("ask_benefits", Link("industry_grant", 0.5), Link("self_report", 0.3), Link("visits", 0.2)), AT_HOME)

    assert [button.text for button in reply.buttons] == ["产业奖补：有哪些帮助", "自主申报：有哪些帮助"]
    assert memory == AT_HOME


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
