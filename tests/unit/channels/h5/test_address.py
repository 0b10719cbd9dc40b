"""The address in the code, and the villages' names in it."""
from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest

from bot.channels.h5.address import LONGEST_VILLAGE, opens_only_on, page_url, typed_url, village_name

BASE = "https://huinong.example"


def test_the_page_of_a_place_has_its_code():
    assert page_url(BASE, "500230") == "https://huinong.example/r/500230"


def test_the_page_of_a_village_has_its_name_in_percent_signs():
    assert page_url(BASE, "500230", "双龙村") == "https://huinong.example/r/500230/%E5%8F%8C%E9%BE%99%E6%9D%91"


@pytest.mark.parametrize("name", ["双龙村", "<b>&\"'村", "一组 二组", "100%村", "村?a=b#c", "𠮷村", "村;:@=+,"])
def test_a_name_stays_one_part_of_the_path_and_comes_back_whole(name):
    parts = urlsplit(page_url(BASE, "500230", village_name(name)))

    assert (parts.query, parts.fragment) == ("", "")
    assert [unquote(part) for part in parts.path.split("/")] == ["", "r", "500230", name]


@pytest.mark.parametrize(("typed", "kept"), [(" 双龙村 ", "双龙村"), ("双龙村　　三组", "双龙村 三组"), ("e\u0301村", "é村"), ("　", ""), ("", "")])
def test_a_name_is_kept_in_one_form(typed, kept):
    assert village_name(typed) == kept


@pytest.mark.parametrize("length", [LONGEST_VILLAGE - 1, LONGEST_VILLAGE])
def test_a_name_may_be_as_long_as_the_poster_has_room(length):
    assert len(village_name("村" * length)) == length


def test_a_longer_name_is_refused_and_it_is_said_what_to_leave_out():
    with pytest.raises(ValueError, match="has 31 characters, the poster has room for 30: leave out the county"):
        village_name("村" * (LONGEST_VILLAGE + 1))


@pytest.mark.parametrize("sign", ["\n", "\t", "\0", "\x1b", "\u200b", "\u202e", "\u2028", "\ue000", "\udcff"], ids=ascii)
def test_a_character_that_nobody_sees_is_refused(sign):
    with pytest.raises(ValueError, match=rf"character 2 .*U\+{ord(sign):04X}.* type the name again"):
        village_name(f"双{sign}龙村")


@pytest.mark.parametrize("name", [".", "..", "双龙/三组", "双龙\\三组"])
def test_a_name_that_an_address_reads_as_another_page_is_refused(name):
    with pytest.raises(ValueError, match="slash"):
        village_name(name)


@pytest.mark.parametrize(("base", "typed"), [
    ("https://huinong.example", "huinong.example/r/500230"),
    ("http://huinong.example/sub", "huinong.example/sub/r/500230"),
    ("http://huinong.example:8000", "http://huinong.example:8000/r/500230"),
])
def test_what_is_typed_is_short_but_still_found_by_a_browser(base, typed):
    assert typed_url(base, "500230") == typed


@pytest.mark.parametrize(("base", "where"), [
    ("http://127.0.0.1:8000", "this_machine"), ("http://localhost", "this_machine"), ("http://[::1]:8000", "this_machine"),
    ("http://0.0.0.0:8000", "this_machine"), ("http://a.localhost", "this_machine"), ("http://127.8.8.8", "this_machine"),
    ("http://192.168.1.5:8000", "this_network"), ("http://10.0.0.1", "this_network"), ("http://169.254.3.3", "this_network"),
    ("https://huinong.example", None), ("http://8.8.8.8", None),
])
def test_an_address_that_not_every_phone_opens_is_known(base, where):
    assert opens_only_on(base) == where
