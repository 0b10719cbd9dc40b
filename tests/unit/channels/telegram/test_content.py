"""What this channel says and knows: wording, table of centres, kinds of pictures, shapes of keyboards."""
from __future__ import annotations

import pytest

from bot.channels.telegram import groups, keyboards
from bot.channels.telegram.centres import FARTHEST, MOST, nearest, read_centres
from bot.channels.telegram.message import Entity, Tap
from bot.channels.telegram.pictures import kind_of
from bot.channels.telegram.wording import words
from bot.knowledge.divisions import Divisions
from tests.conftest import REAL_CONTENT

CENTRES = read_centres(REAL_CONTENT / "centres.yml")


def test_every_centre_is_a_county_that_exists_and_lies_in_china():
    divisions = Divisions(REAL_CONTENT / "divisions.yml")

    assert len(CENTRES) > 100
    for code, (latitude, longitude) in CENTRES.items():
        assert divisions.exists(code) and not code.endswith("00"), code
        assert 18 < latitude < 54 and 73 < longitude < 135.1, code


@pytest.mark.parametrize(("point", "division"), [((29.87, 107.73), "500230"), ((35.8, 113.3), "140524"), ((48.2, 126.5), "231181"), ((24.3, 116.1), "441402")])
def test_the_nearest_county_comes_first(point, division):
    found = nearest(CENTRES, *point)

    assert found[0].division == division and len(found) == MOST
    assert [near.kilometres for near in found] == sorted(near.kilometres for near in found)


@pytest.mark.parametrize(("degrees", "is_near"), [(FARTHEST / 111.195 - 0.001, True), (FARTHEST / 111.195 + 0.001, False)])
def test_beyond_its_reach_the_table_says_nothing(degrees, is_near):
    assert bool(nearest({"500230": (30.0, 107.0)}, 30.0 + degrees, 107.0)) is is_near


@pytest.mark.parametrize(("content", "kind"), [
    (b"\xff\xd8\xff\xe1x", "jpeg"), (b"\x89PNG\r\n\x1a\nx", "png"), (b"RIFF1234WEBPx", "webp"), (b"RIFF1234WAVEx", None), (b"\xff\xd8", None),
    (b"<?xml", None), (b"", None)],
    ids=["jpeg", "png", "webp", "wave", "too short", "svg", "nothing"])
def test_a_picture_is_known_by_its_first_bytes(content, kind):
    assert kind_of(content) == kind


def test_buttons_stand_side_by_side_as_far_as_a_small_phone_is_wide():
    markup = keyboards.inline([Tap("找谁"), Tap("怎么办理"), Tap("要多久"), Tap("我够不够条件，帮我看一看"), Tap("好")], 7)

    assert [[button.text for button in row] for row in markup.inline_keyboard] == [["找谁", "怎么办理", "要多久"], ["我够不够条件，帮我看一看", "好"]]
    assert markup.inline_keyboard[0][1].callback_data == "7:1"
    assert keyboards.inline([], 7) is None


def test_the_largest_button_number_fits_into_callback_data():
    data = keyboards.inline([Tap("x")] * 100, 2 ** 63 - 1).inline_keyboard[-1][-1].callback_data

    assert len(data.encode()) <= 64


def test_an_entity_beyond_the_text_is_left_out():
    found = keyboards.entities([Entity("bold", 0, 2), Entity("bold", 1, 2)], "两字")

    assert [(each.offset, each.length) for each in found] == [(0, 2)]


def test_commands_have_descriptions_that_telegram_takes():
    assert all(3 <= len(command.description) <= 256 for command in keyboards.commands())


def test_each_big_key_and_command_has_words():
    said = words()
    assert all(keyboards.big_job(said["keyboard"][key]["title"]) for key in keyboards.BIG)
    assert [name for name, command in said["commands"].items() if not command["text"]] == ["place"]
    assert keyboards.big_job("低保") is None


@pytest.mark.parametrize(("text", "is_private"), [("我要申报", True), (" 撤回申报 ", True), ("低保：怎么办理", False), ("申报是什么意思", False)])
def test_what_belongs_to_a_report_is_known_word_for_word(text, is_private):
    assert groups.is_private_matter(text) is is_private
