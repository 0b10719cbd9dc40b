"""Sentences that need no look-up."""
from __future__ import annotations

import pytest

from actions.small_talk import ActionSmallTalk
from bot.dialogue.reading import Memory, Place, Reading
from bot.dialogue.small_talk import in_danger, small_talk
from bot.dialogue.turn import Assistant
from bot.knowledge.lookup import Status

AT_HOME = Memory(division="441424")


@pytest.fixture
def assistant(small, a_day) -> Assistant:
    return Assistant(small.kb, small.divisions, a_day)


def test_a_crisis_gets_the_emergency_numbers_and_nothing_to_tap(assistant):
    reply = small_talk(assistant, "crisis", AT_HOME)

    assert reply.status is Status.CRISIS
    assert [number for number in ("110", "119", "120") if number not in reply.text] == []
    assert reply.buttons == ()


def emergency(*places: Place, danger: str | None = "illness") -> Reading:
    return Reading("五华县,我爸叫不醒", "crisis", 1.0, places=places, danger=danger)


def test_the_kind_of_danger_decides_what_is_said(assistant):
    said = {danger: in_danger(assistant, emergency(danger=danger), AT_HOME)[0] for danger in ("illness", "fire", "fraud", None)}

    assert len({reply.text for reply in said.values()}) == 4 and {reply.status for reply in said.values()} == {Status.CRISIS}
    assert said[None].text == small_talk(assistant, "crisis", AT_HOME).text


def test_a_place_named_in_an_emergency_is_remembered_for_what_follows(assistant):
    assert in_danger(assistant, emergency(Place("五华县", ("441424",))), Memory())[1].division == "441424"


def test_the_action_says_and_remembers_so(assistant):
    reading = emergency(Place("五华县", ("441424",)), danger="poison")

    assert ActionSmallTalk().take(assistant, reading, Memory()) == in_danger(assistant, reading, Memory())


def test_an_emergency_without_a_place_forgets_nothing(assistant):
    before = Memory(division="441424", kind="industry_grant", aspect="amount", page=1, waiting=True)

    assert in_danger(assistant, emergency(), before)[1] == before


@pytest.mark.parametrize("before", [Memory(), AT_HOME])
def test_a_name_that_does_not_tell_which_place_is_not_asked_about_in_an_emergency(assistant, before):
    reply, after = in_danger(assistant, emergency(Place("城关镇", ("441424", "231181"))), before)

    assert reply.status is Status.CRISIS and reply.buttons == () and after == before


def test_a_greeting_asks_for_the_place_or_says_the_known_one(assistant):
    assert [button.title for button in small_talk(assistant, "greet", Memory()).buttons] == ["五华县"]
    assert "五华县" in small_talk(assistant, "greet", AT_HOME).text
    assert small_talk(assistant, "greet", AT_HOME).buttons == ()


@pytest.mark.parametrize("intent", ["help", "start_over"])
def test_help_offers_places_until_one_is_known(assistant, intent):
    assert small_talk(assistant, intent, Memory()).buttons
    assert small_talk(assistant, intent, AT_HOME).buttons == ()


def test_who_wants_a_person_is_told_whom_to_ask_and_the_hotline(assistant):
    reply = small_talk(assistant, "human", AT_HOME)

    assert reply.status is Status.HANDED_OVER
    assert "县乡村振兴局" in reply.text and "12317平台" in reply.text


def test_who_wants_a_person_where_there_is_no_hotline_is_told_the_office(small, a_day):
    small.write("441424_doc-a/place.yml", 'division: "441424"\nask_office: {name: 县乡村振兴局, source: doc-a 三, proof: [县乡村振兴局]}\n')

    reply = small_talk(Assistant(small.kb, small.divisions, a_day), "human", AT_HOME)

    assert "县乡村振兴局" in reply.text and "12317" not in reply.text


@pytest.mark.parametrize("memory", [Memory(), Memory(division="231181")])
@pytest.mark.parametrize("intent", ["human", "complain", "check_progress"])
def test_without_a_covered_place_the_village_is_named_and_no_other_countys_office(assistant, intent, memory):
    reply = small_talk(assistant, intent, memory)

    assert "村委会" in reply.text
    assert "县乡村振兴局" not in reply.text


@pytest.mark.parametrize("intent", ["goodbye", "thank", "affirm", "deny", "bot_challenge", "nothing_readable"])
def test_every_other_small_intent_has_its_sentence(assistant, intent):
    assert len(small_talk(assistant, intent, Memory()).text) > 5


def test_an_intent_of_another_list_is_refused(assistant):
    with pytest.raises(KeyError):
        small_talk(assistant, "ask_amount", Memory())
