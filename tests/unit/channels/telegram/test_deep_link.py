"""Links from posters."""
from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.deep_link import Start, link, parameter, read


def test_place_and_village_come_back():
    assert read(parameter("500230", "双龙村")) == Start("500230", "双龙村")
    assert read(parameter("500230")) == Start("500230") and read(parameter()) == Start()


@pytest.mark.parametrize(("length", "kept"), [(11, True), (12, True), (13, False)])
def test_a_village_is_in_the_link_as_far_as_telegram_has_room(length, kept):
    start = parameter("500230", "村" * length)

    assert read(start) == Start("500230", "村" * length if kept else None) and len(start) <= 64


@given(st.text(min_size=1, max_size=30))
def test_every_parameter_is_one_that_telegram_takes(village):
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", parameter("500230", village.encode("utf-8", "replace").decode()))


@given(st.text(max_size=70))
def test_what_strangers_write_breaks_nothing(text):
    assert read(text) is None or text.startswith("report")
    found = read(f"report_500230_{text}")
    assert found and found.division == "500230" and (found.village is None or found.village.isprintable())


@pytest.mark.parametrize("text", ["", "x", "reporter", "report_50023_x", "report_abcdef", "report_５００２３０"])
def test_a_place_that_is_none_is_left_out(text):
    assert read(text) in (None, Start())


def test_a_link_opens_the_bot():
    assert link("huinong_bot", "report_500230") == "https://t.me/huinong_bot?start=report_500230"
