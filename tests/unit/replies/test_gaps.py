"""What a document leaves open, in short sentences."""
from __future__ import annotations

import pytest

from bot.replies.facts import Part, Phrase
from bot.replies.gaps import in_sentences, in_short, parted


def gap(text: str, part: Part = Part.GAP) -> Phrase:
    return Phrase(text, (), part)


@pytest.mark.parametrize(("text", "short"), [
    ("哪些病算重病（文件没写）", "哪些病算重病"),
    ("其他人（怎么评低保文件没写）", "其他人（怎么评低保）"),
    ("经过认定（文件没写谁来认定）", "经过认定（谁来认定）"),
    ("收入低没认定的（没写收入线）", "收入低没认定的（收入线）"),
    ("其他低收入人口（文件没列全）", "其他低收入人口"),
    ("定额是多少元，文件没写", "定额是多少元"),
    ("哪些慢病、怎么签约，文件没写", "哪些慢病、怎么签约"),
    ("监测对象能不能上岗，这句没写", "监测对象能不能上岗"),
    ("哪些镇先办，文件没写名单", "哪些镇先办"),
    ("其他户（看民主决策的分配方案）", ""),
    ("多久查一次，文件只说定期", ""),
    ("牵头栏分不清谁管", "")])
def test_that_something_is_not_written_is_said_by_the_list_and_not_again(text, short):
    assert in_short(text) == short


def test_facts_come_apart_from_gaps_and_each_gap_is_said_once():
    fact, one, again, other = Phrase("每户2000元", ()), gap("哪些病算重病（文件没写）", Part.OPEN), gap("哪些病算重病，文件没写"), gap("哪天发，文件没写")

    assert parted([one, fact, again, other]) == ([fact], [one, other])


def test_what_everybody_must_meet_is_said_first_and_as_such():
    said = in_sentences([gap("其他户（看分配方案）", Part.OPEN), gap("怎么算成效（文件没写）", Part.NEEDED), gap("多久查一次，文件只说定期")])

    assert said == "文件没写清、但也要看的：怎么算成效。文件没写清的还有：其他户（看分配方案）。多久查一次，文件只说定期。"


def test_nothing_left_open_is_no_sentence():
    assert in_sentences([]) == ""
